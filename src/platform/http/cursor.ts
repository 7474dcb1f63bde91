import { z } from 'zod'
import { always, fromEpoch, parseInstant } from '../../kernel/instant.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'

/** Query of every list: where to go on, and how many at most. */
export const ListQuery = z.strictObject({
  after: z.string().max(400).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

/** An opaque position in a list ordered by a key that only grows or only falls. */
export function encodeCursor(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url')
}

// What a key of a list can consist of: texts the database can hold, ids, moments as texts or as milliseconds, whole numbers of its two sizes.
const parts = {
  text: z.string().refine((text) => !text.includes('\0') && text.isWellFormed()),
  id: z.uuid(),
  moment: z.string().transform((text, found) => parseInstant(text) ?? found.addIssue('no moment') ?? z.NEVER),
  epoch: z.int().min(always.from).max(always.to).transform(fromEpoch),
  int: z.int32(),
  bigint: z.int(),
} as const
type Parts = typeof parts
type Key<Kinds extends readonly (keyof Parts)[]> = { readonly [Place in keyof Kinds]: z.output<Parts[Kinds[Place]]> }

/** The key of a cursor whose parts are of these kinds; anything else was not made by us and is refused before it reaches the database. */
export function decodeCursor<const Kinds extends readonly (keyof Parts)[]>(cursor: string | undefined, kinds: Kinds): Result<Key<Kinds> | undefined> {
  if (cursor === undefined) return ok(undefined)
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    const read = Array.isArray(key) && key.length === kinds.length ? kinds.map((kind, place) => parts[kind].safeParse(key[place])) : []
    if (read.length > 0 && read.every(({ success }) => success)) return ok(read.map(({ data }) => data) as unknown as Key<Kinds>)
  } catch {
    // Falls through: not a cursor of ours.
  }
  return refuse({ code: 'common/bad-cursor', pointer: '/after' })
}

/** The id a list by UUID goes on after; any other text was not made by us and is refused before it reaches the database. */
export function decodeIdCursor(cursor: string | undefined): Result<string | undefined> {
  const key = decodeCursor(cursor, ['id'])
  return key.ok ? ok(key.value?.[0]) : key
}

/** One page of a list by id, from the rows found for it: `next` is there when the page is full. */
export function pageById<Row extends { readonly id: string }, Item>(rows: readonly Row[], limit: number, toItem: (row: Row) => Item): { items: Item[]; next?: string } {
  const last = rows.at(-1)
  return { items: rows.map(toItem), ...(last !== undefined && rows.length === limit ? { next: encodeCursor([last.id]) } : {}) }
}
