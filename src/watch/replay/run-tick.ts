import { systemActor } from '../../kernel/actor.ts'
import type { Instant } from '../../kernel/instant.ts'
import { takeDue, type AgendaItem } from './domain/agenda.ts'
import { forgetBefore } from './domain/calendar.ts'
import { acceptanceOf, declarantOf, gradeOf, mapDeclaration, supplyPapers, type MappedDeclaration } from './domain/map-declaration.ts'
import { chainsOf, sharedBy } from './domain/chains.ts'
import { follow, type FollowedFact } from './domain/simulation.ts'
import { readSourceRow, type SourceRow, type Verdict } from './domain/source-row.ts'
import { contextAt, contextOf, doPlanned, sendPlanned, type Running } from './do-item.ts'
import { findFactsAfter, type FactCursor } from './fact-store.ts'
import type { ReplayableRow } from './import-store.ts'
import type { Submitted } from './import-declarations.ts'

const labels: Readonly<Record<Verdict, readonly [string, string]>> = { clean: ['0', '0'], fraud: ['1', '1'], 'critical-fraud': ['1', '2'] }
const factsPage = 2000
/** Acts of one transaction at most. */
const actsTogether = 60

/** What a tick needs beside the replay itself. */
export interface Tick {
  readonly until: Instant
  readonly rows: readonly ReplayableRow[]
  readonly deskMethods: ReadonlySet<string>
}

/**
 * One stretch of simulated time: the declarations of it are submitted together, the jobs that follow are done, then everybody does what is due,
 * in the order of their moments, until nothing is left. Gives where the ledger has been read to.
 */
export async function runTick(running: Running, tick: Tick, cursor: FactCursor | undefined): Promise<FactCursor | undefined> {
  const { path, simulation } = running
  Object.assign(running.stretch, { until: tick.until, begun: 0 })
  path.beginTick(tick.until)
  await Promise.all(tick.rows.map((row) => submitRow(running, row)))
  path.advanceTo(tick.until)
  await path.runJobs()
  let at = await catchUp(running, tick.deskMethods, cursor)
  for (let due = takeAlike(running, tick.until); due.length > 0; due = takeAlike(running, tick.until)) {
    await doAll(running, due)
    at = await catchUp(running, tick.deskMethods, at)
  }
  forgetBefore(simulation.calendar, tick.until)
  return at
}

/** What is due next, as far as it is of one kind: directives or acts on inspections, for what the former bring about changes the latter. */
function takeAlike({ simulation: { agenda } }: Running, until: Instant): AgendaItem[] {
  const taken: AgendaItem[] = []
  const sends = agenda.items[0]?.kind === 'direct'
  while (taken.length < actsTogether && (agenda.items[0]?.kind === 'direct') === sends) {
    const item = takeDue(agenda, until)
    if (item === undefined) break
    taken.push(item)
  }
  return taken
}

/**
 * Directives are sent together. Acts share a transaction. The locks that keep acts on one box apart belong to the transaction, so that within
 * one nothing else does: acts that could see each other follow each other, the others are done side by side.
 */
async function doAll(running: Running, due: readonly AgendaItem[]): Promise<void> {
  if (due[0]?.kind === 'direct') {
    await Promise.all(due.map((item) => sendPlanned(running, item)))
    return
  }
  const acts = due.flatMap((item) => {
    const context = contextOf(running, item)
    return context === undefined ? [] : [{ item, context }]
  })
  const chains = chainsOf(acts, ({ item }) => sharedBy(running.simulation, item))
  await running.path.machine.db.transaction(async (tx) => {
    const ended = await Promise.allSettled(
      chains.map(async (chain) => {
        for (const { item, context } of chain) await doPlanned(running, tx, item, context)
      }),
    )
    // Only when all have ended: nothing may be sent after the end of the transaction.
    for (const end of ended) if (end.status === 'rejected') throw end.reason
  })
}

async function catchUp({ path, simulation, profile, port }: Running, deskMethods: ReadonlySet<string>, cursor: FactCursor | undefined): Promise<FactCursor | undefined> {
  let at = cursor
  const news: FollowedFact[] = []
  for (;;) {
    const { facts, last } = await findFactsAfter(path.machine.db, port, at, factsPage)
    news.push(...facts)
    at = last
    if (facts.length < factsPage) break
  }
  // In the order in which things happened, not in that in which acts done side by side came to be written.
  for (const fact of news.sort((a, b) => (a.id < b.id ? -1 : 1))) follow(simulation, fact, profile, deskMethods)
  return at
}

async function submitRow(running: Running, { record, verdict, line }: ReplayableRow): Promise<void> {
  const { path, simulation, profile, port } = running
  const [fraud, critical] = labels[verdict]
  const row = readSourceRow({ ...record, Fraud: fraud, 'Critical Fraud': critical }, line)
  if ('reason' in row) return void simulation.measures.rejected++
  const acceptedAt = acceptanceOf(row, profile)
  const mapped = mapDeclaration(row, port, profile, path.tariffAt(acceptedAt))
  if ('reason' in mapped) return void simulation.measures.rejected++
  expect(running, row, mapped)
  const context = contextAt(running, systemActor, acceptedAt)
  let outcome: Submitted = await path.submit(context, structuredClone(mapped))
  const supplied = outcome.kind === 'refused' ? supplyPapers(mapped, outcome.refusals) : undefined
  if (supplied !== undefined) outcome = await path.submit(context, structuredClone(supplied))
  if (outcome.kind !== 'refused') return
  delete simulation.expected[mapped.reference]
  simulation.measures.rejected++
}

function expect({ simulation, profile }: Running, row: SourceRow, mapped: MappedDeclaration): void {
  const grade = gradeOf(declarantOf(row, profile), profile)
  const facts = { reference: mapped.reference, hs: mapped.items[0]?.hs ?? '', origin: row.origin, mode: mapped.mode, grade, netWeightKg: row.netMassKg, value: row.price, containers: (mapped.containers ?? []).map(({ number }) => number) }
  simulation.expected[mapped.reference] = { verdict: row.verdict, facts }
}
