import type { CreditKind, CreditScale } from '../../../kernel/credit-law.ts'
import { must } from '../../../kernel/invariant.ts'
import type { CreditEntry } from './credit-record.ts'
import { kindOn, rankOf, scaleOn, type CreditRules } from './credit-rules.ts'
import { addDays, daysBetween, type Day } from './day.ts'

/** What a happening does to the grade of a day, and why when it does nothing. */
export interface Contribution {
  readonly entry: string
  readonly kind: string
  readonly occurredOn: Day
  readonly effect: CreditKind['effect']
  readonly why: 'counts' | 'struck' | 'expired' | 'ended' | 'superseded' | 'not-yet'
  /** Points it adds or takes on this day. */
  readonly points: number
  /** The best grade there is because of it. */
  readonly ceiling?: string
  /** The first day it weighs less or not at all; absent when nothing changes by itself. */
  readonly until?: Day
}

/** The grade of a day with everything it rests on (RR-11): the same entries and rules always give the same. */
export interface Standing {
  readonly day: Day
  readonly grade: string
  readonly score: number
  /** Version of the scale that graded the day. */
  readonly scale: number
  /** Where counting begins: the latest grant, or what nobody has graded begins with. */
  readonly base: number
  readonly contributions: readonly Contribution[]
  /** Why the grade is not the one the points alone would give. */
  readonly heldBack: readonly { readonly grade: string; readonly by: 'ceiling' | 'not-certified' | 'not-clean'; readonly entry?: string }[]
}

/** An entry with its kind and the day it stops counting by itself: the same for every day that is graded. */
interface Weighed {
  readonly entry: CreditEntry
  readonly kind: CreditKind
  readonly end: Day | undefined
}

const unknownKind = (code: string): CreditKind => ({ code, name: { zh: code, en: code }, effect: 'good', points: 0, clause: 'RR-10', validFrom: 0 as CreditKind['validFrom'] })

function weigh(rules: CreditRules, entry: CreditEntry): Weighed {
  const kind = kindOn(rules, entry.kind, entry.occurredOn) ?? unknownKind(entry.kind)
  return { entry, kind, end: kind.lasts === undefined ? undefined : addDays(entry.occurredOn, kind.lasts) }
}

/** The first day after `day` on which time changes what a happening weighs. */
function nextStep({ entry, kind, end }: Weighed, day: Day): Day | undefined {
  const halved = kind.halves === undefined ? undefined : addDays(entry.occurredOn, (Math.floor(daysBetween(entry.occurredOn, day) / kind.halves) + 1) * kind.halves)
  if (halved === undefined) return end
  return end === undefined || halved < end ? halved : end
}

/** Weight on a day; halvings are exact in binary, so that sums do not depend on their order. */
function pointsOn({ entry, kind }: Weighed, day: Day): number {
  return kind.halves === undefined ? kind.points : kind.points / 2 ** Math.min(20, Math.floor(daysBetween(entry.occurredOn, day) / kind.halves))
}

/** Whether a certification or a good happening has been brought to an end by a later one. */
function isEnded(one: Weighed, standing: readonly Weighed[], day: Day): boolean {
  return standing.some(({ entry, kind }) => kind.ends?.includes(one.entry.kind) === true && entry.occurredOn >= one.entry.occurredOn && entry.occurredOn <= day)
}

/** The grant that holds on a day: the latest; of several of one day the worst. */
function grantOn(rules: CreditRules, standing: readonly Weighed[], day: Day): Weighed | undefined {
  const grants = standing.filter(({ entry, kind }) => kind.effect === 'grant' && entry.grade !== undefined && entry.occurredOn <= day)
  const rank = ({ entry }: Weighed): number => rankOf(rules, entry.grade ?? '')
  return grants.reduce<Weighed | undefined>((best, one) => (best === undefined || one.entry.occurredOn > best.entry.occurredOn || (one.entry.occurredOn === best.entry.occurredOn && rank(one) > rank(best)) ? one : best), undefined)
}

/**
 * The grade of an enterprise on a day (RR-11): points from the latest grant on, plus what each happening adds or takes, graded by the scale in
 * force that day, never better than the ceilings that count. Pure and independent of the order of entries; struck entries count for nothing.
 */
export function gradeOn(rules: CreditRules, entries: readonly CreditEntry[], day: Day): Standing {
  return gradeWeighed(rules, entries.map((entry) => weigh(rules, entry)), day)
}

/** `gradeOn` for many days of the same entries. */
export function gradesOn(rules: CreditRules, entries: readonly CreditEntry[], days: readonly Day[]): Standing[] {
  const all = entries.map((entry) => weigh(rules, entry))
  return days.map((day) => gradeWeighed(rules, all, day))
}

function gradeWeighed(rules: CreditRules, all: readonly Weighed[], day: Day): Standing {
  const scale = scaleOn(rules, day)
  const standing = all.filter(({ entry }) => entry.state !== 'struck')
  const grant = grantOn(rules, standing, day)
  const enders = standing.filter(({ kind }) => kind.ends !== undefined)
  const contributions = all.map((one): Contribution => {
    const { entry, kind, end } = one
    const why =
      entry.state === 'struck' ? 'struck'
      : entry.occurredOn > day ? 'not-yet'
      : end !== undefined && end <= day ? 'expired'
      : kind.effect === 'grant' ? (one === grant ? 'counts' : 'superseded')
      : kind.effect === 'good' && isEnded(one, enders, day) ? 'ended'
      : 'counts'
    const counts = why === 'counts'
    const until = counts ? nextStep(one, day) : undefined
    return {
      entry: entry.id, kind: entry.kind, occurredOn: entry.occurredOn, effect: kind.effect, why, points: counts ? pointsOn(one, day) : 0,
      ...(counts && kind.ceiling !== undefined ? { ceiling: kind.ceiling } : {}), ...(until === undefined ? {} : { until }),
    }
  })
  const base = grant?.entry.grade === undefined ? scale.start : (scale.opening[grant.entry.grade] ?? scale.start)
  const score = Math.max(0, Math.min(scale.most, contributions.reduce((sum, { points }) => sum + points, base)))
  return { day, score, scale: scale.version, base, contributions, ...place(rules, scale, score, { day, standing, grant, contributions }) }
}

interface Seen {
  readonly day: Day
  readonly standing: readonly Weighed[]
  readonly grant: Weighed | undefined
  readonly contributions: readonly Contribution[]
}

/** The first step the score and its conditions reach, below every ceiling. */
function place(rules: CreditRules, scale: CreditScale, score: number, seen: Seen): Pick<Standing, 'grade' | 'heldBack'> {
  const { day, standing, grant, contributions } = seen
  const counting = new Set(contributions.filter(({ why }) => why === 'counts').map(({ entry }) => entry))
  const heldBack: Standing['heldBack'][number][] = []
  for (const step of scale.steps) {
    if (score < step.from) continue
    const capped = contributions.find(({ ceiling }) => ceiling !== undefined && rankOf(rules, ceiling) > rankOf(rules, step.grade))
    const opens = ({ entry, kind }: Weighed): boolean => kind.opens === step.grade && counting.has(entry.id)
    const granted = grant !== undefined && rankOf(rules, grant.entry.grade ?? '') <= rankOf(rules, step.grade) && !isEnded(grant, standing, day)
    const certified = step.certified !== true || granted || standing.some(opens)
    const dirty = step.cleanDays === undefined ? undefined : lastBad(standing, day, step.cleanDays)
    if (capped !== undefined) heldBack.push({ grade: step.grade, by: 'ceiling', entry: capped.entry })
    else if (!certified) heldBack.push({ grade: step.grade, by: 'not-certified' })
    else if (dirty !== undefined) heldBack.push({ grade: step.grade, by: 'not-clean', entry: dirty.entry.id })
    else return { grade: step.grade, heldBack }
  }
  return { grade: must(scale.steps.at(-1), 'a lowest step').grade, heldBack }
}

/** The bad happening that ends last of those within so many days before. */
function lastBad(standing: readonly Weighed[], day: Day, cleanDays: number): Weighed | undefined {
  const since = addDays(day, -cleanDays)
  return standing
    .filter(({ entry, kind }) => kind.effect === 'bad' && entry.occurredOn <= day && entry.occurredOn > since)
    .reduce<Weighed | undefined>((last, one) => (last === undefined || one.entry.occurredOn > last.entry.occurredOn || (one.entry.occurredOn === last.entry.occurredOn && one.entry.id < last.entry.id) ? one : last), undefined)
}

/** Every day on which the grade may change, the earliest first: happenings, the steps of their weight, ends of clean times, versions of the scale. */
export function turningDays(rules: CreditRules, entries: readonly CreditEntry[]): Day[] {
  const days = new Set<Day>()
  for (const { from, to } of rules.scales) {
    days.add(from)
    if (to !== undefined) days.add(to)
  }
  const cleanTimes = new Set(rules.scales.flatMap(({ rule }) => rule.steps.flatMap(({ cleanDays }) => (cleanDays === undefined ? [] : [cleanDays]))))
  for (const entry of entries) {
    const one = weigh(rules, entry)
    days.add(entry.occurredOn)
    if (one.end !== undefined) days.add(one.end)
    if (one.kind.effect === 'bad') for (const count of cleanTimes) days.add(addDays(entry.occurredOn, count))
    if (one.kind.halves !== undefined) {
      const last = one.kind.lasts ?? one.kind.halves * 20
      for (let age = one.kind.halves; age <= last; age += one.kind.halves) days.add(addDays(entry.occurredOn, age))
    }
  }
  return [...days].sort()
}
