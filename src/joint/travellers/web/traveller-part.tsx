import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { send, type Page } from '../../../web/api/client.ts'
import { pointerPath, type ProblemEntry } from '../../../web/api/problem.ts'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { useCommand } from '../../../web/kit/command.ts'
import { ErrorSummary } from '../../../web/kit/error-summary.tsx'
import { Moment } from '../../../web/kit/moment.tsx'
import { Party } from '../../../web/reference/party.tsx'
import { usePort } from '../../../web/reference/port.ts'

interface Values {
  readonly traveller: string
  readonly inspection: string
  readonly purpose: string
}

interface Known {
  readonly id: string
  readonly agency: string
  readonly articles: readonly string[]
  readonly content: Readonly<Record<string, string>>
  readonly at: string
}

/** What the agencies know of a traveller: only for a joint case under way and a purpose, and every look is on the record (JI-12). */
export function TravellerPart() {
  const { t } = useTexts()
  const port = usePort()
  const [form] = Form.useForm<Values>()
  const [entries, setEntries] = useState<readonly ProblemEntry[]>([])
  const [known, setKnown] = useState<readonly Known[]>()
  const ask = useCommand<object, Page<Known>>((body, key) => send('/travellers/query', body, { key }), { touches: ['data-query'], done: ({ items }) => setKnown(items) })
  const finish = (values: Values): void => {
    setKnown(undefined)
    const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== ''))
    ask.mutate({ port: port.code, ...given }, { onSuccess: () => setEntries([]), onError: (problem) => setEntries(problem.spoken()) })
  }
  return (
    <section className="panel no-print" aria-labelledby="traveller-title">
      <div className="panel-head">
        <h2 id="traveller-title">{t('exchange.ofTraveller')}</h2>
      </div>
      <Form<Values> form={form} name="ask-traveller" layout="vertical" requiredMark={false} className="panel-body" onFinish={finish}>
        <p className="quiet">{t('exchange.travellerLead')}</p>
        <ErrorSummary entries={entries} onGo={(pointer) => form.scrollToField(pointerPath(pointer) as never, { focus: true })} />
        <div className="two">
          <Form.Item name="traveller" label={t('exchange.traveller')}>
            <Input className="code" maxLength={100} autoComplete="off" />
          </Form.Item>
          <Form.Item name="inspection" label={t('exchange.inspection')}>
            <Input className="code" maxLength={36} autoComplete="off" spellCheck={false} />
          </Form.Item>
        </div>
        <Form.Item name="purpose" label={t('exchange.purpose')}>
          <Input maxLength={200} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={ask.isPending}>
          {t('exchange.ask')}
        </Button>
      </Form>
      {known === undefined ? null : (
        <div className="panel-body stack" aria-live="polite">
          {known.length === 0 ? <p className="quiet">{t('exchange.nothingKnown')}</p> : null}
          {known.map((one) => (
            <article key={one.id} className="stack tight">
              <span className="row">
                <Party code={one.agency} /> <Moment at={one.at} />
              </span>
              <p>{[...one.articles, ...Object.values(one.content)].join(' · ')}</p>
            </article>
          ))}
        </div>
      )}
    </section>
  )
}
