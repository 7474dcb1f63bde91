import type { Json } from '../../kernel/canonical-json.ts'
import { days, fromEpoch, minutes, plus, toIso, type Instant } from '../../kernel/instant.ts'
import { systemContext, type Machine } from '../../platform/context.ts'
import { append } from '../../platform/ledger/append.ts'
import { firstAt } from './domain/agenda.ts'
import { figures, type ReplayFigures } from './domain/measure.ts'
import type { ReplayProfile } from './domain/replay-profile.ts'
import { finish, newSimulation, type Simulation } from './domain/simulation.ts'
import type { Running } from './do-item.ts'
import type { FactCursor } from './fact-store.ts'
import { findRowsInOrder, type ReplayableRow, type RowCursor } from './import-store.ts'
import type { ReplayPath } from './path.ts'
import { insertReplay, takeUpReplay, updateReplay, type ReplayState } from './replay-store.ts'
import { runTick } from './run-tick.ts'

/** What a replay needs: the product's own machine, where its report goes, and the path on a database of its own. */
export interface ReplayDeps {
  readonly machine: Machine
  readonly path: ReplayPath
  readonly profile: ReplayProfile
  readonly deskMethods: ReadonlySet<string>
  /** Tells the database of the path how much it holds by now. */
  readonly refreshStatistics: () => Promise<void>
}

/** Which replay, and how it is watched and stopped. */
export interface ReplayRun {
  readonly port: string
  readonly id: string
  readonly importId: string
  readonly rowsTotal: number
  readonly stop?: AbortSignal
  readonly onProgress?: (done: number, total: number, until: Instant) => void
}

/** How a run ended. */
export interface ReplayOutcome {
  readonly state: 'stopped' | 'done'
  readonly rowsDone: number
  /** Of this and earlier stretches. */
  readonly seconds: number
  readonly figures: ReplayFigures
}

/** Everything a stopped run needs to go on. */
interface Standing {
  readonly simulation: Simulation
  readonly rowCursor: RowCursor | null
  readonly factCursor: FactCursor | null
  readonly rowsDone: number
  readonly clock: number
  readonly seconds: number
}

/** How much simulated time is done in one go: what happens within it is told apart by its own moments, not by the order of writing. */
const tickLength = minutes(30)
/** After the last row, how long the parties may take to bring everything to its end. */
const afterwards = days(60)
const rowsAhead = 1000
/** After how many rows the statistics are refreshed for the first time; then whenever their number has doubled. */
const firstRefresh = 100
/** How often the report is brought up to date while a run is under way. */
const reportEvery = 3_000

/** Notes a new replay in the product's own database. */
export async function beginReplay(machine: Machine, run: Pick<ReplayRun, 'port' | 'id' | 'importId' | 'rowsTotal'>, details: { readonly seed: string; readonly rowLimit: number | undefined; readonly scratchDatabase: string }): Promise<void> {
  const context = systemContext(machine)
  await machine.db.transaction(async (tx) => {
    await insertReplay(tx, { ...run, ...details, startedAt: context.now })
    await append(tx, context, [{ port: run.port, subjectKind: 'replay', subjectId: run.id, type: 'ReplayStarted', payload: { import: run.importId, rows: run.rowsTotal, seed: details.seed } }])
  })
}

/** Runs a new replay to its end or to the next safe point after it was asked to stop. */
export async function runReplay(deps: ReplayDeps, run: ReplayRun): Promise<ReplayOutcome> {
  return go(deps, run, { simulation: newSimulation(deps.profile), rowCursor: null, factCursor: null, rowsDone: 0, clock: 0, seconds: 0 })
}

/** Goes on with a stopped replay; undefined when another process has taken it up meanwhile. */
export async function resumeReplay(deps: ReplayDeps, run: ReplayRun): Promise<ReplayOutcome | undefined> {
  const context = systemContext(deps.machine)
  const standing = await deps.machine.db.transaction(async (tx) => {
    const found = await takeUpReplay(tx, run.port, run.id, context.now)
    if (found !== undefined) await append(tx, context, [{ port: run.port, subjectKind: 'replay', subjectId: run.id, type: 'ReplayResumed', payload: {} }])
    return found
  })
  return standing === undefined ? undefined : go(deps, run, standing as unknown as Standing)
}

async function go(deps: ReplayDeps, run: ReplayRun, from: Standing): Promise<ReplayOutcome> {
  const { machine, path, profile } = deps
  const { simulation } = from
  const running: Running = { path, simulation, profile, port: run.port, stretch: { until: fromEpoch(0), begun: 0 } }
  const source = rowSource(machine, run, from.rowCursor ?? undefined, run.rowsTotal - from.rowsDone)
  const begun = performance.now()
  const seconds = (): number => from.seconds + (performance.now() - begun) / 1000
  let [rowsDone, factCursor, clock, reportedAt] = [from.rowsDone, from.factCursor ?? undefined, fromEpoch(from.clock), -Infinity]
  let lastRowAt = clock
  let refreshAt = firstRefresh

  const report = async (state: ReplayState, fact?: string): Promise<ReplayFigures> => {
    const now = figures(simulation.measures)
    const standing: Standing | undefined = state === 'stopped' ? { simulation, rowCursor: source.cursor() ?? null, factCursor: factCursor ?? null, rowsDone, clock, seconds: seconds() } : undefined
    const context = systemContext(machine)
    await machine.db.transaction(async (tx) => {
      await updateReplay(tx, run.port, run.id, { state, rowsDone, seconds: Math.round(seconds() * 10) / 10, simulatedUntil: clock === 0 ? undefined : clock, standing: standing as unknown as Json | undefined, figures: now, changedAt: context.now })
      if (fact !== undefined) await append(tx, context, [{ port: run.port, subjectKind: 'replay', subjectId: run.id, type: fact, payload: { rows: rowsDone, simulatedUntil: toIso(clock) } }])
    })
    reportedAt = performance.now()
    return now
  }

  for (;;) {
    const nextRow = await source.peek()
    const next = earlier(nextRow?.acceptedAt, firstAt(simulation.agenda))
    if (nextRow !== undefined) lastRowAt = nextRow.acceptedAt
    if (next === undefined || (nextRow === undefined && next > plus(lastRowAt, afterwards))) break
    clock = fromEpoch((Math.floor(next / tickLength) + 1) * tickLength)
    const rows = await source.takeBefore(clock)
    factCursor = await runTick(running, { until: clock, rows, deskMethods: deps.deskMethods }, factCursor)
    rowsDone += rows.length
    if (rowsDone >= refreshAt) {
      await deps.refreshStatistics()
      while (refreshAt <= rowsDone) refreshAt *= 2
    }
    run.onProgress?.(rowsDone, run.rowsTotal, clock)
    if (run.stop?.aborted === true) return { state: 'stopped', rowsDone, seconds: seconds(), figures: await report('stopped', 'ReplayStopped') }
    if (performance.now() - reportedAt > reportEvery) await report('running')
  }
  finish(simulation)
  return { state: 'done', rowsDone, seconds: seconds(), figures: await report('done', 'ReplayFinished') }
}

function earlier(a: Instant | undefined, b: Instant | undefined): Instant | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return a < b ? a : b
}

interface RowSource {
  peek(): Promise<ReplayableRow | undefined>
  takeBefore(until: Instant): Promise<ReplayableRow[]>
  /** The last row taken. */
  cursor(): RowCursor | undefined
}

/** Imported rows in the order of acceptance, read a thousand at a time. */
function rowSource(machine: Machine, run: ReplayRun, from: RowCursor | undefined, limit: number): RowSource {
  let ahead: ReplayableRow[] = []
  let [readTo, takenTo, left] = [from, from, limit]

  async function fill(): Promise<void> {
    if (ahead.length > 0 || left === 0) return
    ahead = await findRowsInOrder(machine.db, run.port, run.importId, readTo, Math.min(rowsAhead, left))
    left = ahead.length === 0 ? 0 : left - ahead.length
    const last = ahead.at(-1)
    if (last !== undefined) readTo = { at: last.acceptedAt, line: last.line }
  }

  return {
    async peek() {
      await fill()
      return ahead[0]
    },
    async takeBefore(until) {
      const taken: ReplayableRow[] = []
      for (;;) {
        await fill()
        const count = ahead.findIndex((row) => row.acceptedAt >= until)
        taken.push(...ahead.splice(0, count < 0 ? ahead.length : count))
        if (count >= 0 || left === 0) break
      }
      const last = taken.at(-1)
      if (last !== undefined) takenTo = { at: last.acceptedAt, line: last.line }
      return taken
    },
    cursor: () => takenTo,
  }
}
