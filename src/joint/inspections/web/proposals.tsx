import { useTexts } from '../../../web/i18n/i18n.ts'
import { hourMinute, toWallField, wallClock } from '../../../web/i18n/time.ts'
import { Party } from '../../../web/reference/party.tsx'
import { usePort } from '../../../web/reference/port.ts'
import { useCrewName, useSites } from '../../../web/reference/resources.ts'
import type { InspectionView } from './inspection-view.ts'

type Proposal = NonNullable<InspectionView['proposals']>[number]

/** What a proposal puts into the form: time, place, and the own crew where the calendars gave one. */
export function takeProposal(proposal: Proposal, timeZone: string, agency: string | undefined): { from: string; to: string; site: string; crew?: readonly string[] } {
  const crew = agency === undefined ? undefined : proposal.crews?.[agency]
  return { from: toWallField(proposal.from, timeZone), to: toWallField(proposal.to, timeZone), site: proposal.site, ...(crew === undefined ? {} : { crew }) }
}

/** Times and places that suit every side, with the crew each could send (JI-07, JI-21); one press fills the form. */
export function Proposals({ inspection, taken, onTake }: {
  readonly inspection: InspectionView
  /** Whether the form holds this one. */
  readonly taken: (proposal: Proposal) => boolean
  readonly onTake: (proposal: Proposal) => void
}) {
  const { t, list } = useTexts()
  const { timeZone } = usePort()
  const { proposals = [] } = inspection
  const sites = useSites(inspection.port)
  const person = useCrewName(inspection.port)
  if (proposals.length === 0) return <p className="small quiet proposals">{t('arrange.noneSuits')}</p>
  const days = [...new Set(proposals.map((proposal) => wallClock(proposal.from, timeZone).slice(0, 10)))]
  return (
    <div className="stack tight proposals" role="group" aria-label={t('act.proposals')}>
      <span className="small quiet">{t('act.proposals')}</span>
      {days.map((day) => (
        <div key={day} className="stack tight">
          <b className="small">{day}</b>
          <ul className="choices-grid">
            {proposals
              .filter((proposal) => wallClock(proposal.from, timeZone).startsWith(day))
              .map((proposal) => (
                <li key={`${proposal.site} ${proposal.from}`}>
                  <button type="button" className="proposal" aria-pressed={taken(proposal)} onClick={() => onTake(proposal)}>
                    <span className="strong">
                      {hourMinute(proposal.from, timeZone)}–{hourMinute(proposal.to, timeZone)}
                    </span>
                    <span className="small">{sites.find((site) => site.value === proposal.site)?.label ?? proposal.site}</span>
                    {Object.entries(proposal.crews ?? {}).map(([agency, crew]) => (
                      <span key={agency} className="small nowrap">
                        <Party code={agency} /> {list(crew.map(person))}
                      </span>
                    ))}
                  </button>
                </li>
              ))}
          </ul>
        </div>
      ))}
    </div>
  )
}
