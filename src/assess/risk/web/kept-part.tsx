import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { Due } from '../../../web/kit/moment.tsx'
import { Pill } from '../../../web/kit/pill.tsx'
import { useActor, useHasRole } from '../../../web/session/session.ts'
import type { HoldView } from '../views.ts'
import { WhyModal } from './alerts-part.tsx'
import { Folded } from './folded.tsx'

/** A consignment that a rule keeps. */
export interface KeptGoods {
  readonly port: string
  readonly hold: string
  readonly declaration: string
  readonly number: string
  readonly state: 'held' | 'queued' | 'lifted' | 'kept'
  readonly since: string
}

const tone = { queued: 'bad', held: 'warn', kept: 'idle', lifted: 'good' } as const

/** What rules keep; those whose rule has ended stand first and wait for an officer. */
export function Kept({ goods, holds }: { readonly goods: readonly KeptGoods[]; readonly holds: readonly HoldView[] }) {
  const { t } = useTexts()
  return (
    <section className="panel" aria-labelledby="risk-kept-title">
      <div className="panel-head">
        <h2 id="risk-kept-title">{t('risk.kept')}</h2>
        <span className="quiet small">{t('risk.keptNote')}</span>
      </div>
      {goods.length === 0 ? (
        <p className="panel-body quiet">{t('risk.noneKept')}</p>
      ) : (
        <Folded most={8} count={goods.length}>
          {(shown) => <ul className="risk-kept">{goods.slice(0, shown).map((one) => <One key={`${one.hold} ${one.declaration}`} one={one} hold={holds.find(({ id }) => id === one.hold)} />)}</ul>}
        </Folded>
      )}
    </section>
  )
}

function One({ one, hold }: { readonly one: KeptGoods; readonly hold: HoldView | undefined }) {
  const { t } = useTexts()
  const actor = useActor()
  const officer = useHasRole('officer', 'coordinator', 'headquarters')
  const [asked, setAsked] = useState<'lift' | 'keep' | undefined>(undefined)
  const may = officer && hold !== undefined && (actor.agency === undefined || actor.agency === hold.agency)
  return (
    <li>
      <span className="grow">
        <Link to="/declarations/$id" params={{ id: one.declaration }} className="strong code">{one.number}</Link>
        <span className="sub">{hold === undefined ? '' : `${hold.label} ${hold.title}`}</span>
      </span>
      <Pill tone={tone[one.state]}>{t(`risk.keptState.${one.state}`)}</Pill>
      <Due at={one.since} done />
      {!may ? null : (
        <span className="row nowrap no-print">
          <Button size="small" aria-label={`${t('risk.lift')} ${one.number}`} onClick={() => setAsked('lift')}>{t('risk.lift')}</Button>
          {one.state === 'kept' ? null : <Button size="small" aria-label={`${t('risk.keep')} ${one.number}`} onClick={() => setAsked('keep')}>{t('risk.keep')}</Button>}
        </span>
      )}
      <WhyModal open={asked !== undefined} title={`${t(asked === 'keep' ? 'risk.keep' : 'risk.lift')} ${one.number}`} path={`/hold-rules/${one.hold}/held/${one.port}/${one.declaration}`} more={{ decision: asked }} close={() => setAsked(undefined)} />
    </li>
  )
}
