import { atPort, type Actor } from '../../kernel/actor.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import { encodeCursor } from '../../platform/http/cursor.ts'
import { findAcceptedCasesById, maySee } from '../../window/declarations/public.ts'
import { assess } from '../domain/assess.ts'
import type { Assessment } from '../domain/assessment.ts'
import type { RuleSnapshot } from '../domain/rule-snapshot.ts'
import { readIds } from '../history/public.ts'
import { renderExplanation } from '../render-explanation.ts'
import { listParts, readChanged, type Backtest } from './backtest-store.ts'
import { findTried, withCandidate } from './candidate.ts'
import type { LabParts } from './deps.ts'
import type { Outcome } from './domain/outcome.ts'

/** A case that changes. */
export interface ChangedCase {
  readonly port: string
  readonly declaration: string
  readonly reference: string
  readonly declarant: string
  readonly before: Outcome
  readonly after: Outcome
}

const idOf = (bytes: ArrayBuffer, row: number): string => {
  const hex = Buffer.from(bytes, row * 16, 16).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** Where a page goes on: behind the `index`-th changed row of the `part`-th part. */
export interface CasesAfter {
  readonly part: number
  readonly index: number
}

/** One page of the cases that change, those at the actor's ports, in the order of blocks and ids. */
export async function readChangedCases(context: Context, backtest: Backtest, after: CasesAfter, limit: number): Promise<{ items: ChangedCase[]; next?: string }> {
  const { db, actor } = context
  const found: { port: string; id: string; before: Outcome; after: Outcome }[] = []
  const parts = await listParts(db, backtest.id)
  let next: string | undefined
  for (let p = after.part; p < parts.length && next === undefined; p++) {
    const part = parts[p]
    if (part === undefined || part.changed === 0 || !atPort(actor, part.port)) continue
    const [changed, ids] = await Promise.all([readChanged(db, backtest.id, part), readIds(db, part)])
    if (changed === undefined || ids === undefined) continue
    for (let i = p === after.part ? after.index : 0; i < part.changed; i++) {
      if (found.length === limit) {
        next = encodeCursor([p, i])
        break
      }
      const pair = changed.figures.pairs[changed.pairs.readUInt16LE(2 * i)]
      if (pair !== undefined) found.push({ port: part.port, id: idOf(ids, changed.rows.readUInt32LE(4 * i)), before: pair.before, after: pair.after })
    }
  }
  const ports = [...new Set(found.map(({ port }) => port))]
  const known = new Map((await Promise.all(ports.map((port) => findAcceptedCasesById(db, port, found.filter((one) => one.port === port).map(({ id }) => id))))).flat().map((one) => [one.id, one.content]))
  const items = found.map(({ port, id, before, after: would }) => ({ port, declaration: id, reference: known.get(id)?.reference ?? '', declarant: known.get(id)?.declarant ?? '', before, after: would }))
  return { items, ...(next === undefined ? {} : { next }) }
}

/** What the rules of its time say of a case, and what they would have said with the version that was tried, with both explanations. */
export interface ExplainedCase {
  readonly port: string
  readonly declaration: string
  readonly reference: string
  readonly declarant: string
  readonly before: Explained
  readonly after: Explained
}

export interface Explained {
  readonly assessment: Assessment
  readonly text: { readonly zh: readonly string[]; readonly en: readonly string[] }
}

/** Assesses one case anew, twice. `common/not-found` where the actor may not see it either. */
export async function explainCase(context: Context, parts: LabParts, actor: Actor, backtest: Pick<Backtest, 'table' | 'version'>, port: string, declaration: string): Promise<Result<ExplainedCase>> {
  const [accepted] = await findAcceptedCasesById(context.db, port, [declaration])
  if (accepted === undefined || !maySee(actor, accepted.content)) return refuse({ code: 'common/not-found' })
  const current: RuleSnapshot = { ...(await parts.rules.current()), grades: () => accepted.grade }
  const tried = await findTried(context.db, parts, backtest.table, backtest.version)
  if (tried === undefined) return refuse({ code: 'common/not-found' })
  const after = withCandidate(current, await tried.candidate())
  const facts = { ...accepted.content, at: accepted.acceptedAt }
  const explained = (snapshot: RuleSnapshot): Explained => {
    const assessment = assess(snapshot, facts)
    const { explanation } = assessment
    return { assessment, text: { zh: renderExplanation(snapshot.pack, explanation, 'zh'), en: renderExplanation(snapshot.pack, explanation, 'en') } }
  }
  const { reference, declarant } = accepted.content
  return ok({ port, declaration, reference, declarant, before: explained(current), after: explained(after) })
}
