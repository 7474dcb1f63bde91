import { Button } from 'antd'
import { useState } from 'react'
import { send } from '../../../web/api/client.ts'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { useCommand } from '../../../web/kit/command.ts'
import { Due } from '../../../web/kit/moment.tsx'
import { Pill } from '../../../web/kit/pill.tsx'
import { Table } from '../../../web/kit/table.tsx'
import { Party } from '../../../web/reference/party.tsx'
import { useActor, useHasRole } from '../../../web/session/session.ts'
import type { HoldView } from '../views.ts'
import { WhyModal } from './alerts-part.tsx'
import { ScopeChips } from './scope-chips.tsx'

/** Hold rules: in force, waiting for a second person, ended; with what they hit, keep, and found among what was before them. */
export function Holds({ holds }: { readonly holds: readonly HoldView[] }) {
  const { t } = useTexts()
  return (
    <section className="panel" aria-labelledby="risk-holds-title">
      <div className="panel-head">
        <h2 id="risk-holds-title">{t('risk.holds')}</h2>
        <span className="quiet small">{t('risk.holdsNote')}</span>
      </div>
      {holds.length === 0 ? (
        <p className="panel-body quiet">{t('risk.noHolds')}</p>
      ) : (
        <Table
          label={t('risk.holds')} box="risk-holds"
          heads={[t('risk.rule'), t('risk.scopeTitle'), t('risk.measureTitle'), { right: t('risk.hits') }, { right: t('risk.keeps') }, t('risk.before'), t('risk.ends'), t('risk.standing')]}
        >
          {holds.map((hold) => <Row key={hold.id} hold={hold} />)}
        </Table>
      )}
    </section>
  )
}

function Row({ hold }: { readonly hold: HoldView }) {
  const { t } = useTexts()
  const actor = useActor()
  const may = useHasRole('officer', 'coordinator', 'headquarters')
  const [ending, setEnding] = useState(false)
  const answer = useCommand<object, HoldView>((body, key) => send(`/hold-rules/${hold.id}/answer`, body, { key }), { touches: ['hold-rule'] })
  const over = hold.state === 'in-force' && Date.parse(hold.validTo) <= Date.now()
  const { trace } = hold
  return (
    <tr>
      <td>
        <b className="code">{hold.label}</b> {hold.title}
        <span className="sub">{hold.source === 'officer' ? t('risk.source.officer') : hold.source} · {hold.created.name}{hold.approved === null ? '' : ` + ${hold.approved.name}`}</span>
      </td>
      <td><ScopeChips scope={hold.scope} /></td>
      <td className="nowrap">{t(`risk.measure.${hold.measure ?? 'hold'}`)} {hold.agency === null ? null : <Party code={hold.agency} />}</td>
      <td className="right">{hold.hits}</td>
      <td className="right">{hold.keeps.held + hold.keeps.queued === 0 ? '—' : hold.keeps.held + hold.keeps.queued}</td>
      <td className="nowrap">
        {trace === null || hold.state !== 'in-force' ? '—' : trace.state === 'running' ? <span className="risk-tracing" role="status">{t('risk.tracing', { seen: trace.seen })}</span> : t('risk.traced', { found: trace.found, seen: trace.seen })}
        {trace !== null && trace.recalls > 0 ? <span className="sub">{t('risk.recalls', { count: trace.recalls })}</span> : null}
      </td>
      <td><Due at={hold.validTo} done={!hold.standing} /></td>
      <td>
        <span className="row nowrap">
          <Pill tone={hold.state === 'proposed' ? 'joint' : hold.state === 'in-force' && !over ? 'good' : 'idle'}>{t(over ? 'risk.holdState.over' : `risk.holdState.${hold.state}`)}</Pill>
          {hold.state === 'proposed' && may && hold.created.by !== actor.id ? <Button size="small" type="primary" loading={answer.isPending} onClick={() => answer.mutate({ agree: true })}>{t('risk.agree')}</Button> : null}
          {(hold.state === 'proposed' || (hold.state === 'in-force' && !over)) && may ? <Button size="small" type="text" aria-label={`${t('risk.end')} ${hold.label}`} onClick={() => setEnding(true)}>{t('risk.end')}</Button> : null}
        </span>
        <WhyModal open={ending} title={`${t('risk.end')} ${hold.label}`} path={`/hold-rules/${hold.id}/withdraw`} close={() => setEnding(false)} />
      </td>
    </tr>
  )
}
