import { z } from 'zod'
import { must } from '../../kernel/invariant.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import { personBehind } from '../../kernel/second-person.ts'
import type { Context } from '../../platform/context.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'
import { append } from '../../platform/ledger/public.ts'
import { approveReplacementRow, insertReplacement, readReplacements, type StoredReplacement } from './aftermath-store.ts'
import { closeAssignments, insertAssignments, readList, readNamed } from './candidate-store.ts'
import { crewsAfter, drawLots, type Selected } from './domain/draw-lots.ts'
import type { DrawParts } from './deps.ts'
import { mayApprove, isConcerned } from './domain/permissions.ts'
import type { Draw } from './draw.ts'
import { watchOwed } from './owed-crews.ts'
import { lockDraw } from './store.ts'

export const ReplaceOfficer = z.strictObject({
  id: z.uuid().optional(),
  object: z.string().regex(/^O-\d+$/),
  officer: z.string().regex(/^I-\d+$/),
  /** Published as it stands: why the officer cannot come (interest, illness …). Who comes instead cannot be said. */
  reason: z.string().trim().min(5).max(500),
})
export type ReplaceOfficer = z.infer<typeof ReplaceOfficer>

type Counted = Pick<StoredReplacement, 'object' | 'officer' | 'next'>

/** The crews as they stand after the replacements that count, in their order: put together from what is written down; where that is not written down, or not yet, drawn for. */
export async function currentCrews(db: Queryable, { port, id, head, seed, result }: Draw, counted: readonly Counted[]): Promise<readonly Selected[]> {
  if (head === null || seed === null || result === null) return []
  if (counted.every(({ next }) => next !== null)) return crewsAfter(result, counted.map(({ object, officer, next }) => ({ object, out: officer, next: next === '' || next === null ? undefined : next })), head.rules.crew)
  return drawLots(await readList(db, port, id, head), seed, counted.map(({ object, officer }) => ({ object, out: officer })))
}

/** The crew of one object as it stands. */
async function crewOf(db: Queryable, draw: Draw, object: string, counted: readonly Counted[]): Promise<readonly string[]> {
  return (await currentCrews(db, draw, counted)).find((one) => one.object === object)?.officers ?? []
}

const counts = ({ place }: StoredReplacement): boolean => place !== null

/** Says that an officer who was drawn cannot come, with the reason (recusal, illness). Nothing changes before a second person agrees (DR-05). */
export async function askReplacement(tx: Tx, context: Context, ports: readonly string[], id: string, { object, officer, reason }: ReplaceOfficer): Promise<Result<Draw>> {
  const draw = await lockDraw(tx, ports, id)
  if (draw === undefined || !isConcerned(context.actor, draw)) return refuse({ code: 'common/not-found' })
  if (context.actor.agency !== draw.agency) return refuse({ code: 'common/not-permitted' })
  if (draw.state !== 'drawn' || draw.replacedBy !== null) return refuse({ code: 'draws/not-now', facts: { state: draw.state } })
  const crew = await crewOf(tx, draw, object, (await readReplacements(tx, draw.port, id)).filter(counts))
  if (!crew.includes(officer)) return refuse({ code: 'draws/not-drawn-for-it', pointer: '/officer', facts: { officer, object } })
  const written = await insertReplacement(tx, draw.port, id, { id: context.newId(), object, officer, reason, askedBy: personBehind(context.actor), askedAt: context.now })
  if (!written) return refuse({ code: 'draws/asked-already', pointer: '/officer', facts: { officer, object } })
  await append(tx, context, [{ port: draw.port, subjectKind: 'draw', subjectId: id, type: 'DrawReplacementAsked', payload: { object, officer, reason } }])
  return ok(draw)
}

/** The second person agrees: the next officer is the one the seed of the draw names, whoever agrees and whenever (DR-05). */
export async function approveReplacement(tx: Tx, context: Context, parts: DrawParts, ports: readonly string[], id: string, wish: string): Promise<Result<Draw>> {
  const draw = await lockDraw(tx, ports, id)
  if (draw === undefined) return refuse({ code: 'common/not-found' })
  const all = await readReplacements(tx, draw.port, id)
  const asked = all.find((one) => one.id === wish)
  if (asked === undefined) return refuse({ code: 'common/not-found' })
  const refusal = mayApprove(context.actor, draw, asked.askedBy)
  if (refusal !== undefined) return refuse(refusal)
  if (asked.place !== null || draw.replacedBy !== null) return refuse({ code: 'draws/not-now', facts: { state: draw.state } })
  const counted = all.filter(counts)
  const before = await crewOf(tx, draw, asked.object, counted)
  const next = (await crewOf(tx, draw, asked.object, [...counted, asked])).find((code) => !before.includes(code))
  await approveReplacementRow(tx, draw.port, id, wish, { place: counted.length + 1, next, by: context.actor.id, at: context.now })
  const named = new Map((await readNamed(tx, draw.port, id)).map(({ code, subject }) => [code, subject]))
  await closeAssignments(tx, draw.port, id, asked.object, must(named.get(asked.officer), 'an officer of the list'))
  if (next !== undefined) await insertAssignments(tx, draw.port, id, [{ object: asked.object, officer: must(named.get(next), 'an officer of the list') }])
  await append(tx, context, [{ port: draw.port, subjectKind: 'draw', subjectId: id, type: 'DrawOfficerReplaced', payload: { object: asked.object, officer: asked.officer, next: next ?? null, reason: asked.reason } }])
  // One place less for the next replacement, too: the first that finds nobody begins the clock.
  if (next === undefined && before.length === draw.head?.rules.crew) await watchOwed(tx, context, parts, draw)
  return ok(draw)
}
