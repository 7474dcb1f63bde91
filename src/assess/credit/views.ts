import { z } from 'zod'
import type { CreditKind, CreditMeasure } from '../../kernel/credit-law.ts'
import { inForce, toIso, type Instant } from '../../kernel/instant.ts'
import type { CreditLawNow } from './credit-law.ts'
import type { CreditEntry } from './domain/credit-record.ts'
import { kindOn } from './domain/credit-rules.ts'
import { dayOf, type Day } from './domain/day.ts'
import type { Standing } from './domain/grade-on.ts'
import type { GradePeriod } from './domain/grade-periods.ts'
import type { CreditSight } from './domain/permissions.ts'
import type { Recovery } from './domain/recovery.ts'
import type { StoredPeriod } from './store.ts'

const Text = z.strictObject({ zh: z.string(), en: z.string() })
const CalendarDay = z.iso.date()

export const EvidenceShape = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('file'), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  z.strictObject({ kind: z.literal('case'), ref: z.string().trim().min(1).max(200) }),
])

const KindView = z.strictObject({
  code: z.string(), name: Text, effect: z.enum(['good', 'bad', 'grant']), points: z.number(), lasts: z.number().optional(), halves: z.number().optional(), ceiling: z.string().optional(),
  remedy: Text.optional(), clause: z.string(),
})

const ReasonView = z.strictObject({
  event: z.uuid(), kind: z.string(), name: Text, occurredOn: CalendarDay, effect: z.enum(['good', 'bad', 'grant']), why: z.enum(['counts', 'struck', 'expired', 'ended', 'superseded', 'not-yet']), points: z.number(),
  ceiling: z.string().optional(), until: CalendarDay.optional(), clause: z.string(),
})

const EventView = z.strictObject({
  id: z.uuid(), kind: z.string(), name: Text, occurredOn: CalendarDay, state: z.enum(['recorded', 'appealed', 'upheld', 'struck', 'expired']), case: z.string().optional(), grade: z.string().optional(), appeal: z.uuid().optional(),
  recordedAt: z.iso.datetime(), sources: z.array(z.strictObject({ source: z.string(), reference: z.string(), at: z.iso.datetime(), note: z.string().optional(), by: z.string().optional(), evidence: z.array(EvidenceShape) })),
  mayAppeal: z.boolean(),
  /** Where the appeal against it stands: who decides, and until when. */
  underAppeal: z.strictObject({ state: z.string(), stateTitle: Text, decidedBy: z.string(), due: z.iso.datetime().optional(), overdue: z.boolean() }).optional(),
})

const PeriodView = z.strictObject({ from: CalendarDay, to: CalendarDay.optional(), grade: z.string(), score: z.number() })
const MeasureView = z.strictObject({ code: z.string(), effect: z.enum(['benefit', 'burden']), name: Text, clause: z.string() })

/** A credit record as far as its reader may see it: `grade` always, the rest by the reader's sight (RR-13). */
export const CreditView = z.strictObject({
  enterprise: z.string(),
  name: Text.optional(),
  day: CalendarDay,
  grade: z.string(),
  graded: z.boolean(),
  sees: z.array(z.enum(['grade', 'reasons', 'events', 'history'])),
  score: z.number().optional(),
  base: z.number().optional(),
  /** The grade in the register of enterprises, where it is not the one the events give. */
  registered: z.strictObject({ grade: z.string(), from: CalendarDay }).optional(),
  scale: z.number().optional(),
  reasons: z.array(ReasonView).optional(),
  heldBack: z.array(z.strictObject({ grade: z.string(), by: z.enum(['ceiling', 'not-certified', 'not-clean']), event: z.uuid().optional() })).optional(),
  measures: z.array(MeasureView).optional(),
  events: z.array(EventView).optional(),
  periods: z.array(PeriodView).optional(),
  recovery: z.strictObject({
    waiting: z.strictObject({ day: CalendarDay, grade: z.string(), because: z.array(z.uuid()) }).optional(),
    earning: z.array(z.strictObject({ kind: z.string(), remedy: Text, count: z.number(), grade: z.string() })),
  }).optional(),
})
export type CreditView = z.infer<typeof CreditView>

/** The rules of credit as everybody may know them (GV-15): kinds with their weight, the scale, what grades bring. */
export const CreditLawView = z.strictObject({
  kinds: z.array(KindView),
  scale: z.strictObject({ version: z.number(), start: z.number(), steps: z.array(z.strictObject({ grade: z.string(), from: z.number(), certified: z.boolean().optional(), cleanDays: z.number().optional() })) }),
  measures: z.array(MeasureView.extend({ grades: z.array(z.string()), priority: z.number().optional() })),
})

/** One belief about some days: what was held true of them, and while when. */
export const BeliefView = z.strictObject({ from: z.iso.datetime(), to: z.iso.datetime().optional(), grade: z.string(), score: z.number(), knownFrom: z.iso.datetime(), knownTo: z.iso.datetime().optional() })

/** A stored period with ISO times; `to` and `knownTo` are absent while it is open. */
export function beliefView({ validFrom, validTo, grade, score, knownFrom, knownTo }: StoredPeriod): z.infer<typeof BeliefView> {
  return { from: toIso(validFrom), ...(validTo === undefined ? {} : { to: toIso(validTo) }), grade, score, knownFrom: toIso(knownFrom), ...(knownTo === undefined ? {} : { knownTo: toIso(knownTo) }) }
}

/** A measure without the grades and times it holds for: the reader asked for one grade at one moment. */
export function measureView({ code, effect, name, clause }: CreditMeasure): z.infer<typeof MeasureView> {
  return { code, effect, name: { ...name }, clause }
}

/** Benefits and burdens of a grade in force at a moment (RR-12). */
function measuresOf(measures: readonly CreditMeasure[], grade: string, at: Instant): CreditMeasure[] {
  return measures.filter((measure) => measure.grades.includes(grade) && inForce(measure, at))
}

/** Rank in the queues of officers that a grade gives (RR-12); 0 where nothing is said. */
export function priorityOf(measures: readonly CreditMeasure[], grade: string, at: Instant): number {
  return measuresOf(measures, grade, at).reduce((sum, { priority }) => sum + (priority ?? 0), 0)
}

/** A kind of credit fact with what it weighs; members that the law leaves open are absent. */
export function kindView({ code, name, effect, points, lasts, halves, ceiling, remedy, clause }: CreditKind): z.infer<typeof KindView> {
  return {
    code, name: { ...name }, effect, points, clause, ...(lasts === undefined ? {} : { lasts }), ...(halves === undefined ? {} : { halves }), ...(ceiling === undefined ? {} : { ceiling }),
    ...(remedy === undefined ? {} : { remedy: { ...remedy } }),
  }
}

/** Where an appeal stands. */
export interface AppealState {
  readonly state: string
  readonly stateTitle: { readonly zh: string; readonly en: string }
  readonly decidedBy: string
  readonly due?: string
  readonly overdue: boolean
}

/** What a view of a record is made of. */
export interface Seen {
  readonly enterprise: string
  readonly name?: { readonly zh: string; readonly en: string }
  readonly sees: readonly CreditSight[]
  readonly law: CreditLawNow
  readonly standing: Standing
  readonly graded: boolean
  readonly entries: readonly CreditEntry[]
  readonly periods: readonly GradePeriod[]
  readonly recovery: Recovery
  readonly now: Instant
  /** Officials are told who recorded. */
  readonly official: boolean
  readonly mayAppeal: (entry: CreditEntry) => boolean
  /** Appeals by the id of their case. */
  readonly appeals: ReadonlyMap<string, AppealState>
  /** What the register of enterprises says, where that is not what the events give (RR-11). */
  readonly registered?: { readonly grade: string; readonly from: Instant } | undefined
}

function eventView(entry: CreditEntry, { law, standing, official, mayAppeal, appeals }: Seen): z.infer<typeof EventView> {
  const appeal = appeals.get(entry.appeal ?? '')
  const kind = kindOn(law.rules, entry.kind, entry.occurredOn)
  const expired = standing.contributions.some((one) => one.entry === entry.id && one.why === 'expired')
  return {
    id: entry.id, kind: entry.kind, name: { ...(kind?.name ?? { zh: entry.kind, en: entry.kind }) }, occurredOn: entry.occurredOn, state: expired && entry.state !== 'struck' && entry.state !== 'appealed' ? 'expired' : entry.state,
    ...(entry.case === undefined ? {} : { case: entry.case }), ...(entry.grade === undefined ? {} : { grade: entry.grade }), ...(entry.appeal === undefined ? {} : { appeal: entry.appeal }),
    recordedAt: toIso(entry.recordedAt), mayAppeal: mayAppeal(entry), ...(appeal === undefined ? {} : { underAppeal: { ...appeal, stateTitle: { ...appeal.stateTitle } } }),
    sources: entry.reports.map(({ source, reference, at, note, byName, evidence }) => ({ source, reference, at: toIso(at), ...(note === undefined ? {} : { note }), ...(official ? { by: byName } : {}), evidence: evidence.map((proof) => ({ ...proof })) })),
  }
}

/** A record for one reader: what their sight does not reach is left out, not emptied. */
export function creditView(seen: Seen): CreditView {
  const { enterprise, name, sees, law, standing, graded, periods, recovery, now } = seen
  const may = (sight: CreditSight): boolean => sees.includes(sight)
  const remedyOf = (code: string): { zh: string; en: string } => ({ ...(law.law.kinds.findLast((kind) => kind.code === code)?.remedy ?? { zh: code, en: code }) })
  return {
    enterprise, ...(name === undefined ? {} : { name: { ...name } }), day: standing.day, grade: standing.grade, graded, sees: [...sees],
    ...(may('reasons')
      ? {
          score: standing.score, base: standing.base, scale: standing.scale,
          ...(seen.registered === undefined ? {} : { registered: { grade: seen.registered.grade, from: dayOf(seen.registered.from, law.law.timeZone) } }),
          measures: measuresOf(law.law.measures, standing.grade, now).map(measureView),
          heldBack: standing.heldBack.map(({ grade, by, entry }) => ({ grade, by, ...(entry === undefined ? {} : { event: entry }) })),
          reasons: standing.contributions.map(({ entry, kind, occurredOn, effect, why, points, ceiling, until }) => {
            const rule = kindOn(law.rules, kind, occurredOn)
            return { event: entry, kind, name: { ...(rule?.name ?? { zh: kind, en: kind }) }, occurredOn, effect, why, points, ...(ceiling === undefined ? {} : { ceiling }), ...(until === undefined ? {} : { until }), clause: rule?.clause ?? 'RR-10' }
          }),
        }
      : {}),
    ...(may('events') ? { events: seen.entries.map((entry) => eventView(entry, seen)) } : {}),
    ...(may('history') ? { periods: periods.map((period) => ({ ...period })), recovery: recoveryView(recovery, remedyOf) } : {}),
  }
}

function recoveryView({ waiting, earning }: Recovery, remedyOf: (code: string) => { zh: string; en: string }): NonNullable<CreditView['recovery']> {
  return { ...(waiting === undefined ? {} : { waiting: { ...waiting, because: [...waiting.because] } }), earning: earning.map((one) => ({ ...one, remedy: remedyOf(one.kind) })) }
}

/** The day a reader asks about; today when they ask about none. */
export function dayAsked(day: Day | undefined, now: Instant, timeZone: string): Day {
  return day ?? dayOf(now, timeZone)
}
