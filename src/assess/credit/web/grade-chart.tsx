import { useTexts } from '../../../web/i18n/i18n.ts'
import { useReference } from '../../../web/reference/reference.ts'
import type { CreditView } from './credit-views.ts'
import { useGradeTone } from './grade-mark.tsx'

const [width, left, right, lane, top, foot] = [960, 64, 20, 34, 30, 30]
const dayMs = 86_400_000
const at = (day: string): number => Date.parse(`${day}T00:00:00Z`)

/** The grade over time as steps: what was, and after today what comes of itself. Happenings stand on the line of the grade they met. */
export function GradeChart({ record, today }: { readonly record: CreditView; readonly today: string }) {
  const { t } = useTexts()
  const { creditGrades } = useReference()
  const tone = useGradeTone()
  const periods = record.periods ?? []
  const first = periods[0]
  if (first === undefined) return null
  const named = creditGrades.map(({ code }) => code)
  const grades = named.length > 0 ? named : [...new Set(periods.map(({ grade }) => grade))]
  const now = at(today)
  const begin = Math.max(at(first.from), now - 5 * 365 * dayMs)
  const lastChange = periods.reduce((latest, { from }) => Math.max(latest, at(from)), now)
  const end = Math.max(now + 180 * dayMs, Math.min(lastChange + 90 * dayMs, now + 3 * 365 * dayMs))
  const x = (moment: number): number => left + ((Math.min(Math.max(moment, begin), end) - begin) / (end - begin)) * (width - left - right)
  const y = (grade: string): number => top + lane * (Math.max(0, grades.indexOf(grade)) + 0.5)
  const height = top + lane * grades.length + foot
  const steps = periods.filter(({ to }) => to === undefined || at(to) > begin)
  const gradeOf = (day: string): string => steps.findLast(({ from }) => from <= day)?.grade ?? first.grade
  const years = Array.from({ length: new Date(end).getUTCFullYear() - new Date(begin).getUTCFullYear() }, (_, n) => new Date(begin).getUTCFullYear() + n + 1)
  const changes = periods.filter(({ from, grade }, n) => n > 0 && from <= today && grade !== periods[n - 1]?.grade).length
  return (
    <figure className="panel credit-figure">
      <figcaption className="panel-head">
        <h2>{t('credit.chart')}</h2>
      </figcaption>
      <div className="grade-chart" tabIndex={0} role="region" aria-label={t('credit.chart')}>
        <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={t('credit.chartSaid', { grade: record.grade, count: changes, from: first.from })}>
          {grades.map((grade) => (
            <g key={grade}>
              <line className="lane" x1={left} x2={width - right} y1={y(grade)} y2={y(grade)} />
              <text className="lane-name" x={left - 14} y={y(grade) + 4} textAnchor="end">{grade}</text>
            </g>
          ))}
          {years.map((year) => (
            <g key={year}>
              <line className="year" x1={x(Date.UTC(year, 0, 1))} x2={x(Date.UTC(year, 0, 1))} y1={top} y2={height - foot} />
              <text className="year-name" x={x(Date.UTC(year, 0, 1))} y={height - 8} textAnchor="middle">{year}</text>
            </g>
          ))}
          <rect className="ahead" x={x(now)} y={top} width={width - right - x(now)} height={lane * grades.length} />
          {steps.map(({ from, to, grade }, n) => {
            const [start, stop] = [at(from), to === undefined ? end : at(to)]
            const before = steps[n - 1]
            return (
              <g key={from} className={`step tone-line-${tone(grade)}`}>
                {before === undefined || before.grade === grade ? null : <line className="riser" x1={x(start)} x2={x(start)} y1={y(before.grade)} y2={y(grade)} />}
                {start < now ? <line x1={x(start)} x2={x(Math.min(stop, now))} y1={y(grade)} y2={y(grade)} /> : null}
                {stop > now ? <line className="to-come" x1={x(Math.max(start, now))} x2={x(stop)} y1={y(grade)} y2={y(grade)} /> : null}
              </g>
            )
          })}
          {(record.reasons ?? []).filter(({ occurredOn, why, effect }) => at(occurredOn) >= begin && why !== 'struck' && effect !== 'grant').map(({ event, occurredOn, effect, name }) => (
            <circle key={event} className={`happening ${effect}`} cx={x(at(occurredOn))} cy={y(gradeOf(occurredOn))} r={5}>
              <title>{`${occurredOn} ${name.en} ${name.zh}`}</title>
            </circle>
          ))}
          <line className="now" x1={x(now)} x2={x(now)} y1={top - 8} y2={height - foot + 4} />
          <text className="now-name" x={x(now)} y={16} textAnchor="middle">{t('credit.chartNow')}</text>
        </svg>
      </div>
      <details className="panel-body">
        <summary>{t('credit.periods')}</summary>
        <ul className="credit-periods">
          {periods.map(({ from, to, grade, score }) => (
            <li key={from}>
              <span className="code">{from} – {to ?? '…'}</span> <strong>{grade}</strong> <span className="quiet">{score}</span>
            </li>
          ))}
        </ul>
      </details>
    </figure>
  )
}
