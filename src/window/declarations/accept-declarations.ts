import { toIso } from '../../kernel/instant.ts'
import { invariant, must } from '../../kernel/invariant.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import type { Database, Queryable } from '../../platform/database/database.ts'
import { jobRows } from '../../platform/jobs/enqueue.ts'
import type { NewJob } from '../../platform/jobs/public.ts'
import { ledgerRows, type LedgerFact } from '../../platform/ledger/append.ts'
import { planConsignments, visitKey, visitSpanOf, type ConsignmentRows } from '../objects/public.ts'
import type { AssessmentFolder } from './assessment-shapes.ts'
import { numberSeries, officeOf, yearAt } from './domain/declaration-number.ts'
import { receiptOf, type Receipt } from './domain/receipt.ts'
import { findEarlier, insertAcceptance, type Acceptance, type EarlierRow } from './declaration-store.ts'
import type { NumberBlocks } from './number-blocks.ts'
import { portOf, type Prepared, type Submission } from './prepare-declaration.ts'

function groupBy<T>(values: readonly T[], keyOf: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const value of values) {
    const key = keyOf(value)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [value])
    else group.push(value)
  }
  return groups
}

/** What became of a submission: accepted now, accepted before with the same content, or refused. */
export type Outcome =
  { readonly kind: 'accepted' | 'repeated'; readonly receipt: Receipt } | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] }

/** An object by its port and key (DC-04). */
export interface KeyedObject {
  readonly port: string
  readonly key: string
}

/** Which of the objects somebody has an open directive on; one query whatever their number. */
export type AskedOf = (db: Queryable, objects: readonly KeyedObject[]) => Promise<readonly KeyedObject[]>

/** What the intake of one process keeps between batches. */
export interface IntakeDesk {
  /** Nobody has asked for anything where it is left out. */
  readonly askedOf?: AskedOf | undefined
  readonly numbers: NumberBlocks
  readonly folder: AssessmentFolder
}

/** A submission with everything that is decided before it is written. */
interface Numbered {
  readonly prepared: Prepared
  readonly submission: Submission
  readonly id: string
  readonly number: string
  /** Its mode lets it go at once, but somebody has asked for the box, parcel or lorry it lies in. */
  readonly awaits: boolean
}

const goesAtOnce = ({ submission, awaits }: Numbered): boolean => submission.releasedOnAcceptance && !awaits

/** The row as the pieces of its JSON text. */
function rowOf(one: Numbered): readonly string[] {
  const { submission, id, number } = one
  const became = goesAtOnce(one) ? `"status":"released","released_at":"${toIso(submission.acceptedAt)}"` : '"status":"accepted"'
  return [`{"id":"${id}","number":"${number}",${became},`, submission.columns, ',"content":', submission.content, '}']
}

function factsOf(one: Numbered): LedgerFact[] {
  const { prepared, submission, id, number } = one
  const { port, declarant } = prepared.identity
  const about = { port, subjectKind: 'declaration', subjectId: id, audience: [`enterprise:${declarant}`] } as const
  const accepted: LedgerFact = { ...about, type: 'DeclarationAccepted', payload: { number, ...submission.told } }
  if (one.awaits) return [accepted, { ...about, type: 'ReleaseAwaitsDirective', payload: { number, releaseMode: submission.releaseMode } }]
  if (!submission.releasedOnAcceptance) return [accepted]
  return [accepted, { ...about, type: 'GoodsReleased', payload: { number, releaseMode: submission.releaseMode, moment: 'acceptance' } }]
}

/** One job per port for each kind of work that follows, whatever the size of the batch. */
function jobsOf(written: readonly Numbered[]): NewJob[] {
  return [...groupBy(written, ({ prepared }) => prepared.identity.port)].flatMap(([port, ofPort]) => {
    const wanted = ofPort.filter((one) => one.submission.wantsChecks || one.awaits || (one.submission.wantsMeasures && !goesAtOnce(one)))
    const gone = ofPort.filter((one) => goesAtOnce(one) && one.submission.inside.length > 0)
    const tell: NewJob = { port, kind: 'declarations-told', payload: { ids: ofPort.map(({ id }) => id) } }
    return [
      ...(wanted.length === 0 ? [] : [{ port, kind: 'declarations-accepted', payload: { ids: wanted.map(({ id }) => id) } }]),
      ...(gone.length === 0 ? [] : [{ port, kind: 'declarations-released', payload: { ids: gone.map(({ id }) => id) } }]),
      tell,
    ]
  })
}

/** Marks what lies in a box, parcel or lorry that somebody has asked for: it does not go before that is answered, whatever its mode. */
async function keepAsked(db: Database, askedOf: AskedOf | undefined, drawn: readonly Numbered[], { links, visits }: ConsignmentRows): Promise<readonly Numbered[]> {
  const going = new Set(drawn.flatMap((one) => (goesAtOnce(one) ? [one.id] : [])))
  // Nobody can have asked for a visit that nobody has heard of: whoever names a box writes its visit down.
  const unheard = new Set(visits.map(({ port, ref, visit }) => `${port} ${ref} ${visit}`))
  const boxes = links.flatMap(({ port, declarationId, kind, number, visit }) => (going.has(declarationId) && !unheard.has(`${port} ${number} ${visit}`) ? [{ port, declarationId, key: visitKey(kind, number, visit) }] : []))
  if (boxes.length === 0 || askedOf === undefined) return drawn
  const asked = new Set((await askedOf(db, boxes.map(({ port, key }) => ({ port, key })))).map(({ port, key }) => `${port} ${key}`))
  if (asked.size === 0) return drawn
  const kept = new Set(boxes.flatMap(({ port, key, declarationId }) => (asked.has(`${port} ${key}`) ? [declarationId] : [])))
  return drawn.map((one) => (kept.has(one.id) ? { ...one, awaits: true } : one))
}

/** Everything that is written for declarations, if they turn out to be new, and what was decided about each in the end. */
async function acceptanceOf(db: Database, { folder, askedOf }: IntakeDesk, all: readonly Numbered[], history: boolean): Promise<{ readonly acceptance: Acceptance; readonly drawn: readonly Numbered[] }> {
  const [first] = all
  invariant(first !== undefined, 'an acceptance is of something')
  const { pack, acceptedAt, newId } = first.submission
  await folder.stored(db)
  const consignments = all.map(({ prepared, submission, id }) => ({
    port: prepared.identity.port,
    declarationId: id,
    at: submission.arrival,
    inside: submission.inside,
  }))
  const objects = await planConsignments(db, visitSpanOf(pack, acceptedAt), consignments)
  const drawn = history ? all : await keepAsked(db, askedOf, all, objects)
  const acceptance = {
    declarations: drawn.map(rowOf),
    objects,
    facts: drawn.flatMap((one) => ledgerRows({ actor: one.submission.actor, now: one.submission.acceptedAt, newId: one.submission.newId }, factsOf(one))),
    jobs: history ? [] : jobRows({ now: acceptedAt, newId }, jobsOf(drawn)),
  }
  return { acceptance, drawn }
}

function outcomeOfRepeat(prepared: Prepared, earlier: readonly EarlierRow[]): Outcome {
  const { reference, commandKey } = prepared.identity
  const underReference = earlier.find((row) => row.reference === reference)
  if (underReference !== undefined && underReference.contentHash.toString('hex') === prepared.contentHash)
    return { kind: 'repeated', receipt: receiptOf(underReference) }
  if (prepared.refusals.length > 0) return { kind: 'refused', refusals: prepared.refusals }
  if (underReference !== undefined) {
    return { kind: 'refused', refusals: [{ code: 'declarations/reference-used', pointer: '/reference', facts: { reference, number: underReference.number } }] }
  }
  const underKey = must(
    earlier.find((row) => row.commandKey === commandKey),
    `declaration ${reference} was left out for a reason`,
  )
  return { kind: 'refused', refusals: [{ code: 'declarations/key-used', pointer: '', facts: { number: underKey.number } }] }
}

/** Gives numbers to what the rules accepted; in one step per series, so that one batch takes one run of numbers. */
async function numbered(numbers: NumberBlocks, batch: readonly Prepared[]): Promise<Numbered[]> {
  const accepted = batch.flatMap((prepared) => (prepared.submission === undefined ? [] : [{ prepared, submission: prepared.submission }]))
  const series = groupBy(accepted, ({ prepared, submission }) => {
    const place = portOf(submission.pack, prepared.identity.port)
    return `${place.code} ${numberSeries(officeOf(place), yearAt(place.timeZone, submission.acceptedAt), submission.direction)}`
  })
  const all: Numbered[] = []
  for (const [key, members] of series) {
    const [port = '', name = ''] = key.split(' ')
    const drawn = await numbers.take(port, name, members.length)
    members.forEach(({ prepared, submission }, i) => all.push({ prepared, submission, id: submission.newId(), number: must(drawn[i], 'a number for each'), awaits: false }))
  }
  return all
}

/**
 * Writes a batch of judged submissions in one statement, that is one transaction: declarations, object graph, ledger facts and the jobs that follow, so that what is
 * acknowledged afterwards is there with its ledger entry exactly once (SW-01, RR-03). Goods whose release mode opens the gate at acceptance are
 * released at once, unless somebody has an open directive on a box they lie in. A submission whose reference or key is taken, inside the batch or by any process, gets the first answer when its content
 * is the same, and is refused otherwise. Gives one outcome for each, in order. `history`: old cases taken over for the record, which no agency
 * shall act on and nobody be told of.
 */
export async function acceptDeclarations(db: Database, desk: IntakeDesk, batch: readonly Prepared[], history = false): Promise<Outcome[]> {
  const fresh = await numbered(desk.numbers, batch)
  const { acceptance, drawn } = fresh.length === 0 ? { acceptance: undefined, drawn: fresh } : await acceptanceOf(db, desk, fresh, history)
  const inserted = acceptance === undefined ? new Set<string>() : await insertAcceptance(db, acceptance)
  const outcomes = new Map<Prepared, Outcome>()
  for (const one of drawn) {
    const { prepared, submission, id, number } = one
    if (!inserted.has(id)) continue
    const { port, declarant, reference } = prepared.identity
    const { acceptedAt, releaseMode } = submission
    const releasedOnAcceptance = goesAtOnce(one)
    outcomes.set(prepared, { kind: 'accepted', receipt: receiptOf({ port, id, number, declarant, reference, releaseMode, releasedOnAcceptance, acceptedAt }) })
  }
  const rest = batch.filter((prepared) => !outcomes.has(prepared))
  if (rest.length > 0) {
    const identities = rest.map(({ identity }) => identity)
    const earlierOf = new Map<number, EarlierRow[]>()
    for (const row of await findEarlier(db, identities)) earlierOf.set(row.n, [...(earlierOf.get(row.n) ?? []), row])
    rest.forEach((prepared, n) => outcomes.set(prepared, outcomeOfRepeat(prepared, earlierOf.get(n) ?? [])))
  }
  return batch.map((prepared) => must(outcomes.get(prepared), 'an outcome for each'))
}
