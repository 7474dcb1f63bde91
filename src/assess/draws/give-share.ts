import { z } from 'zod'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { append } from '../../platform/ledger/public.ts'
import { advanceDraw } from './advance-draw.ts'
import type { DrawParts } from './deps.ts'
import { mayShare } from './domain/permissions.ts'
import { commitmentOf, secretPattern } from './domain/seed.ts'
import type { Draw } from './draw.ts'
import { insertCommitment, readShares, storeSecret } from './share-store.ts'
import { lockDraw } from './store.ts'

export const CommitShare = z.strictObject({ id: z.uuid().optional(), commitment: z.string().regex(/^[0-9a-f]{64}$/) })
export type CommitShare = z.infer<typeof CommitShare>

export const RevealShare = z.strictObject({ id: z.uuid().optional(), secret: z.string().regex(secretPattern) })
export type RevealShare = z.infer<typeof RevealShare>

async function shared(tx: Tx, context: Context, parts: DrawParts, ports: readonly string[], id: string): Promise<Result<{ readonly draw: Draw; readonly agency: string }>> {
  const found = await lockDraw(tx, ports, id)
  if (found === undefined) return refuse({ code: 'common/not-found' })
  const refusal = mayShare(context.actor, found.port, found.head?.parties ?? [])
  if (refusal !== undefined) return refuse(refusal)
  // A time that is over is over, whether or not the job has looked.
  return ok({ draw: await advanceDraw(tx, context, parts, found), agency: context.actor.agency ?? '' })
}

/** An agency commits to a secret, once, before anybody has shown theirs (DR-03). A commitment of a neighbour is of no use: its agency is hashed into it. */
export async function commitShare(tx: Tx, context: Context, parts: DrawParts, ports: readonly string[], id: string, { commitment }: CommitShare): Promise<Result<Draw>> {
  const found = await shared(tx, context, parts, ports, id)
  if (!found.ok) return found
  const { draw, agency } = found.value
  if (draw.state !== 'committing') return refuse({ code: 'draws/not-now', facts: { state: draw.state } })
  if (!(await insertCommitment(tx, draw.port, id, agency, commitment, context.now))) return refuse({ code: 'draws/committed-already', facts: { agency }, clause: 'DR-03' })
  await append(tx, context, [{ port: draw.port, subjectKind: 'draw', subjectId: id, type: 'DrawShareCommitted', payload: { agency, commitment } }])
  return ok(await advanceDraw(tx, context, parts, draw))
}

/**
 * An agency shows its secret, after the beacon stands and before the time is over. It is told to nobody until all are in, so that the last one cannot see
 * what its silence would change (DR-03).
 */
export async function revealShare(tx: Tx, context: Context, parts: DrawParts, ports: readonly string[], id: string, { secret }: RevealShare): Promise<Result<Draw>> {
  const found = await shared(tx, context, parts, ports, id)
  if (!found.ok) return found
  const { draw, agency } = found.value
  if (draw.state !== 'revealing') return refuse({ code: 'draws/not-now', facts: { state: draw.state } })
  const mine = (await readShares(tx, draw.port, id)).find((share) => share.agency === agency)
  if (mine === undefined) return refuse({ code: 'draws/never-committed', facts: { agency }, clause: 'DR-03' })
  if (mine.secret !== null) return refuse({ code: 'draws/revealed-already', facts: { agency } })
  if (commitmentOf(id, agency, secret) !== mine.commitment) return refuse({ code: 'draws/other-secret', pointer: '/secret', facts: { agency }, clause: 'DR-03' })
  await storeSecret(tx, draw.port, id, agency, secret, context.now)
  // Officers of every agency read the ledger: the secret itself is told by the result.
  await append(tx, context, [{ port: draw.port, subjectKind: 'draw', subjectId: id, type: 'DrawShareRevealed', payload: { agency } }])
  return ok(await advanceDraw(tx, context, parts, draw))
}
