import { createHash } from 'node:crypto'
import { everyPort } from '../../kernel/actor.ts'
import { canonicalJson, type Json } from '../../kernel/canonical-json.ts'
import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import type { Tx } from '../../platform/database/database.ts'
import { append } from '../../platform/ledger/append.ts'
import type { LedgerStamp } from '../../platform/ledger/fact.ts'
import type { Register } from './define-register.ts'
import { completed } from './domain/complete-entry.ts'
import { loadedFrom } from './domain/place-version.ts'
import { oweFollowing, parseData, registersChanged, toLatest } from './record-entry.ts'
import { closeVersions, findLatest, findMembersEver, insertEntries, nextRevision, type EntryInsert } from './store.ts'

/** A row to be loaded. */
export interface LoadRow {
  readonly data: object
  readonly validFrom: Instant
  readonly validTo?: Instant
}

export interface LoadOptions {
  /** Where the rows come from: kept with each entry and in the ledger. */
  readonly source: string
  /**
   * Leave entries alone whose newest version came from elsewhere: what people recorded is not overwritten by a program starting. Only members that no version of an
   * entry ever had, because its schema did not, are taken over from the row.
   */
  readonly keepOthers?: boolean
}

/** What became of the rows. `refused` names each by its place in what was given. */
export interface Loaded {
  readonly added: number
  readonly changed: number
  readonly unchanged: number
  readonly kept: number
  /** Of those kept, entries older than their schema that got the members they lacked. */
  readonly completed: number
  readonly refused: readonly { readonly row: number; readonly refusals: readonly Refusal[] }[]
}

const batchSize = 2000

/** Equal content has equal text, whatever the order of its members. */
const textOf = (data: object): string => canonicalJson(data as unknown as Json)

/**
 * Loads rows into a register in the open transaction: new keys are added, changed content gets a new version, equal content is left alone, so that
 * loading again changes nothing. Rows against the schema are refused and named, the others go in. A row whose date is not behind the newest
 * version holds from now on (a correction). One fact for the whole load, with the hash of its content.
 */
export async function loadRegister<Data extends object>(tx: Tx, stamp: LedgerStamp, register: Register<Data>, rows: readonly LoadRow[], options: LoadOptions): Promise<Loaded> {
  const refused: { row: number; refusals: readonly Refusal[] }[] = []
  const good = new Map<string, LoadRow & { readonly data: Data }>()
  rows.forEach((row, index) => {
    const data = parseData(register, row.data, `/rows/${index}`)
    if (!data.ok) refused.push({ row: index, refusals: data.refusals })
    else if (good.has(register.key(data.value))) refused.push({ row: index, refusals: [{ code: 'registers/key-repeated', pointer: `/rows/${index}`, facts: { key: register.key(data.value) } }] })
    else good.set(register.key(data.value), { ...row, data: data.value })
  })
  const revision = await nextRevision(tx, register.name)
  const counts = { added: 0, changed: 0, unchanged: 0, kept: 0, completed: 0 }
  const digest = createHash('sha256')
  const all = [...good]
  for (let start = 0; start < all.length; start += batchSize) {
    const batch = all.slice(start, start + batchSize)
    const latest = await findLatest(tx, register.name, batch.map(([key]) => key))
    const isOthers = (key: string): boolean => options.keepOthers === true && latest.has(key) && latest.get(key)?.source !== options.source
    const ever = await findMembersEver(tx, register.name, batch.flatMap(([key, row]) => (isOthers(key) && Object.keys(row.data).some((member) => !(member in (latest.get(key)?.data ?? {}))) ? [key] : [])))
    const inserts: EntryInsert[] = []
    const completions: EntryInsert[] = []
    const turning: { data: Data; validFrom?: Instant; validTo?: Instant }[] = []
    const closings: { key: string; version: number; valid_to: string }[] = []
    for (const [key, row] of batch) {
      const former = latest.get(key)
      if (former !== undefined && isOthers(key)) {
        counts.kept++
        const members = ever.get(key)
        const whole = members === undefined ? undefined : completed(former.data as Data, row.data, members)
        if (whole === undefined || !parseData(register, whole, '').ok || (former.valid_to !== null && former.valid_to <= stamp.now)) continue
        const from = loadedFrom(toLatest(former), former.valid_from, stamp.now)
        closings.push({ key, version: former.version, valid_to: toIso(from) })
        completions.push({ key, version: former.version + 1, valid_from: toIso(from), valid_to: former.valid_to === null ? null : toIso(former.valid_to), data: whole })
        turning.push({ data: former.data as Data, validTo: from }, { data: whole, validFrom: from, ...(former.valid_to === null ? {} : { validTo: former.valid_to }) })
        digest.update(textOf(whole)).update('\n')
        continue
      }
      const text = textOf(row.data)
      if (former !== undefined && text === textOf(former.data) && (row.validTo ?? null) === former.valid_to) {
        counts.unchanged++
        continue
      }
      const validFrom = loadedFrom(toLatest(former), row.validFrom, stamp.now)
      if (row.validTo !== undefined && row.validTo <= validFrom) {
        counts.unchanged++
        continue
      }
      if (former !== undefined && (former.valid_to === null || former.valid_to > validFrom)) {
        closings.push({ key, version: former.version, valid_to: toIso(validFrom) })
        turning.push({ data: former.data as Data, validTo: validFrom })
      }
      inserts.push({ key, version: (former?.version ?? 0) + 1, valid_from: toIso(validFrom), valid_to: row.validTo === undefined ? null : toIso(row.validTo), data: row.data })
      turning.push({ data: row.data, validFrom, ...(row.validTo === undefined ? {} : { validTo: row.validTo }) })
      counts[former === undefined ? 'added' : 'changed']++
      digest.update(text).update('\n')
    }
    await closeVersions(tx, register.name, revision, closings)
    if (inserts.length > 0) await insertEntries(tx, register.name, revision, inserts, { source: options.source, actor: stamp.actor.name, at: stamp.now })
    // Under a source of its own: the entry stays its recorders', and the next start leaves it alone.
    if (completions.length > 0) await insertEntries(tx, register.name, revision, completions, { source: `completed by ${options.source}`, actor: stamp.actor.name, at: stamp.now })
    counts.completed += completions.length
    await oweFollowing(tx, stamp, register, turning)
  }
  if (counts.added + counts.changed + counts.completed > 0) {
    const payload = { source: options.source, added: counts.added, changed: counts.changed, ...(counts.completed === 0 ? {} : { completed: counts.completed }), contentHash: digest.digest('hex') }
    await append(tx, stamp, [{ port: everyPort, subjectKind: 'register', subjectId: register.name, type: 'RegisterLoaded', payload }])
    tx.announce(registersChanged)
  }
  return { ...counts, refused }
}
