import { minutes, plus, seconds, type Instant } from '../../kernel/instant.ts'
import { must } from '../../kernel/invariant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { systemContext, type Context, type Machine } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { enqueue, type JobKind } from '../../platform/jobs/public.ts'
import { countAcceptedCases, findAcceptedCases, firstAcceptance, type AcceptedCase } from '../../window/declarations/public.ts'
import { blockCases, encodeBlock } from './domain/block.ts'
import { historyCaseOf, type HistoryCase } from './domain/history-case.ts'
import { idAfter, idAt, monthAfter, monthOf } from './domain/months.ts'
import { blocksOfMonth, deleteBlocks, insertBlock, lockHistory, type BlockHead } from './store.ts'
import { utf8 } from '../block-text.ts'

/** The job that keeps a port's history up to date. */
export const gatherKind = 'history-gather'
const every = minutes(10)
/** Younger cases wait: a transaction that took an earlier id may still be on its way. */
const settled = seconds(10)
const pageCases = 2_000

const clocks = new Map<string, Intl.DateTimeFormat>()
const hours = new Map<string, number>()

/** Hour of the day by the clock of a place. */
function hourAt(timeZone: string, at: Instant): number {
  const key = `${timeZone} ${Math.floor(at / 1_800_000)}`
  let hour = hours.get(key)
  if (hour === undefined) {
    const clock = clocks.get(timeZone) ?? new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' })
    clocks.set(timeZone, clock)
    hour = Number(clock.format(at))
    if (hours.size > 50_000) hours.clear()
    hours.set(key, hour)
  }
  return hour
}

/** What the history keeps of an accepted declaration. */
export function caseOf(timeZone: string, accepted: AcceptedCase): HistoryCase {
  const { id, content, acceptedAt, arrival, grade, releaseMode, riskLevel } = accepted
  return historyCaseOf({ ...content, at: acceptedAt }, { id, hour: hourAt(timeZone, arrival ?? acceptedAt), grade, releaseMode, riskLevel })
}

function idBytes(ids: readonly string[]): Uint8Array {
  return Buffer.from(ids.join('').replaceAll('-', ''), 'hex')
}

async function writeBlock(tx: Tx, now: Instant, port: string, month: string, n: number, cases: readonly HistoryCase[]): Promise<void> {
  const [first, last] = [must(cases[0], 'a block has cases'), must(cases.at(-1), 'a block has cases')]
  let [firstAt, lastAt, lines] = [first.at, first.at, 0]
  for (const one of cases) {
    if (one.at < firstAt) firstAt = one.at
    if (one.at > lastAt) lastAt = one.at
    lines += one.lines.length
  }
  await insertBlock(tx, { port, month, n, firstId: first.id, lastId: last.id, firstAt, lastAt, cases: cases.length, lines, columns: encodeBlock(cases, utf8), ids: idBytes(cases.map(({ id }) => id)), writtenAt: now })
}

/** From which block on a month is written anew: the last one while it is small beside what is new, so that blocks grow without being written again and again. */
function firstToWrite(blocks: readonly BlockHead[], fresh: number): number {
  let n = blocks.length
  let joined = fresh
  for (let last = blocks[n - 1]; last !== undefined && last.cases <= joined && last.cases + joined <= blockCases; last = blocks[n - 1]) {
    joined += last.cases
    n--
  }
  return n
}

async function gatherMonth(tx: Tx, now: Instant, port: string, timeZone: string, month: Instant, below: string): Promise<number> {
  const name = new Date(month).toISOString().slice(0, 10)
  const span = { from: idAt(month), below }
  const known = await blocksOfMonth(tx, port, name)
  const gathered = known.reduce((sum, block) => sum + block.cases, 0)
  const count = await countAcceptedCases(tx, port, span)
  if (count === gathered) return 0
  const last = known.at(-1)
  const beyond = last === undefined ? count : await countAcceptedCases(tx, port, { from: idAfter(last.lastId), below })
  // Something came in between, as old cases do that are taken over: the month is written anew.
  const keep = beyond === count - gathered ? firstToWrite(known, beyond) : 0
  await deleteBlocks(tx, port, name, keep + 1)
  const kept = known[keep - 1]
  let from = kept === undefined ? span.from : idAfter(kept.lastId)
  let n = keep + 1
  let cases: HistoryCase[] = []
  for (;;) {
    const page = await findAcceptedCases(tx, port, { from, below }, Math.min(pageCases, blockCases - cases.length))
    for (const one of page) cases.push(caseOf(timeZone, one))
    const end = page.at(-1)
    if (end !== undefined) from = idAfter(end.id)
    if (cases.length > 0 && (cases.length === blockCases || end === undefined)) {
      await writeBlock(tx, now, port, name, n++, cases)
      cases = []
    }
    if (end === undefined) return count - gathered
  }
}

/**
 * Brings the history of a port up to date: every accepted declaration of more than ten seconds ago is in a block of its month. Idempotent; cases that
 * were taken over late, with ids between others, have their month written anew. One transaction per month. Returns how many cases joined.
 */
export async function gatherHistory(context: Pick<Context, 'db' | 'now'>, law: Pack, port: string): Promise<number> {
  const { db, now } = context
  const first = await firstAcceptance(db, port)
  if (first === undefined) return 0
  const timeZone = law.ports.find((one) => one.code === port)?.timeZone ?? 'UTC'
  const end = plus(now, -settled)
  let joined = 0
  for (let month = monthOf(first); month <= end; month = monthAfter(month)) {
    const next = monthAfter(month)
    joined += await db.transaction(async (tx) => {
      await lockHistory(tx, port)
      return gatherMonth(tx, now, port, timeZone, month, idAt(next < end ? next : end))
    })
  }
  return joined
}

/** The job of a port's history: looks again by itself. */
export function gatherJob(law: () => Pack): JobKind {
  return {
    async run(context, job) {
      await gatherHistory(context, law(), job.port)
      await context.db.transaction(async (tx) => {
        await enqueue(tx, context, { port: job.port, kind: gatherKind, payload: {}, key: gatherKind, runAt: plus(context.now, every) })
        await job.finishIn(tx)
      })
    },
  }
}

/** Has the history of every port of the law kept up to date from now on. Once at the start of a process; several processes do it once. */
export async function keepHistory(machine: Machine, law: Pack): Promise<void> {
  const context = systemContext(machine)
  await machine.db.transaction((tx) => enqueue(tx, context, ...[...new Set(law.ports.map(({ code }) => code))].map((port) => ({ port, kind: gatherKind, payload: {}, key: gatherKind }))))
}
