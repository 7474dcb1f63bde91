import { Link } from '@tanstack/react-router'
import { Button, Form } from 'antd'
import { useMemo, useState } from 'react'
import { PreviewPart } from '../../../assess/web/preview.tsx'
import { send } from '../../../web/api/client.ts'
import type { ProblemEntry } from '../../../web/api/problem.ts'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { wallClock } from '../../../web/i18n/time.ts'
import { useCommand } from '../../../web/kit/command.ts'
import { ErrorSummary } from '../../../web/kit/error-summary.tsx'
import { PageHead } from '../../../web/kit/page-head.tsx'
import { StatusPill } from '../../../web/kit/pill.tsx'
import { usePort } from '../../../web/reference/port.ts'
import { usePackName, useReference } from '../../../web/reference/reference.ts'
import { useActor } from '../../../web/session/session.ts'
import { formPath, placeOf } from './declare-places.ts'
import { DeclareSections, sectionOf, sections } from './declare-sections.tsx'
import { blankValues, newReference, questionOf, toBody, type DeclareValues } from './declare-values.ts'
import { SamplePicker } from './sample-picker.tsx'
import './declare.css'

interface Accepted {
  readonly id: string
  readonly number: string
  readonly status: string
  readonly releaseMode: string
  readonly acceptedAt: string
}

/** One form, submitted once, for every agency (SW-01). Whatever any of them refuses is said in one answer (SW-02), and nothing typed is lost. */
export function DeclareScreen() {
  const { t, language } = useTexts()
  const [form] = Form.useForm<DeclareValues>()
  const actor = useActor()
  const port = usePort()
  const { ports } = useReference()
  const [entries, setEntries] = useState<readonly ProblemEntry[]>([])
  const fresh = useMemo(
    () => ({ ...blankValues(port.code, actor.enterprise ?? ''), reference: newReference(wallClock(new Date().toISOString(), port.timeZone).slice(0, 10)) }),
    [port.code, port.timeZone, actor.enterprise],
  )

  const submit = useCommand<unknown, Accepted>((body, key) => send<Accepted>('/declarations', body, { key }), { touches: ['declaration'] })
  const zoneOf = (code: string | null | undefined): string => ports.find((each) => each.code === code)?.timeZone ?? port.timeZone

  const show = (found: readonly ProblemEntry[]): void => {
    form.setFields(marksOf(entries, language).map(({ name }) => ({ name, errors: [] })))
    form.setFields(marksOf(found, language))
    setEntries(found)
  }
  const finish = (values: DeclareValues): void => submit.mutate(toBody(values, zoneOf(values.port)), { onSuccess: () => show([]), onError: (problem) => show(problem.spoken()) })
  const go = (pointer: string): void => {
    const name = formPath(pointer)
    const field = form.getFieldInstance(name as never) as { focus?: () => void } | undefined
    form.scrollToField(name as never, { block: 'center' })
    if (field?.focus !== undefined) field.focus()
    else document.getElementById(sectionOf(pointer))?.scrollIntoView()
  }

  const fill = (sample: DeclareValues): void => {
    setEntries([])
    form.resetFields()
    form.setFieldsValue({ ...fresh, ...sample })
  }
  const another = (): void => {
    submit.reset()
    form.resetFields()
  }

  const values = Form.useWatch((all: DeclareValues) => all, form) as DeclareValues | undefined
  const question = values === undefined ? '' : questionOf(values, zoneOf(values.port))

  if (submit.data !== undefined) return <AcceptedPanel accepted={submit.data} onNext={another} />
  return (
    <>
      <PageHead title={t('declare.title')} lead={t('declare.lead')}>
        <SamplePicker declarant={actor.enterprise ?? ''} onChoose={fill} />
      </PageHead>
      <ErrorSummary entries={entries} onGo={go} nameOf={(pointer) => placeName(pointer, t)} />
      <Form<DeclareValues> form={form} layout="vertical" initialValues={fresh} onFinish={finish} scrollToFirstError name="declare" className="declare">
        <DeclareSections />
        <aside className="declare-side no-print">
          <div className="panel panel-body stack">
            <ul className="declare-toc">
              {sections.map((section) => {
                const count = entries.filter((entry) => sectionOf(entry.pointer) === section).length
                return (
                  <li key={section}>
                    <a href={`#${section}`}>
                      {t(`declare.section.${section}`)}
                      {count === 0 ? null : <span className="n">{count}</span>}
                    </a>
                  </li>
                )
              })}
            </ul>
            <Button type="primary" size="large" block htmlType="submit" loading={submit.isPending}>
              {t('declare.submit')}
            </Button>
            <p className="small quiet">{t('declare.submitNote')}</p>
          </div>
          <PreviewPart body={question} />
        </aside>
      </Form>
    </>
  )
}

/** The refusals by field, several on one field together, as the form takes them. */
function marksOf(entries: readonly ProblemEntry[], language: 'zh' | 'en'): { name: never; errors: string[] }[] {
  const marks = new Map<string, string[]>()
  for (const entry of entries) if (entry.pointer !== '') marks.set(entry.pointer, [...(marks.get(entry.pointer) ?? []), entry.message[language]])
  return [...marks].map(([pointer, errors]) => ({ name: formPath(pointer) as never, errors }))
}

/** `/items/0/hs` as the reader knows it: `Goods 1 · Commodity code`. */
function placeName(pointer: string, t: ReturnType<typeof useTexts>['t']): string | undefined {
  const { lines, field } = placeOf(pointer)
  const words = [...lines.map(({ name, n }) => t(`declare.${name}`, { n })), ...(field === undefined ? [] : [t(`field.${field}`)])]
  return words.length === 0 ? undefined : words.join(' · ')
}

function AcceptedPanel({ accepted, onNext }: { readonly accepted: Accepted; readonly onNext: () => void }) {
  const { t } = useTexts()
  const name = usePackName()
  return (
    <>
      <PageHead title={t('declare.accepted')} lead={t('declare.acceptedLead')} />
      <section className="panel panel-body stack wide" role="status">
        <dl className="facts">
          <div>
            <dt>{t('field.declarationNumber')}</dt>
            <dd className="code strong">{accepted.number}</dd>
          </div>
          <div>
            <dt>{t('field.status')}</dt>
            <dd>
              <StatusPill state={accepted.status} />
            </dd>
          </div>
          <div>
            <dt>{t('field.releaseMode')}</dt>
            <dd>{name('releaseModes', accepted.releaseMode)}</dd>
          </div>
        </dl>
        <div className="row">
          <Link to="/declarations/$id" params={{ id: accepted.id }} className="go">
            {t('declare.openCase')}
          </Link>
          <Button onClick={onNext}>{t('declare.another')}</Button>
        </div>
      </section>
    </>
  )
}
