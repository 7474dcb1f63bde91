import { useQuery } from '@tanstack/react-query'
import { App, Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { get, send, type Page } from '../../../web/api/client.ts'
import { pointerPath, type ProblemEntry } from '../../../web/api/problem.ts'
import { useCodeName, useTexts } from '../../../web/i18n/i18n.ts'
import { Empty } from '../../../web/kit/blank.tsx'
import { useCommand } from '../../../web/kit/command.ts'
import { ErrorSummary } from '../../../web/kit/error-summary.tsx'
import { Grid, type Column } from '../../../web/kit/grid.tsx'
import { useRows } from '../../../web/kit/list-query.ts'
import { Listed } from '../../../web/kit/listed.tsx'
import { Moment } from '../../../web/kit/moment.tsx'
import { PageHead } from '../../../web/kit/page-head.tsx'
import { Party } from '../../../web/reference/party.tsx'
import { usePort } from '../../../web/reference/port.ts'
import { useHasRole } from '../../../web/session/session.ts'

interface TestEntry {
  readonly id: string
  readonly agency: string
  readonly capability: string
  readonly sample: string
  readonly laboratory: string
  readonly owner: string
  readonly because: string
  readonly by: string
  readonly at: string
}

interface Laboratory {
  readonly code: string
  readonly name: { readonly zh: string; readonly en: string }
  readonly agency: string
  readonly port: string
  readonly serves: readonly string[]
  readonly capabilities: readonly { readonly code: string; readonly name: { readonly zh: string; readonly en?: string } }[]
}

/** Laboratories of all sides as one: a test goes to the accredited one, whosesoever it is (LB-04), and nobody builds what another side has (LB-05). */
export function LaboratoriesScreen() {
  const { t, language } = useTexts()
  const code = useCodeName()
  const asks = useHasRole('officer', 'coordinator')
  const known = useQuery({ queryKey: ['register', 'laboratories'], queryFn: ({ signal }) => get<Page<{ data: Laboratory }>>('/registers/laboratories', { limit: 200 }, signal), meta: { subjects: ['register'] }, enabled: asks })
  const laboratories = known.data?.items.map(({ data }) => data) ?? []
  const list = useRows<TestEntry>(['laboratory-tests'], '/laboratory-tests', {}, ['laboratory-test'])
  const nameOf = (one: string): string => laboratories.find((each) => each.code === one)?.name[language] ?? one
  const capabilities = new Map(laboratories.flatMap((one) => one.capabilities.map((able) => [able.code, able.name[language] ?? able.name.zh] as const)))
  const columns: readonly Column<TestEntry>[] = [
    { key: 'sample', title: t('exchange.sample'), render: (row) => <b className="code">{row.sample}</b> },
    { key: 'capability', title: t('exchange.capability'), render: (row) => capabilities.get(row.capability) ?? row.capability },
    { key: 'agency', title: t('exchange.agency'), render: (row) => <Party code={row.agency} /> },
    { key: 'laboratory', title: t('exchange.laboratory'), render: (row) => nameOf(row.laboratory) },
    { key: 'owner', title: t('exchange.labOwner'), render: (row) => <Party code={row.owner} /> },
    { key: 'because', title: t('exchange.because'), wideOnly: true, render: (row) => code('routedBecause', row.because) },
    { key: 'at', title: t('exchange.at'), render: (row) => <Moment at={row.at} /> },
  ]
  return (
    <>
      <PageHead title={t('exchange.labTitle')} lead={t('exchange.labLead')} />
      {asks ? (
        <div className="two">
          <AskForm name="test" path="/laboratory-tests" field="sample" capabilities={capabilities} />
          <AskForm name="plan" path="/capability-plans" field="purpose" capabilities={capabilities} />
        </div>
      ) : null}
      <Listed list={list} empty={<Empty title={t('exchange.noTests')} text={t('exchange.noTestsText')} />}>
        <Grid label={t('exchange.labTitle')} columns={columns} rows={list.rows} keyOf={(row) => row.id} more={list.more} fetching={list.fetching} />
      </Listed>
    </>
  )
}

/** Asks for a test, or registers the plan to build a capability: both begin with what has to be able to be done. */
function AskForm({ name, path, field, capabilities }: { readonly name: 'test' | 'plan'; readonly path: string; readonly field: 'sample' | 'purpose'; readonly capabilities: ReadonlyMap<string, string> }) {
  const { t } = useTexts()
  const { message } = App.useApp()
  const port = usePort()
  const [form] = Form.useForm<Record<string, string | string[]>>()
  const [entries, setEntries] = useState<readonly ProblemEntry[]>([])
  const run = useCommand<object, { readonly laboratory?: string }>((body, key) => send(path, body, { key }), {
    touches: ['laboratory-test', 'register'],
    done: (reply) => {
      setEntries([])
      form.resetFields()
      void message.success(reply.laboratory === undefined ? t('exchange.planned') : t('exchange.routedTo', { laboratory: reply.laboratory }))
    },
  })
  // A planned capability may be one nobody has yet: it can be typed as well as picked.
  const finish = ({ capability, ...rest }: Record<string, string | string[]>): void =>
    run.mutate({ port: port.code, capability: Array.isArray(capability) ? capability[0] : capability, ...rest }, { onError: (problem) => setEntries(problem.spoken()) })
  return (
    <section className="panel no-print" aria-labelledby={`${name}-title`}>
      <div className="panel-head">
        <h2 id={`${name}-title`}>{t(`exchange.${name}`)}</h2>
      </div>
      <Form form={form} name={`laboratory-${name}`} layout="vertical" requiredMark={false} className="panel-body" onFinish={finish}>
        <ErrorSummary entries={entries} onGo={(pointer) => form.scrollToField(pointerPath(pointer) as never, { focus: true })} />
        <Form.Item name="capability" label={t('exchange.capability')}>
          <Select {...(name === 'plan' ? { mode: 'tags' as const, maxCount: 1 } : {})} showSearch={{ optionFilterProp: 'label' }} options={[...capabilities].map(([value, label]) => ({ value, label: `${label} (${value})` }))} />
        </Form.Item>
        <Form.Item name={field} label={t(`exchange.${field}`)}>
          <Input maxLength={field === 'sample' ? 100 : 1000} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={run.isPending}>
          {t(`exchange.${name}`)}
        </Button>
      </Form>
    </section>
  )
}
