import { plus, type Instant, type Milliseconds } from '../../../kernel/instant.ts'
import type { Refusal } from '../../../kernel/refusal.ts'
import { ok, refuse, type Result } from '../../../kernel/result.ts'
import { entriesOf, type CreditEntry, type CreditFact, type CreditRecord, type Evidence } from './credit-record.ts'
import { kindOn, type CreditRules } from './credit-rules.ts'
import { dayOf, type Day } from './day.ts'

/** Who does something to a record, and when. */
export interface Doing {
  readonly at: Instant
  readonly by: string
  readonly byName: string
}

/** A happening as a source reports it. */
export interface ReportedEvent {
  readonly kind: string
  readonly occurredOn: Day
  readonly source: string
  readonly reference: string
  readonly case?: string
  readonly grade?: string
  readonly evidence: readonly Evidence[]
  readonly note?: string
  readonly port: string
}

/** What became of a report. */
export interface Reported {
  readonly entry: string
  readonly outcome: 'recorded' | 'merged' | 'repeated'
  readonly facts: readonly CreditFact[]
}

/**
 * The entry a report is about, where the record has it already (RR-10): the same case; or, where one of them names no case, the same kind on the same
 * day from a source that has not told of it yet. Two cases are two happenings, and so are two reports of one source.
 */
function sameHappening(record: CreditRecord, event: Pick<ReportedEvent, 'kind' | 'occurredOn' | 'source' | 'case' | 'grade'>): CreditEntry | undefined {
  const alike = entriesOf(record).filter((entry) => entry.kind === event.kind && entry.occurredOn === event.occurredOn && entry.grade === event.grade)
  const sameCase = event.case === undefined ? undefined : alike.find((entry) => entry.case === event.case)
  return sameCase ?? alike.find((entry) => (entry.case === undefined || event.case === undefined) && !entry.reports.some(({ source }) => source === event.source))
}

/** Records a report (RR-10): a new happening, another source of one that is known, or nothing new. `id` is the entry's where it is new. */
export function decideReport(record: CreditRecord, rules: CreditRules, event: ReportedEvent, doing: Doing, id: string): Result<Reported> {
  const { kind: code, occurredOn, source, reference, evidence, note, grade, port } = event
  const known = entriesOf(record).find((entry) => entry.reports.some((report) => report.source === source && report.reference === reference))
  if (known !== undefined) {
    const repeats = known.kind === code && known.occurredOn === occurredOn
    return repeats ? ok({ entry: known.id, outcome: 'repeated', facts: [] }) : refuse({ code: 'credit/reference-used', pointer: '/reference', facts: { source, reference }, clause: 'RR-10' })
  }
  const kind = kindOn(rules, code, occurredOn)
  const refusals: Refusal[] = []
  if (kind === undefined) refusals.push({ code: 'credit/unknown-kind', pointer: '/kind', facts: { kind: code } })
  if (occurredOn > dayOf(doing.at, rules.timeZone)) refusals.push({ code: 'credit/in-the-future', pointer: '/occurredOn', clause: 'RR-10' })
  if (kind?.effect === 'bad' && evidence.length === 0) refusals.push({ code: 'credit/proof-required', pointer: '/evidence', facts: { kind: code }, clause: 'RR-10' })
  if (kind?.effect === 'grant' && (grade === undefined || !rules.ranks.has(grade))) refusals.push({ code: 'credit/unknown-grade', pointer: '/grade', facts: { grade: grade ?? '' } })
  if (kind !== undefined && kind.effect !== 'grant' && grade !== undefined) refusals.push({ code: 'credit/no-grade', pointer: '/grade', facts: { kind: code } })
  const [first, ...rest] = refusals
  if (first !== undefined) return refuse(first, ...rest)
  const report = { source, reference, evidence, ...(note === undefined ? {} : { note }) }
  const ofCase = event.case === undefined ? {} : { case: event.case }
  const same = sameHappening(record, event)
  if (same !== undefined) return ok({ entry: same.id, outcome: 'merged', facts: [{ type: 'CreditEventConfirmed', entry: same.id, ...ofCase, report, ...doing }] })
  return ok({ entry: id, outcome: 'recorded', facts: [{ type: 'CreditEventRecorded', entry: id, kind: code, occurredOn, ...ofCase, port, ...(grade === undefined ? {} : { grade }), report, ...doing }] })
}

/** Lodges an appeal against a happening that bears down on the enterprise; once, and within the time since it was recorded. */
export function decideAppeal(record: CreditRecord, rules: CreditRules, id: string, appeal: string, window: Milliseconds, doing: Doing): Result<readonly CreditFact[]> {
  const entry = record.entries.get(id)
  if (entry === undefined) return refuse({ code: 'common/not-found' })
  if (kindOn(rules, entry.kind, entry.occurredOn)?.effect === 'good') return refuse({ code: 'credit/not-appealable', facts: { kind: entry.kind } })
  if (entry.state !== 'recorded') return refuse({ code: 'credit/appealed-already', facts: { state: entry.state } })
  if (doing.at > plus(entry.recordedAt, window)) return refuse({ code: 'credit/appeal-too-late', clause: 'RR-10' })
  return ok([{ type: 'CreditAppealLodged', entry: id, appeal, ...doing }])
}

/** Who recorded or confirmed a happening does not decide the appeal against it. */
export function hadAHand(entry: CreditEntry, actor: string): boolean {
  return entry.recordedBy === actor || entry.reports.some(({ by }) => by === actor)
}

/** Ends an appeal: the happening stands, is struck, or the enterprise takes the appeal back. */
export function decideOutcome(record: CreditRecord, id: string, outcome: 'upheld' | 'struck' | 'withdrawn', doing: Doing): Result<readonly CreditFact[]> {
  const entry = record.entries.get(id)
  if (entry === undefined) return refuse({ code: 'common/not-found' })
  if (entry.state !== 'appealed') return refuse({ code: 'credit/no-appeal', facts: { state: entry.state } })
  if (outcome === 'withdrawn') return ok([{ type: 'CreditAppealWithdrawn', entry: id, ...doing }])
  if (hadAHand(entry, doing.by)) return refuse({ code: 'credit/same-person', clause: 'GV-15' })
  return ok([{ type: outcome === 'struck' ? 'CreditEventStruck' : 'CreditEventUpheld', entry: id, appeal: entry.appeal ?? '', ...doing }])
}
