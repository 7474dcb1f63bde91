import { z } from 'zod'
import { everyPort } from '../../kernel/actor.ts'
import { plus } from '../../kernel/instant.ts'
import { must } from '../../kernel/invariant.ts'
import type { Context } from '../../platform/context.ts'
import { isUnavailable } from '../../platform/database/database.ts'
import type { Job, JobKind } from '../../platform/jobs/public.ts'
import { append } from '../../platform/ledger/public.ts'
import { declarationIndicators } from './domain/indicators.ts'
import { openFitThread, type FitThread } from './fit-in-thread.ts'
import { endFit, findFit, setFitVersion, tellFit, type Fit } from './fit-store.ts'
import { completeModel, countPastLessons, dropIncomplete, findPastLessons, insertFitted, insertModel, type PastLesson } from './model-store.ts'
import { halfLifeAt, type TargetingParts } from './parts.ts'

const Payload = z.object({ id: z.uuid() })

/** Results a fit takes in at most, the latest ones: half a second of work per ten thousand. */
const most = 50_000
const page = 5_000

/** What the history came to. */
interface Read {
  readonly cases: number
  readonly finds: number
  readonly latest: PastLesson
}

/** Hands the history to the thread, the latest results first; undefined when the fit was cancelled, or there is none. */
async function readHistory(context: Context, fit: Fit, thread: FitThread): Promise<Read | undefined> {
  const { db, now } = context
  const total = await countPastLessons(db, most)
  let before: Pick<PastLesson, 'at' | 'port' | 'declaration'> = { at: plus(fit.askedAt, 1), port: '', declaration: '00000000-0000-0000-0000-000000000000' }
  let latest: PastLesson | undefined
  let [cases, finds] = [0, 0]
  while (cases < most) {
    if (!(await tellFit(db, fit.id, { stage: 'reading', done: cases, total }, now))) return undefined
    const next = await findPastLessons(db, before, Math.min(page, most - cases))
    thread.take(next.map(({ traits, found, at }) => ({ traits, found, at })))
    cases += next.length
    finds += next.filter(({ found }) => found).length
    latest ??= next[0]
    before = next.at(-1) ?? before
    if (next.length < page) break
  }
  return latest === undefined ? undefined : { cases, finds, latest }
}

/** Takes away what an earlier try of this fit left behind. */
async function clearRest(context: Context, id: string): Promise<void> {
  const fit = await findFit(context.db, id)
  if (fit === undefined || fit.version === null || fit.state === 'done') return
  const { version } = fit
  await context.db.transaction((tx) => dropIncomplete(tx, version))
}

/** Fits and writes the version, each batch of keys in a transaction of its own; the last makes it a version. False when it was cancelled. */
async function fitAndWrite(context: Context, { law }: TargetingParts, fit: Fit, job: Job): Promise<boolean> {
  const { db, now } = context
  const halfLife = halfLifeAt(law(), now)
  const thread = openFitThread({ indicators: declarationIndicators, reference: fit.askedAt, halfLife })
  try {
    const read = await readHistory(context, fit, thread)
    if (read === undefined) return false
    const { cases, finds, latest } = read
    let version = 0
    let [written, keys] = [0, 0]
    const going = await thread.fit(async (message) => {
      if ('step' in message) return tellFit(db, fit.id, { stage: 'fitting', ...message.step }, now)
      if ('base' in message) {
        keys = message.keys
        return db.transaction(async (tx) => {
          const { note, askedBy, askedName } = fit
          version = await insertModel(tx, {
            base: message.base, reference: fit.askedAt, halfLife: halfLife ?? null, indicators: declarationIndicators, cases, finds, fittedThrough: latest.at,
            note, authorId: askedBy, authorName: askedName, recordedAt: now,
          }, false)
          return setFitVersion(tx, fit.id, version)
        })
      }
      if (!('lessons' in message)) return true
      written += message.count
      return db.transaction(async (tx) => {
        await insertFitted(tx, everyPort, version, message.lessons)
        // Last, for who cancels waits for it.
        return tellFit(tx, fit.id, { stage: 'writing', done: written, total: keys }, now)
      })
    })
    if (!going) return false
    await db.transaction(async (tx) => {
      if (await endFit(tx, fit.id, 'done', now)) {
        await completeModel(tx, version)
        await append(tx, context, [{ port: everyPort, subjectKind: 'indicators', subjectId: String(version), type: 'IndicatorsFitted', payload: { version, cases, finds, keys, note: fit.note, askedBy: fit.askedName } }])
      }
      await job.finishIn(tx)
    })
    return true
  } finally {
    await thread.close()
  }
}

/**
 * The job of a fit: reads the latest results, has a thread of its own work the indicators out, and writes them as a version that waits for a second person.
 * It tells how far it is, stops when it is cancelled, and after a crash begins again; what a try left behind is taken away.
 */
export function fitJob(parts: TargetingParts): JobKind {
  return {
    async run(context, job) {
      const { id } = Payload.parse(job.payload)
      const fit = await findFit(context.db, id)
      if (fit === undefined || fit.state === 'done') return
      await clearRest(context, id)
      if (fit.state !== 'waiting' && fit.state !== 'running') return
      try {
        if (await fitAndWrite(context, parts, must(await findFit(context.db, id), 'the fit'), job)) return
      } catch (error) {
        if (isUnavailable(error)) throw error
        context.log.warn({ err: error, fit: id }, 'fit failed')
        await endFit(context.db, id, 'failed', context.now, error instanceof Error ? error.message.slice(0, 500) : 'unknown')
      }
      await clearRest(context, id)
      // Nothing to read though the fit goes on: every result was unlearned since it was asked for.
      await endFit(context.db, id, 'failed', context.now, 'targeting/nothing-to-learn')
    },
  }
}
