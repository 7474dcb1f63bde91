import type { Pack } from '../../kernel/pack.ts'
import { inForce } from '../../kernel/instant.ts'
import type { Context } from '../../platform/context.ts'
import { append } from '../../platform/ledger/append.ts'
import { oweNotices } from '../../platform/notices/public.ts'
import { findCases, type DeclarationCase } from '../../window/declarations/public.ts'
import { findInsideOf, visitKey } from '../../window/objects/public.ts'
import { findAskedKeys } from '../directives/public.ts'
import { settleGoods } from '../inspections/public.ts'
import { lockPort } from '../ports.ts'
import { linkIn } from './link-declarations.ts'

/**
 * Goods whose mode lets them go at once, kept at acceptance for a directive on their box: they go when nothing is asked of them any more, also
 * when that was answered before anybody could tell the directive of them.
 */
export async function letGoAnswered(context: Context, pack: Pack, port: string, declarations: readonly DeclarationCase[]): Promise<void> {
  const kept = declarations.filter(({ status, releaseMode, acceptedAt }) => status === 'accepted' && pack.releaseModes.some((mode) => mode.code === releaseMode && mode.releasedAt === 'acceptance' && inForce(mode, acceptedAt)))
  if (kept.length === 0) return
  await context.db.transaction(async (tx) => {
    await lockPort(tx, port)
    await settleGoods(tx, { ...context, port, pack }, kept.map(({ id }) => id))
  })
}

/**
 * Looks once more for directives on the boxes and parcels of goods that were let go at acceptance. Acceptance has looked already; only a directive that was
 * being written at that very moment can have been missed, and it has not seen the declaration either. Alone at the port nothing is being
 * written: what is found now is linked, and its agency is told that the goods are gone, so that nobody waits for them.
 */
export async function noticeReleased(context: Context, pack: Pack, port: string, ids: readonly string[]): Promise<void> {
  await context.db.transaction(async (tx) => {
    await lockPort(tx, port)
    const boxes = (await findInsideOf(tx, port, ids)).map(({ declarationId, kind, number, visit }) => ({ declarationId, key: visitKey(kind, number, visit) }))
    const asked = new Set((await findAskedKeys(tx, boxes.map(({ key }) => ({ port, key })))).map(({ key }) => key))
    const met = boxes.filter(({ key }) => asked.has(key)).map(({ declarationId }) => declarationId)
    if (met.length === 0) return
    const missed = await linkIn(tx, context, pack, port, await findCases(tx, port, [...new Set(met)]))
    await append(
      tx,
      context,
      missed.map(({ directive, declaration }) => ({
        port,
        subjectKind: 'directive',
        subjectId: directive.id,
        type: 'GoodsGoneBeforeDirective',
        payload: { agency: directive.agency, declaration: declaration.id, number: declaration.number },
        related: [{ kind: 'declaration', id: declaration.id }],
      })),
    )
    await oweNotices(
      tx,
      context,
      missed.map(({ directive, declaration }) => ({
        port,
        recipient: { kind: 'agency', code: directive.agency },
        type: 'GoodsGoneBeforeDirective',
        subjectKind: 'directive',
        subjectId: directive.id,
        facts: { number: declaration.number, object: directive.object.ref },
      })),
    )
  })
}
