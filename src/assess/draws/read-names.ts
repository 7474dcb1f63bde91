import { z } from 'zod'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { append } from '../../platform/ledger/public.ts'
import { officers } from '../../registry/identity/public.ts'
import { findDrawable } from '../../window/declarations/public.ts'
import { readReplacements } from './aftermath-store.ts'
import { readNamedPage } from './candidate-store.ts'
import type { DrawParts } from './deps.ts'
import { namesFor } from './domain/permissions.ts'
import type { Draw } from './draw.ts'
import { currentCrews } from './replace-officer.ts'
import { findDraw } from './store.ts'

const most = 200

export const ReadNames = z.strictObject({
  /** What the names are wanted for; it stands in the ledger beside who asked. */
  purpose: z.string().trim().min(5).max(200),
  /** Whose: of what was drawn and of the crews, or of the whole list. */
  of: z.enum(['drawn', 'list']),
  /** Only this object and its crew. */
  object: z.string().regex(/^O-\d+$/).optional(),
  /** After this code. */
  after: z.string().regex(/^[IO]-\d+$/).optional(),
  limit: z.int().min(1).max(most).default(50),
})
export type ReadNames = z.infer<typeof ReadNames>

export const NamesPage = z.object({
  items: z.array(z.object({ kind: z.enum(['object', 'officer']), code: z.string(), subject: z.string(), name: z.string(), salt: z.string() })),
  next: z.string().optional(),
})
export type NamesPage = z.infer<typeof NamesPage>

/** Codes that lots named: objects, and whoever was or is to come for them. */
async function drawnCodes(tx: Tx, draw: Draw, object: string | undefined): Promise<string[]> {
  const counted = (await readReplacements(tx, draw.port, draw.id)).filter(({ place }) => place !== null)
  const crews = [...(draw.result ?? []), ...(await currentCrews(tx, draw, counted))].filter((one) => object === undefined || one.object === object)
  return [...new Set([...crews.flatMap((one) => [one.object, ...one.officers]), ...counted.flatMap((one) => (object === undefined || one.object === object ? [one.officer] : []))])]
}

/**
 * Who stands behind codes of a draw, with the salt that proves it: some at a time, for a purpose, and every reading is in the ledger (DR-02, DR-03). The
 * agency's own people learn what lots named, once they have; those who oversee them the whole list.
 */
export async function readNames(tx: Tx, context: Context, { cache }: DrawParts, ports: readonly string[], id: string, { purpose, of, object, after, limit }: ReadNames): Promise<Result<NamesPage>> {
  const { actor, now } = context
  const draw = await findDraw(tx, ports, id)
  const entitled = draw === undefined ? 'none' : namesFor(actor, draw)
  if (draw === undefined || entitled === 'none') return refuse({ code: 'common/not-found' })
  if (of === 'list' && entitled !== 'list') return refuse({ code: 'draws/names-of-drawn-only', pointer: '/of', clause: 'DR-02' })
  if (of === 'list' ? draw.root === null : draw.state !== 'drawn') return refuse({ code: 'draws/not-now', facts: { state: draw.state } })
  const codes = of === 'list' ? (object === undefined ? null : [object]) : await drawnCodes(tx, draw, object)
  const found = await readNamedPage(tx, draw.port, id, codes, after ?? '', limit + 1)
  const named = found.slice(0, limit)
  const numbers = new Map((await findDrawable(tx, draw.port, named.filter(({ kind }) => kind === 'object').map(({ subject }) => subject))).map((one) => [one.id, one.number]))
  await append(tx, context, [{ port: draw.port, subjectKind: 'draw', subjectId: id, type: 'DrawNamesRead', payload: { purpose, of, codes: named.map(({ code }) => code) } }])
  const items = named.map((one) => ({ ...one, name: numbers.get(one.subject) ?? cache.find(officers, one.subject, now)?.name ?? one.subject }))
  const next = found.length > limit ? items.at(-1)?.code : undefined
  return ok({ items, ...(next === undefined ? {} : { next }) })
}
