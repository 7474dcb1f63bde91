import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { App, AutoComplete, Button, Checkbox, Form, Input, Radio, Select } from 'antd'
import { useMemo, useState } from 'react'
import type { ObjectKind } from '../../../kernel/pack.ts'
import { get, send } from '../../../web/api/client.ts'
import { pointerPath, type ProblemEntry } from '../../../web/api/problem.ts'
import { useCodeName, useTexts } from '../../../web/i18n/i18n.ts'
import { fromWallClock, toWallField } from '../../../web/i18n/time.ts'
import { useCommand } from '../../../web/kit/command.ts'
import { ErrorSummary } from '../../../web/kit/error-summary.tsx'
import { WallClockInput } from '../../../web/kit/field.tsx'
import { PageHead } from '../../../web/kit/page-head.tsx'
import { usePort } from '../../../web/reference/port.ts'
import { methodsFor, usePackName, useReference } from '../../../web/reference/reference.ts'
import { useSites } from '../../../web/reference/resources.ts'
import { useActor } from '../../../web/session/session.ts'
import type { DeclarationView } from '../../../window/declarations/web/declaration-views.ts'
import './direct.css'

interface Values {
  readonly kind: ObjectKind
  readonly ref: string
  readonly power: string
  readonly methods: readonly string[]
  readonly from: string
  readonly to: string
  readonly reason: string
  readonly site?: string
  readonly checks?: readonly string[]
  readonly legalBasis?: string
  readonly reopening?: string
}

const kinds: readonly ObjectKind[] = ['consignment', 'item', 'container', 'lot', 'parcel', 'bag', 'vessel', 'train', 'wagon', 'vehicle', 'aircraft']
const hour = 3_600_000

const onDemand = ['legalBasis', 'reopening'] as const

/** Names of the fields as the API points at them. */
const fieldOf: Readonly<Record<string, string>> = { 'object/kind': 'kind', 'object/ref': 'ref', 'window/from': 'from', 'window/to': 'to', window: 'from', object: 'ref' }

function useObjects(id: string | undefined): readonly { readonly kind: ObjectKind; readonly ref: string; readonly hint: string }[] {
  const found = useQuery({
    queryKey: ['declaration', id ?? ''],
    queryFn: ({ signal }) => get<DeclarationView>(`/declarations/${id ?? ''}`, undefined, signal),
    meta: { subjects: ['declaration'], subjectId: id },
    enabled: id !== undefined,
  }).data
  if (found === undefined) return []
  return [
    { kind: 'consignment', ref: found.number, hint: found.declarant },
    ...found.content.containers.map((container) => ({ kind: 'container' as const, ref: container.number, hint: container.type ?? '' })),
    ...found.content.items.map((item) => ({ kind: 'item' as const, ref: `${found.number}/${item.line}`, hint: item.description ?? '' })),
  ]
}

/** An agency says what it wants inspected: object and method both, or it is no directive (DC-01). */
export function DirectScreen() {
  const { t } = useTexts()
  const search = useSearch({ from: '/shell/directives/new' })
  const navigate = useNavigate()
  const { message } = App.useApp()
  const [form] = Form.useForm<Values>()
  const port = usePort()
  const actor = useActor()
  const sites = useSites(port.code)
  const objects = useObjects(search.declaration)
  const [entries, setEntries] = useState<readonly ProblemEntry[]>([])
  const start = useMemo(() => {
    const from = Math.ceil(Date.now() / hour) * hour
    return { from: toWallField(new Date(from).toISOString(), port.timeZone), to: toWallField(new Date(from + 8 * hour).toISOString(), port.timeZone) }
  }, [port.timeZone])

  const submit = useCommand<unknown, { readonly id: string }>((body, key) => send('/directives', body, { key }), {
    touches: ['directive', 'collision', 'joint-inspection'],
    done: () => {
      void message.success(t('direct.sent'))
      void (search.declaration === undefined ? navigate({ to: '/queue' }) : navigate({ to: '/declarations/$id', params: { id: search.declaration } }))
    },
  })
  const nameOf = (pointer: string): string => fieldOf[pointer.slice(1)] ?? fieldOf[String(pointerPath(pointer)[0])] ?? String(pointerPath(pointer)[0] ?? '')
  const finish = (values: Values): void => {
    const { kind, ref, from, to, ...rest } = values
    const body = { port: port.code, object: { kind, ref }, window: { from: fromWallClock(from, port.timeZone) ?? from, to: fromWallClock(to, port.timeZone) ?? to }, ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined && value !== '' && value.length !== 0)) }
    submit.mutate(body, {
      onError: (problem) => {
        const found = problem.spoken()
        setEntries(found)
        form.setFields(found.filter((entry) => entry.pointer !== '').map((entry) => ({ name: nameOf(entry.pointer) as keyof Values, errors: [entry.message.zh === '' ? entry.code : t('direct.seeAbove')] })))
      },
      onSuccess: () => setEntries([]),
    })
  }
  // Reasons that only some directives need: asked for once the server has said that this one does.
  const asked = onDemand.filter((name) => (name === 'reopening' && search.again !== undefined) || entries.some((entry) => entry.pointer === `/${name}`) || form.getFieldValue(name) !== undefined)
  return (
    <>
      <PageHead title={t('direct.title')} lead={t('direct.lead')} />
      <ErrorSummary entries={entries} onGo={(pointer) => form.scrollToField(nameOf(pointer) as keyof Values, { block: 'center', focus: true })} wayOn={(entry) => <GivenLink entry={entry} />} />
      <Form<Values>
        form={form}
        name="direct"
        layout="vertical"
        requiredMark={false}
        className="panel panel-body direct"
        initialValues={{ kind: (search.kind as ObjectKind | undefined) ?? 'container', ref: search.ref, ...start }}
        onFinish={finish}
      >
        {objects.length === 0 ? null : (
          <Form.Item label={t('direct.pick')}>
            <div className="row" role="group" aria-label={t('direct.pick')}>
              {objects.map((object) => (
                <Button key={`${object.kind}-${object.ref}`} size="small" className="code" title={object.hint} onClick={() => form.setFieldsValue({ kind: object.kind, ref: object.ref })}>
                  {object.ref}
                </Button>
              ))}
            </div>
          </Form.Item>
        )}
        <ObjectFields objects={objects.map((object) => object.ref)} />
        <PowerFields agency={actor.agency} />
        <div className="two">
          <Form.Item name="from" label={t('field.windowFrom')}>
            <WallClockInput />
          </Form.Item>
          <Form.Item name="to" label={t('field.windowTo')}>
            <WallClockInput />
          </Form.Item>
        </div>
        <Form.Item name="reason" label={t('field.reason')} extra={t('direct.reasonHelp')}>
          <Input.TextArea rows={2} maxLength={500} />
        </Form.Item>
        <div className="two">
          <Form.Item name="checks" label={t('field.checks')} extra={t('direct.checksHelp')}>
            <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[',', ';', '，', '；']} />
          </Form.Item>
          <Form.Item name="site" label={t('field.site')}>
            <AutoComplete options={[...sites]} allowClear maxLength={64} />
          </Form.Item>
        </div>
        {asked.map((name) => (
          <Form.Item key={name} name={name} label={t(`field.${name}`)} extra={t(`direct.${name}Help`)}>
            <Input maxLength={500} />
          </Form.Item>
        ))}
        <div className="row">
          <Button type="primary" htmlType="submit" loading={submit.isPending}>
            {t('direct.send')}
          </Button>
          <Link to="/queue">{t('common.cancel')}</Link>
        </div>
      </Form>
    </>
  )
}

/** Where the results are that answer the directive (DC-11). */
function GivenLink({ entry: { code, facts } }: { readonly entry: ProblemEntry }) {
  const { t } = useTexts()
  const inspection = facts?.['inspection']
  if (code !== 'directives/answered-before' || typeof inspection !== 'string') return null
  return (
    <Link to="/inspections/$id" params={{ id: inspection }} className="strong">
      {t('results.readGiven')}
    </Link>
  )
}

function ObjectFields({ objects }: { readonly objects: readonly string[] }) {
  const { t } = useTexts()
  const code = useCodeName()
  return (
    <div className="two">
      <Form.Item name="kind" label={t('field.objectKind')}>
        <Select options={kinds.map((value) => ({ value, label: code('objectKind', value) }))} />
      </Form.Item>
      <Form.Item name="ref" label={t('field.object')}>
        <AutoComplete options={objects.map((value) => ({ value }))} />
      </Form.Item>
    </div>
  )
}

/** A power first: it says which methods the agency may use on this kind of object. */
function PowerFields({ agency }: { readonly agency: string | undefined }) {
  const { t } = useTexts()
  const name = usePackName()
  const reference = useReference()
  const kind = Form.useWatch<ObjectKind | undefined>('kind') ?? 'container'
  const chosen = Form.useWatch<string | undefined>('power')
  const fitting = methodsFor(reference, kind)
  const powers = reference.powers.filter((power) => power.agency === agency && power.objectKinds?.includes(kind) !== false)
  const allowed = powers.find((power) => power.code === chosen)?.methods ?? powers.flatMap((power) => power.methods)
  const methods = fitting.filter((method) => allowed.includes(method))
  return (
    <>
      <Form.Item name="power" label={t('field.power')}>
        <Radio.Group options={powers.map((power) => ({ value: power.code, label: name('powers', power.code) }))} />
      </Form.Item>
      <Form.Item name="methods" label={t('field.methods')}>
        <Checkbox.Group options={methods.map((method) => ({ value: method, label: name('methods', method) }))} />
      </Form.Item>
    </>
  )
}
