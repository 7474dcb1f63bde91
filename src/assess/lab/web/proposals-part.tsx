import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { get, type Page } from '../../../web/api/client.ts'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { Moment } from '../../../web/kit/moment.tsx'
import { Pill } from '../../../web/kit/pill.tsx'
import type { ProposalView } from '../../../registry/register/proposal-view.ts'
import './lab.css'

export type Proposal = ProposalView & { readonly mayAgree: boolean }

/** The newest 200 proposals to change a register of rules, each with whether the reader may agree to it. */
export function useProposals(register: string) {
  return useQuery({
    queryKey: ['register', register, 'proposals'],
    queryFn: ({ signal }) => get<Page<Proposal>>(`/registers/${register}/proposals`, { limit: 200 }, signal),
    meta: { subjects: ['register', 'table'] },
  })
}

const tones = { proposed: 'warn', agreed: 'good', declined: 'idle' } as const

/** What is proposed in a register of rules and waits for a second person, and what became of the rest; nothing where there never was any. */
export function ProposalsPart({ register }: { readonly register: string }) {
  const { t } = useTexts()
  const items = useProposals(register).data?.items ?? []
  return (
    <section className="panel" aria-labelledby="register-proposals">
      <div className="panel-head"><h2 id="register-proposals">{t('lab.proposals.title')}</h2></div>
      <div className="panel-body stack tight">
        <p className="small quiet">{t('lab.proposals.lead')}</p>
        {items.length === 0 ? null : (
          <ul className="lab-acts">
            {items.slice(0, 20).map((one) => (
              <li key={one.number}>
                <Pill tone={tones[one.state]}>{t(`lab.proposals.state.${one.state}`)}</Pill>{' '}
                <Link to="/registers/$name/proposals/$number" params={{ name: register, number: String(one.number) }}>
                  <strong className="code">{one.key}</strong> · {t(`lab.proposals.kind.${one.kind}`)}
                </Link>{' '}
                <span className="small quiet">{one.author} · <Moment at={one.proposedAt} /> · {one.reason}</span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  )
}
