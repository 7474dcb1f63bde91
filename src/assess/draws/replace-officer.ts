import { z } from 'zod'
import { must } from '../../kernel/invariant.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import { personBehind } from '../../kernel/second-person.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { append } from '../../platform/ledger/public.ts'
import { approveReplacementRow, insertReplacement, readReplacements } from './aftermath-store.ts'
import { closeAssignments, insertAssignments, readList, readNamed } from './candidate-store.ts'
import { drawLots, type Selected } from './domain/draw-lots.ts'
import { mayApprove, maySeeNames } from './domain/permissions.ts'
import type { Draw } from './draw.ts'
import { lockDraw } from './store.ts'

export const ReplaceOfficer = z.strictObject({
  id: z.uuid().optional(),
  object: z.string().regex(/^O-\d+$/),
  officer: z.string().regex(/^I-\d+$/),
  /** Published as it stands: why the officer cannot come (interest, illness …). Who comes instead cannot be said. */
  reason: z.string().trim().min(5).max(500),
})
export type ReplaceOfficer = z.infer<typeof ReplaceOfficer>

/** The crews as they stand after the replacements that count. */
export async function currentCrews(tx: Pick<Tx, 'query'>, draw: Draw): Promise<readonly Selected[]> {
  const { head, seed } = draw
  if (head === null || seed === null) return []
  const counted = (await readReplacements(tx, draw.port, draw.id)).filter(({ place }) => place !== null)
  return drawLots(await readList(tx, draw.port, draw.id, head), seed, counted.map(({ object, officer }) => ({ object, out: officer })))
}

/** Says that an officer who was drawn cannot come, with the reason (recusal, illness). Nothing changes before a second person agrees (DR-05). */
export async function askReplacement(tx: Tx, context: Context, ports: readonly string[], id: string, { object, officer, reason }: ReplaceOfficer): Promise<Result<Draw>> {
  const draw = await lockDraw(tx, ports, id)
  if (draw === undefined || !maySeeNames(context.actor, draw)) return refuse({ code: 'common/not-found' })
  if (context.actor.agency !== draw.agency) return refuse({ code: 'common/not-permitted' })
  if (draw.state !== 'drawn' || draw.replacedBy !== null) return refuse({ code: 'draws/not-now', facts: { state: draw.state } })
  const crew = (await currentCrews(tx, draw)).find((one) => one.object === object)?.officers ?? []
  if (!crew.includes(officer)) return refuse({ code: 'draws/not-drawn-for-it', pointer: '/officer', facts: { officer, object } })
  const written = await insertReplacement(tx, draw.port, id, { id: context.newId(), object, officer, reason, askedBy: personBehind(context.actor), askedAt: context.now })
  if (!written) return refuse({ code: 'draws/asked-already', pointer: '/officer', facts: { officer, object } })
  await append(tx, context, [{ port: draw.port, subjectKind: 'draw', subjectId: id, type: 'DrawReplacementAsked', payload: { object, officer, reason } }])
  return ok(draw)
}

/** The second person agrees: the next officer is the one the seed of the draw names, whoever agrees and whenever (DR-05). */
export async function approveReplacement(tx: Tx, context: Context, ports: readonly string[], id: string, wish: string): Promise<Result<Draw>> {
  const draw = await lockDraw(tx, ports, id)
  if (draw === undefined) return refuse({ code: 'common/not-found' })
  const all = await readReplacements(tx, draw.port, id)
  const asked = all.find((one) => one.id === wish)
  if (asked === undefined) return refuse({ code: 'common/not-found' })
  const refusal = mayApprove(context.actor, draw, asked.askedBy)
  if (refusal !== undefined) return refuse(refusal)
  if (asked.place !== null || draw.replacedBy !== null) return refuse({ code: 'draws/not-now', facts: { state: draw.state } })
  const before = (await currentCrews(tx, draw)).find((one) => one.object === asked.object)?.officers ?? []
  await approveReplacementRow(tx, draw.port, id, wish, all.filter(({ place }) => place !== null).length + 1, context.actor.id, context.now)
  const after = (await currentCrews(tx, draw)).find((one) => one.object === asked.object)?.officers ?? []
  const next = after.find((code) => !before.includes(code)) ?? null
  const named = new Map((await readNamed(tx, draw.port, id)).map(({ code, subject }) => [code, subject]))
  await closeAssignments(tx, draw.port, id, asked.object, must(named.get(asked.officer), 'an officer of the list'))
  if (next !== null) await insertAssignments(tx, draw.port, id, [{ object: asked.object, officer: must(named.get(next), 'an officer of the list') }])
  await append(tx, context, [{ port: draw.port, subjectKind: 'draw', subjectId: id, type: 'DrawOfficerReplaced', payload: { object: asked.object, officer: asked.officer, next, reason: asked.reason } }])
  return ok(draw)
}
