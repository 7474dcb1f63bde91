import type { Instant } from '../../../kernel/instant.ts'
import type { Day } from './day.ts'

/** Proof of a happening: a file by its digest, or a case of ours or of the reporter's. */
export type Evidence = { readonly kind: 'file'; readonly sha256: string } | { readonly kind: 'case'; readonly ref: string }

/** What one source said of a happening. `reference` is the source's own number for it. */
export interface Report {
  readonly source: string
  readonly reference: string
  readonly evidence: readonly Evidence[]
  readonly note?: string
}

interface Fact {
  readonly entry: string
  readonly at: Instant
  /** Who did it: actor id and name. */
  readonly by: string
  readonly byName: string
}

/** What is known of a happening in the beginning. */
export interface Recorded extends Fact {
  readonly type: 'CreditEventRecorded'
  readonly kind: string
  readonly occurredOn: Day
  readonly case?: string
  readonly port: string
  /** Of a grant: the grade granted. */
  readonly grade?: string
  readonly report: Report
}

/** Facts of an enterprise's credit record (RR-10); they are only ever added. */
export type CreditFact =
  | Recorded
  | (Fact & { readonly type: 'CreditEventConfirmed'; readonly case?: string; readonly report: Report })
  | (Fact & { readonly type: 'CreditAppealLodged'; readonly appeal: string })
  | (Fact & { readonly type: 'CreditAppealWithdrawn' })
  | (Fact & { readonly type: 'CreditEventUpheld'; readonly appeal: string })
  | (Fact & { readonly type: 'CreditEventStruck'; readonly appeal: string })

/** Where a happening stands. Whether it has expired is a question of the day, not of the record. */
export type EntryState = 'recorded' | 'appealed' | 'upheld' | 'struck'

/** One happening with everybody who reported it. */
export interface CreditEntry {
  readonly id: string
  readonly kind: string
  readonly occurredOn: Day
  readonly case?: string
  readonly port: string
  readonly grade?: string
  readonly state: EntryState
  readonly appeal?: string
  readonly recordedAt: Instant
  readonly recordedBy: string
  readonly reports: readonly (Report & { readonly at: Instant; readonly by: string; readonly byName: string })[]
  readonly decided?: { readonly at: Instant; readonly byName: string }
}

/** An enterprise's credit record: what a fold of its facts gives. */
export interface CreditRecord {
  readonly enterprise: string
  /** Number of facts. */
  readonly version: number
  readonly entries: ReadonlyMap<string, CreditEntry>
}

/** The record of an enterprise of which no fact is known. */
function emptyRecord(enterprise: string): CreditRecord {
  return { enterprise, version: 0, entries: new Map() }
}

function change(record: CreditRecord, id: string, entry: CreditEntry | undefined): CreditRecord {
  const entries = new Map(record.entries)
  if (entry !== undefined) entries.set(id, entry)
  return { ...record, version: record.version + 1, entries }
}

/** The record after a fact. A fact about an entry that is not there leaves the entries as they are. */
export function evolve(record: CreditRecord, fact: CreditFact): CreditRecord {
  const { at, by, byName } = fact
  const entry = record.entries.get(fact.entry)
  switch (fact.type) {
    case 'CreditEventRecorded': {
      const { kind, occurredOn, port, report } = fact
      const words = { ...(fact.case === undefined ? {} : { case: fact.case }), ...(fact.grade === undefined ? {} : { grade: fact.grade }) }
      return change(record, fact.entry, { id: fact.entry, kind, occurredOn, port, ...words, state: 'recorded', recordedAt: at, recordedBy: by, reports: [{ ...report, at, by, byName }] })
    }
    case 'CreditEventConfirmed':
      return change(record, fact.entry, entry && { ...entry, ...(fact.case === undefined ? {} : { case: entry.case ?? fact.case }), reports: [...entry.reports, { ...fact.report, at, by, byName }] })
    case 'CreditAppealLodged':
      return change(record, fact.entry, entry && { ...entry, state: 'appealed', appeal: fact.appeal })
    case 'CreditAppealWithdrawn':
      return change(record, fact.entry, entry && { ...entry, state: 'recorded' })
    case 'CreditEventUpheld':
      return change(record, fact.entry, entry && { ...entry, state: 'upheld', decided: { at, byName } })
    case 'CreditEventStruck':
      return change(record, fact.entry, entry && { ...entry, state: 'struck', decided: { at, byName } })
  }
}

/** The record as its facts tell it. */
export function foldRecord(enterprise: string, facts: readonly CreditFact[]): CreditRecord {
  return facts.reduce(evolve, emptyRecord(enterprise))
}

/** What was known at a moment: the record without what came later. */
export function recordAsKnown(enterprise: string, facts: readonly CreditFact[], at: Instant): CreditRecord {
  return foldRecord(enterprise, facts.filter((fact) => fact.at <= at))
}

/** Entries in the order they happened, the earliest first. */
export function entriesOf(record: CreditRecord): CreditEntry[] {
  return [...record.entries.values()].sort((a, b) => (a.occurredOn < b.occurredOn ? -1 : a.occurredOn > b.occurredOn ? 1 : a.id < b.id ? -1 : 1))
}
