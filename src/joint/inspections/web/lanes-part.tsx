import { Button } from 'antd'
import { useCodeName, useTexts } from '../../../web/i18n/i18n.ts'
import { distance } from '../../../web/i18n/time.ts'
import { Due, Moment } from '../../../web/kit/moment.tsx'
import { useNow } from '../../../web/kit/now.ts'
import { Parties } from '../../../web/reference/party.tsx'
import { usePackName } from '../../../web/reference/reference.ts'
import { Answers } from './answers.tsx'
import type { CollisionView, MeetingView, NearMissView } from './collision-view.ts'
import type { InspectionView } from './inspection-view.ts'
import { inLane, isLate, lanes, type Lane } from './lanes.ts'

/** The board by state: a lane for each, near-misses first. */
export function Lanes({ inspections, collisions, misses, more, onOpen }: {
  readonly inspections: readonly InspectionView[]
  readonly collisions: readonly CollisionView[]
  readonly misses: readonly NearMissView[]
  readonly more: Readonly<Record<Lane, (() => void) | undefined>>
  readonly onOpen: (id: string) => void
}) {
  const { t } = useTexts()
  return (
    <div className="board" role="region" aria-label={t('board.title')} tabIndex={0}>
      {misses.length === 0 ? null : (
        <section className="lane near" aria-labelledby="lane-near">
          <h2 id="lane-near">
            {t('board.lane.near')} <span className="n">{misses.length}</span>
          </h2>
          <ul>
            {misses.map((miss) => (
              <li key={miss.id}>
                <NearMiss miss={miss} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {lanes.map((lane) => {
        const there = inLane(inspections, lane)
        return (
          <section key={lane} className={`lane ${lane}`} aria-labelledby={`lane-${lane}`}>
            <h2 id={`lane-${lane}`}>
              {t(`board.lane.${lane}`)} <span className="n">{more[lane] === undefined ? there.length : t('board.andMore', { count: there.length })}</span>
            </h2>
            {there.length === 0 ? <p className="quiet small lane-empty">{t('board.laneEmpty')}</p> : null}
            <ul>
              {there.map((inspection) => (
                <li key={inspection.id}>
                  <Card inspection={inspection} lane={lane} collision={collisions.find((collision) => collision.id === inspection.collision)} onOpen={onOpen} />
                </li>
              ))}
            </ul>
            {more[lane] === undefined ? null : (
              <Button size="small" className="no-print" onClick={more[lane]}>
                {t('grid.more')}
              </Button>
            )}
          </section>
        )
      })}
    </div>
  )
}

function Card({ inspection, lane, collision, onOpen }: { readonly inspection: InspectionView; readonly lane: Lane; readonly collision: CollisionView | undefined; readonly onOpen: (id: string) => void }) {
  const { t, list } = useTexts()
  const code = useCodeName()
  const name = usePackName()
  const now = useNow()
  const late = isLate(inspection, now)
  const [meeting] = collision?.explanation ?? []
  return (
    <button type="button" className={`card ${inspection.kind} ${late ? 'late' : ''}`} onClick={() => onOpen(inspection.id)}>
      <span className="row spread">
        <Parties codes={inspection.tasks.map((task) => task.agency)} />
        {inspection.kind === 'joint' ? null : <span className="small quiet">{code('inspectionKind', inspection.desk ? 'desk' : inspection.kind)}</span>}
      </span>
      <span className="row spread">
        <span className="code strong card-object">{inspection.object.ref}</span>
        <span className="small quiet code">{inspection.parties.join(' ')}</span>
      </span>
      <span className="sub">{list(methodsOf(inspection).map((method) => name('methods', method)))}</span>
      {meeting === undefined || lane !== 'proposed' ? null : <MeetingLine meeting={meeting} />}
      <span className="row spread small">
        {inspection.slot !== undefined && lane !== 'closed' ? (
          <span className={late ? 'due late' : ''}>
            <Moment at={inspection.slot.from} short />–<Moment at={inspection.slot.to} short /> {inspection.site}
          </span>
        ) : lane === 'closed' ? (
          <span className="quiet">
            {t('board.closedAt')} <Moment at={inspection.closedAt} short />
          </span>
        ) : (
          <span>
            <span className="quiet">{t('board.needed')}</span> <Due at={inspection.window.to} />
          </span>
        )}
        <Answers inspection={inspection} />
      </span>
    </button>
  )
}

/** What is to be done, each method once, whoever asked for it. */
function methodsOf(inspection: InspectionView): readonly string[] {
  return [...new Set(inspection.tasks.flatMap((task) => task.duties.filter((duty) => duty.kind === 'method').map((duty) => duty.code)))]
}

/** Why two directives met, in one line: the object they share, how far apart, by which rule. */
export function MeetingLine({ meeting }: { readonly meeting: MeetingView }) {
  const { t } = useTexts()
  const span = useSpan()
  const code = useCodeName()
  return (
    <span className="sub">
      {meeting.distance === 0
        ? t('board.metAtOnce', { kind: code('objectKind', meeting.object.kind), within: span(meeting.within) })
        : t('board.met', { kind: code('objectKind', meeting.object.kind), distance: span(meeting.distance), within: span(meeting.within) })}{' '}
      · {meeting.rule.id} v{meeting.rule.version}
    </span>
  )
}

function NearMiss({ miss }: { readonly miss: NearMissView }) {
  const { t } = useTexts()
  const span = useSpan()
  const code = useCodeName()
  const name = usePackName()
  return (
    <div className="card miss" title={miss.agencies.map((agency) => name('agencies', agency)).join(' / ')}>
      <Parties codes={[...new Set(miss.agencies)]} />
      <span className="code strong card-object">{miss.refs[0] ?? miss.object.key}</span>
      <span className="small">
        {code('nearMiss', miss.failed)}
        {miss.failed === 'time' && miss.within !== undefined ? ` · ${t('board.apart', { distance: span(miss.distance), within: span(miss.within) })}` : ''}
      </span>
    </div>
  )
}

/** A span in the unit people would use: `70 分钟`, `25 h`. */
export function useSpan(): (milliseconds: number) => string {
  const { t } = useTexts()
  return (milliseconds) => {
    const { value, unit } = distance(0, milliseconds)
    return t(`span.${unit}`, { count: value })
  }
}
