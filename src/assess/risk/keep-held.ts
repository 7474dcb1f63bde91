import { raiseDoubts } from '../../clear/release/public.ts'
import type { Context } from '../../platform/context.ts'
import { append } from '../../platform/ledger/append.ts'
import { oweNotices } from '../../platform/notices/public.ts'
import { findCases, lockCases } from '../../window/declarations/public.ts'
import { insertHeld } from './held-store.ts'
import type { RiskParts } from './parts.ts'

/** A consignment that a hold rule keeps. */
export interface ToKeep {
  readonly entry: string
  readonly declaration: string
  readonly number: string
}

/**
 * Keeps consignments under hold rules: no mode, sample or silence lets them go until an officer does (AL-03). Its agency is told. Those already kept are left
 * alone, so that it may be called again; those that are gone meanwhile are not kept.
 */
export async function keepHeld(context: Context, { law }: Pick<RiskParts, 'law'>, port: string, cases: readonly ToKeep[]): Promise<void> {
  if (cases.length === 0) return
  const agencies = new Set(law().agencies.map(({ code }) => code))
  await context.db.transaction(async (tx) => {
    const open = new Set((await lockCases(tx, port, cases.map(({ declaration }) => declaration))).flatMap(({ id, status }) => (status === 'accepted' || status === 'held' ? [id] : [])))
    const kept = await insertHeld(tx, port, cases.filter(({ declaration }) => open.has(declaration)), context.now)
    if (kept.length === 0) return
    await raiseDoubts(tx, port, kept.map(({ declaration, entry, agency }) => ({ declaration, about: entry, agency })), context.now)
    await append(tx, context, kept.map(({ entry, declaration, number, agency }) => ({ port, subjectKind: 'hold-rule', subjectId: entry, type: 'GoodsKeptByHold', payload: { number, agency }, related: [{ kind: 'declaration', id: declaration }] })))
    await oweNotices(tx, context, kept.filter(({ agency }) => agencies.has(agency)).map(({ entry, number, agency }) => ({ port, recipient: { kind: 'agency', code: agency }, type: 'GoodsKeptByHold', subjectKind: 'hold-rule', subjectId: entry, facts: { number } })))
  })
}

/** Keeps those of newly accepted declarations that a hold rule of the measure `hold` fits, as their assessment says. */
export async function keepAccepted(context: Context, parts: Pick<RiskParts, 'law'>, port: string, ids: readonly string[]): Promise<void> {
  const declarations = await findCases(context.db, port, ids)
  const cases = declarations.flatMap(({ id, number, assessment }) =>
    assessment.explanation.steps.flatMap(({ factor, outcome, parameters }): ToKeep[] => {
      const entry = parameters.find(({ name }) => name === 'entry')?.value
      return factor === 'hold-rule' && outcome['measure'] === 'hold' && typeof entry === 'string' ? [{ entry, declaration: id, number }] : []
    }),
  )
  await keepHeld(context, parts, port, cases)
}
