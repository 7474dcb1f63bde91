import { useQuery } from '@tanstack/react-query'
import { Button, Form, Input } from 'antd'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { Failure, Loading } from '../../../web/kit/blank.tsx'
import { useCommand } from '../../../web/kit/command.ts'
import { ErrorSummary } from '../../../web/kit/error-summary.tsx'
import { Moment } from '../../../web/kit/moment.tsx'
import { Pill } from '../../../web/kit/pill.tsx'
import { send } from '../../../web/api/client.ts'
import { effectTones, type Tone } from '../../../web/kit/tones.ts'
import { Party } from '../../../web/reference/party.tsx'
import { usePackName, useReference } from '../../../web/reference/reference.ts'
import { useActor, useHasRole } from '../../../web/session/session.ts'
import { resultsQuery, sharesQuery, type Result, type ShareView } from './queries.ts'

const outcomeTones: Readonly<Record<string, Tone>> = { clear: 'good', problem: 'bad', 'not-looked': 'warn' }

/** What was found, who relies on it, and who reads it in place of a look of its own (LB-02, LB-07, DC-11). Nothing before there is something to say. */
export function ResultsPart({ inspection, closed }: { readonly inspection: string; readonly closed: boolean }) {
  const { t } = useTexts()
  const shares = useQuery(sharesQuery(inspection))
  if (!closed && (shares.data?.items.length ?? 0) === 0) return null
  return (
    <section className="panel" aria-labelledby="results-title">
      <div className="panel-head">
        <h2 id="results-title">{t('results.title')}</h2>
      </div>
      <div className="panel-body stack">
        {shares.data?.items.map((share) => (
          <ShareLine key={share.agency} share={share} />
        ))}
        {closed ? <Results inspection={inspection} brief /> : <p className="quiet">{t('results.notYet')}</p>}
      </div>
    </section>
  )
}

/** Who was given the results, when, and what it had asked for. */
function ShareLine({ share }: { readonly share: ShareView }) {
  const { t, list } = useTexts()
  const name = usePackName()
  return (
    <div className="notice-strip" role="note">
      <span className="row">
        <Party code={share.agency} />
        <b>{t('results.given', { agency: name('agencies', share.agency) })}</b>
        <Moment at={share.at} />
      </span>
      <span className="sub">{t('results.givenWhy', { by: share.by, methods: list(share.methods.map((method) => name('methods', method))) })}</span>
    </div>
  )
}

/** The results one agency beside the other; `brief` where their checks and decisions stand on the page already. */
export function Results({ inspection, brief = false }: { readonly inspection: string; readonly brief?: boolean }) {
  const { t } = useTexts()
  const found = useQuery(resultsQuery(inspection))
  if (found.error !== null) return <Failure error={found.error} retry={() => void found.refetch()} />
  if (found.data === undefined) return <Loading rows={3} />
  if (found.data.items.length === 0) return <p className="quiet">{t('results.none')}</p>
  return (
    <div className="sides">
      {[...found.data.items].sort((a, b) => a.agency.localeCompare(b.agency)).map((result) => (
        <ResultCard key={result.id} result={result} brief={brief} />
      ))}
    </div>
  )
}

function ResultCard({ result, brief }: { readonly result: Result; readonly brief: boolean }) {
  const { t } = useTexts()
  const name = usePackName()
  const { methods } = useReference()
  const actor = useActor()
  const official = useHasRole('officer', 'coordinator')
  const relied = result.adoptions?.some((adoption) => adoption.adopter === actor.agency) === true
  return (
    <div className={`side ${result.agency === actor.agency ? 'mine' : ''}`}>
      <span className="row spread">
        <span className="row">
          <Party code={result.agency} />
          <b>{name('agencies', result.agency)}</b>
        </span>
        {result.outcome === undefined ? null : <Pill tone={outcomeTones[result.outcome] ?? 'idle'}>{t(`results.outcome.${result.outcome}`)}</Pill>}
      </span>
      {brief ? null : (
        <ul className="duties">
          {result.checks?.map((check) => (
            <li key={check.code} className={`duty ${check.outcome}`}>
              <span className="box" aria-hidden="true" />
              <span>
                {methods.some((method) => method.code === check.code) ? name('methods', check.code) : check.code}
                {check.note === undefined ? null : <span className="sub">{check.note}</span>}
              </span>
              <span className="small quiet nowrap">{t(`session.outcome.${check.outcome}`)}</span>
            </li>
          ))}
        </ul>
      )}
      {brief || result.disposition === undefined ? null : (
        <span>
          <Pill tone={effectTones[result.effect ?? ''] ?? 'idle'}>{name('dispositions', result.disposition)}</Pill>
        </span>
      )}
      {result.adoptions?.map((adoption) => (
        <p key={adoption.id} className="small">
          <Party code={adoption.adopter} /> {t('results.adopted', { purpose: adoption.purpose, liable: name('agencies', adoption.liable) })} <Moment at={adoption.at} />
        </p>
      ))}
      {official && actor.agency !== undefined && actor.agency !== result.agency && !relied && result.outcome !== 'not-looked' ? <AdoptForm result={result} /> : null}
    </div>
  )
}

/** Relying on another agency's result instead of looking again; who inspected stays liable (LB-07). */
function AdoptForm({ result }: { readonly result: Result }) {
  const { t } = useTexts()
  const adopt = useCommand<{ readonly purpose?: string }, Result>((body, key) => send(`/results/${result.id}/adopt`, body, { key }), { touches: ['result'] })
  return (
    <details className="no-print">
      <summary>{t('results.adopt')}</summary>
      <Form<{ purpose: string }> name={`adopt-${result.agency}`} layout="vertical" requiredMark={false} onFinish={({ purpose }) => adopt.mutate({ purpose })}>
        {adopt.error === null ? null : <ErrorSummary entries={adopt.error.spoken()} title={t('session.refused')} />}
        <Form.Item name="purpose" label={t('results.purpose')} extra={t('results.purposeHelp')} rules={[{ required: true, whitespace: true, message: t('results.purposeMissing') }]}>
          <Input maxLength={500} />
        </Form.Item>
        <Button htmlType="submit" loading={adopt.isPending}>
          {t('results.adopt')}
        </Button>
      </Form>
    </details>
  )
}
