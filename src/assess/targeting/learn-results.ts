import type { Pack } from '../../kernel/pack.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { append } from '../../platform/ledger/public.ts'
import { enqueue, type JobKind } from '../../platform/jobs/public.ts'
import type { Lesson } from './domain/model.ts'
import { lessonsOf, type Scorer } from './domain/model.ts'
import type { Traits } from './domain/indicators.ts'
import { traitsOf } from './domain/traits.ts'
import { insertLessons, markLearned, takeLessons, type WaitingLesson } from './choice-store.ts'
import { addToCounters, bumpIndicators } from './model-store.ts'
import type { Targeting } from './open-targeting.ts'
import type { TargetingParts } from './parts.ts'

/** Kind of the job that teaches the indicators what inspections found. */
export const learnKind = 'targeting-learn'

/** A result as targeting looks at it. */
export interface SeenResult {
  readonly port: string
  readonly declarations: readonly string[]
  readonly outcome: 'clear' | 'problem' | 'not-looked'
  readonly checks: readonly { readonly code: string; readonly outcome: 'ok' | 'problem' | 'omitted' | 'not-needed' }[]
}

/** Whether a result says something of the goods: they were looked at by more than their papers, or something was found. */
function looked(law: Pack, { outcome, checks }: SeenResult): boolean {
  return outcome === 'problem' || checks.some(({ code, outcome: came }) => came !== 'omitted' && came !== 'not-needed' && law.methods.some(({ method, desk }) => method === code && !desk))
}

/** Owes the indicators the results of an inspection, in the transaction that records them. */
export async function oweLessons(tx: Tx, context: Pick<Context, 'now' | 'newId'>, law: Pack, results: readonly SeenResult[]): Promise<void> {
  const found = new Map<string, { readonly port: string; readonly found: boolean }>()
  for (const result of results) {
    if (!looked(law, result)) continue
    for (const id of result.declarations) found.set(id, { port: result.port, found: result.outcome === 'problem' || found.get(id)?.found === true })
  }
  for (const port of new Set([...found.values()].map((one) => one.port))) {
    await insertLessons(tx, port, [...found].flatMap(([declaration, one]) => (one.port === port ? [{ declaration, found: one.found }] : [])), context.now)
    await enqueue(tx, context, { port, kind: learnKind, payload: {}, key: learnKind })
  }
}

/** Lessons of one turn. */
const most = 300

interface Taught {
  readonly lesson: WaitingLesson
  readonly traits: Traits
}

/** The lessons of several results, added up by key; a find after a clean look that was learned adds the find alone. */
function sumLessons(scorer: Scorer, taught: readonly Taught[]): Lesson[] {
  const sums = new Map<string, Lesson>()
  for (const { lesson, traits } of taught) {
    const again = lesson.learned === false
    for (const { indicator, key, checks, finds, expected } of lessonsOf(scorer, traits, lesson.found, lesson.at)) {
      const name = `${indicator} ${key}`
      const before = sums.get(name) ?? { indicator, key, checks: 0, finds: 0, expected: 0 }
      sums.set(name, { indicator, key, checks: before.checks + (again ? 0 : checks), finds: before.finds + finds, expected: before.expected + (again ? 0 : expected) })
    }
  }
  return [...sums.values()]
}

/**
 * The job that teaches the indicators what was found. Counters, what has been learned and the end of the job are one transaction: each result counts
 * exactly once, whatever happens to the worker.
 */
export function learnJob(targeting: Targeting, { declared }: TargetingParts): JobKind {
  return {
    async run(context, job) {
      const { port } = job
      const { version, scorer } = await targeting.scorer(context.now)
      await context.db.transaction(async (tx) => {
        const waiting = await takeLessons(tx, port, most)
        const cases = new Map((await declared(tx, port, waiting.map(({ declaration }) => declaration))).map(({ id, facts }) => [id, facts]))
        const taught = waiting.flatMap((lesson): Taught[] => {
          const facts = cases.get(lesson.declaration)
          if (facts === undefined) return []
          // What was found is put down to the line that was most suspected.
          const [first] = facts.items.map((item) => traitsOf(facts, item)).sort((a, b) => scorer.score(b) - scorer.score(a))
          return first === undefined ? [] : [{ lesson, traits: lesson.traits ?? first }]
        })
        const changed = await bumpIndicators(tx)
        await addToCounters(tx, port, version, changed, sumLessons(scorer, taught))
        const traitsBy = new Map(taught.map(({ lesson, traits }) => [lesson.declaration, traits]))
        const counted = waiting.map(({ declaration, found, told }) => ({ declaration, checks: told === null ? 1 : 0, finds: found && told !== true ? 1 : 0 }))
        await markLearned(tx, port, waiting.map(({ declaration, found }) => ({ declaration, found, traits: traitsBy.get(declaration) ?? null })), counted)
        await append(tx, context, [{ port, subjectKind: 'indicators', subjectId: String(version), type: 'IndicatorsLearned', payload: { version, checks: waiting.length, finds: waiting.filter(({ found }) => found).length } }])
        if (waiting.length === most) await enqueue(tx, context, { port, kind: learnKind, payload: {}, key: learnKind })
        await job.finishIn(tx)
      })
    },
  }
}
