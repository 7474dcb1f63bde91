import { minutes, plus, type Instant } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { refuse, ok, type Result } from '../../kernel/result.ts'
import { systemContext, type Machine } from '../../platform/context.ts'
import type { Database } from '../../platform/database/database.ts'
import type { ReplayProfile } from './domain/replay-profile.ts'
import { findNewestImport } from './import-store.ts'
import type { ReplayPath } from './path.ts'
import { abandonSilent, findStopped } from './replay-store.ts'
import { beginReplay, resumeReplay, runReplay, type ReplayOutcome, type ReplayRun } from './run-replay.ts'
import { createScratch, dropScratch, reopenScratch, refreshStatistics, scratchName } from './scratch-store.ts'

/** What is asked of a replay. */
export interface ReplayRequest {
  readonly port: string | undefined
  readonly rows: number | undefined
  readonly resume: boolean
  readonly stop?: AbortSignal
  readonly onProgress?: (done: number, total: number, until: Instant) => void
}

/** What a replay needs of the rest of the product; given by apps. `url` is the owner's connection to the product's database. */
export interface ReplayParts {
  readonly machine: Machine
  readonly url: string
  readonly pack: Pack
  readonly profiles: Readonly<Record<string, ReplayProfile>>
  readonly openPath: (scratch: Database, profile: ReplayProfile) => Promise<ReplayPath>
}

/** How a replay ended, and of what. */
export interface ReplayResult extends ReplayOutcome {
  readonly id: string
  readonly port: string
  readonly seed: string
  readonly rowsTotal: number
}

/** A run that has not shown a sign of life for so long has no process any more. */
const silence = minutes(2)

/**
 * Runs the newest import of a port (or of any) through the whole path in a database of its own, or goes on with the newest stopped run.
 * Refuses when there is nothing to run: `replay/nothing-imported`, `replay/nothing-stopped`, `replay/unknown-profile`.
 */
export async function replay(parts: ReplayParts, request: ReplayRequest): Promise<Result<ReplayResult>> {
  await sweep(parts)
  return request.resume ? resume(parts, request) : start(parts, request)
}

async function start(parts: ReplayParts, request: ReplayRequest): Promise<Result<ReplayResult>> {
  const { machine, profiles } = parts
  const source = await findNewestImport(machine.db, request.port)
  if (source === undefined) return refuse({ code: 'replay/nothing-imported' })
  const profile = profiles[source.profile]
  if (profile === undefined) return refuse({ code: 'replay/unknown-profile', facts: { profile: source.profile } })
  const id = systemContext(machine).newId()
  const run = { ...watched(request), port: source.port, id, importId: source.id, rowsTotal: Math.min(source.imported, request.rows ?? Infinity) }
  const scratch = await createScratch(parts.url, scratchName(id))
  await beginReplay(machine, run, { seed: profile.seed, rowLimit: request.rows, scratchDatabase: scratchName(id) })
  return ok(await within(parts, profile, run, scratch, runReplay))
}

async function resume(parts: ReplayParts, request: ReplayRequest): Promise<Result<ReplayResult>> {
  const stopped = await findStopped(parts.machine.db, request.port)
  if (stopped === undefined || stopped.scratchDatabase === undefined) return refuse({ code: 'replay/nothing-stopped' })
  const profile = parts.profiles[stopped.profile]
  if (profile === undefined) return refuse({ code: 'replay/unknown-profile', facts: { profile: stopped.profile } })
  const run = { ...watched(request), port: stopped.port, id: stopped.id, importId: stopped.importId, rowsTotal: stopped.rowsTotal }
  const result = await within(parts, profile, run, await reopenScratch(parts.url, stopped.scratchDatabase), resumeReplay)
  return result === undefined ? refuse({ code: 'replay/nothing-stopped' }) : ok(result)
}

function watched({ stop, onProgress }: ReplayRequest): Pick<ReplayRun, 'stop' | 'onProgress'> {
  return { ...(stop === undefined ? {} : { stop }), ...(onProgress === undefined ? {} : { onProgress }) }
}

/** Runs on the scratch database and closes it; a run that is done needs it no more, one that failed cannot use it. */
async function within<O extends ReplayOutcome | undefined>(
  parts: ReplayParts,
  profile: ReplayProfile,
  run: ReplayRun,
  scratch: Database,
  go: (deps: Parameters<typeof runReplay>[0], run: ReplayRun) => Promise<O>,
): Promise<O extends undefined ? undefined : ReplayResult> {
  const { machine, pack, url } = parts
  let keep = false
  const path = await parts.openPath(scratch, profile)
  try {
    const deskMethods = new Set(pack.methods.filter((rule) => rule.desk).map((rule) => rule.method))
    const outcome = await go({ machine, path, profile, deskMethods, refreshStatistics: () => refreshStatistics(url, scratchName(run.id)) }, run)
    keep = outcome?.state !== 'done'
    return (outcome === undefined ? undefined : { ...outcome, id: run.id, port: run.port, seed: profile.seed, rowsTotal: run.rowsTotal }) as O extends undefined ? undefined : ReplayResult
  } finally {
    await path.close()
    await scratch.close()
    if (!keep) await dropScratch(url, scratchName(run.id))
  }
}

/** Deletes what runs left behind whose process ended without a word. */
async function sweep({ machine, url }: ReplayParts): Promise<void> {
  const silent = await machine.db.transaction((tx) => abandonSilent(tx, plus(machine.clock.now(), -silence)))
  for (const { scratchDatabase } of silent) await dropScratch(url, scratchDatabase)
}
