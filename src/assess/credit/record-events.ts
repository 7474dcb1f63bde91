import { everyPort } from '../../kernel/actor.ts'
import type { Json } from '../../kernel/canonical-json.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import { ok, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { append, type LedgerFact, type LedgerStamp, type LedgerSubject } from '../../platform/ledger/append.ts'
import { oweNotices, type NewNotice } from '../../platform/notices/public.ts'
import { evolve, foldRecord, type CreditFact, type CreditRecord } from './domain/credit-record.ts'
import { kindOn, type CreditRules } from './domain/credit-rules.ts'
import { dayOf } from './domain/day.ts'
import { decideReport, type Doing, type Reported, type ReportedEvent } from './domain/decide.ts'
import type { CreditParts, RegisteredGrades } from './parts.ts'
import { regrade } from './regrade.ts'
import { insertFacts, readFactsOf, takeRevision, type NewFact } from './store.ts'

/** An event with the enterprise it is of. `about`: the subject whose time-line shows it too. */
export interface EnterpriseEvent extends ReportedEvent {
  readonly enterprise: string
  readonly about?: LedgerSubject
}

const doingOf = ({ actor, now }: LedgerStamp): Doing => ({ at: now, by: actor.id, byName: actor.name })

/** A record begins with the grades its enterprise was registered with, as grants of their days. */
function opening(enterprise: string, registered: RegisteredGrades, { law, rules }: ReturnType<CreditParts['law']>, stamp: Pick<Context, 'now' | 'newId'>): CreditFact[] {
  return registered(enterprise)
    .filter(({ grade }) => rules.ranks.has(grade))
    .map(({ version, grade, from }) => ({
      type: 'CreditEventRecorded', entry: stamp.newId(), kind: law.automatic.granted, occurredOn: dayOf(from, law.timeZone), port: everyPort, grade,
      report: { source: 'register', reference: `enterprises ${version}`, evidence: [] }, at: stamp.now, by: 'system', byName: 'register',
    }))
}

function ledgerFact(enterprise: string, fact: CreditFact, rules: CreditRules, about: LedgerSubject | undefined): LedgerFact {
  const { type, entry, at: _at, by: _by, byName: _name, ...content } = fact
  const effect = fact.type === 'CreditEventRecorded' ? { effect: kindOn(rules, fact.kind, fact.occurredOn)?.effect ?? null } : {}
  return {
    port: everyPort, subjectKind: 'credit', subjectId: enterprise, type, payload: { event: entry, ...(content as { readonly [key: string]: Json }), ...effect }, audience: [`enterprise:${enterprise}`],
    ...(about === undefined ? {} : { related: [about] }),
  }
}

/** Adds decided facts to records, writes them into the ledger and folds the grades anew. `records` are the facts before, as read under the revision. */
async function addFacts(tx: Tx, stamp: LedgerStamp, parts: CreditParts, records: ReadonlyMap<string, readonly CreditFact[]>, added: readonly (readonly [enterprise: string, fact: CreditFact, about: LedgerSubject | undefined])[]): Promise<void> {
  if (added.length === 0) return
  const law = parts.law()
  const all = new Map([...records].map(([enterprise, facts]) => [enterprise, [...facts]]))
  const rows: NewFact[] = []
  for (const [enterprise, fact] of added) {
    const facts = all.get(enterprise) ?? []
    facts.push(fact)
    all.set(enterprise, facts)
    rows.push({ enterprise, version: facts.length, fact })
  }
  await insertFacts(tx, rows)
  await append(tx, stamp, added.map(([enterprise, fact, about]) => ledgerFact(enterprise, fact, law.rules, about)))
  const bad = added.flatMap(([enterprise, fact]): NewNotice[] => {
    if (fact.type !== 'CreditEventRecorded' || fact.report.source === 'register') return []
    const kind = kindOn(law.rules, fact.kind, fact.occurredOn)
    return [{ port: everyPort, recipient: { kind: 'enterprise', code: enterprise }, type: 'CreditEventRecorded', subjectKind: 'credit', subjectId: enterprise, facts: { zh: kind?.name.zh ?? fact.kind, en: kind?.name.en ?? fact.kind, occurredOn: fact.occurredOn, source: fact.report.source } }]
  })
  await oweNotices(tx, stamp, bad, { recordedByCaller: true })
  const touched = new Set(added.map(([enterprise]) => enterprise))
  await regrade(tx, stamp, law, new Map([...all].filter(([enterprise]) => touched.has(enterprise))), 'fact')
}

/**
 * Records events (RR-10) in the open transaction: new ones, further sources of known ones, and nothing for what was told before. Each event gets its own
 * answer; one that is refused keeps none of the others out. Grades are folded once for all of them.
 */
export async function recordEvents(tx: Tx, stamp: LedgerStamp, parts: CreditParts, events: readonly EnterpriseEvent[]): Promise<readonly Result<Omit<Reported, 'facts'>>[]> {
  await takeRevision(tx)
  const stored = await readFactsOf(tx, [...new Set(events.map(({ enterprise }) => enterprise))])
  const law = parts.law()
  const records = new Map<string, CreditRecord>([...stored].map(([enterprise, facts]) => [enterprise, foldRecord(enterprise, facts)]))
  const added: (readonly [string, CreditFact, LedgerSubject | undefined])[] = []
  const answers = events.map(({ enterprise, about, ...event }): Result<Omit<Reported, 'facts'>> => {
    const known = records.get(enterprise) ?? foldRecord(enterprise, [])
    const begun = known.version === 0 ? opening(enterprise, parts.registered, law, stamp) : []
    const record = begun.length === 0 ? known : foldRecord(enterprise, begun)
    const decided = decideReport(record, law.rules, event, doingOf(stamp), stamp.newId())
    if (!decided.ok) return decided
    const { facts, ...answer } = decided.value
    if (facts.length > 0) {
      added.push(...begun.map((fact) => [enterprise, fact, undefined] as const), ...facts.map((fact) => [enterprise, fact, about] as const))
      records.set(enterprise, facts.reduce(evolve, record))
    }
    return ok(answer)
  })
  await addFacts(tx, stamp, parts, stored, added)
  return answers
}

/** Lets something be decided on a record and adds what was decided; the record cannot change meanwhile. */
export async function decideOnRecord(tx: Tx, stamp: LedgerStamp, parts: CreditParts, enterprise: string, decide: (record: CreditRecord, doing: Doing) => Result<readonly CreditFact[]>): Promise<readonly Refusal[]> {
  await takeRevision(tx)
  const stored = await readFactsOf(tx, [enterprise])
  const decided = decide(foldRecord(enterprise, stored.get(enterprise) ?? []), doingOf(stamp))
  if (!decided.ok) return decided.refusals
  await addFacts(tx, stamp, parts, stored, decided.value.map((fact) => [enterprise, fact, undefined] as const))
  return []
}
