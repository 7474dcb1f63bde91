import { z } from 'zod'
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

/** The key of a cursor with `length` parts; anything else was not made by us and is refused. */
export function decodeCursor(cursor: string | undefined, length: number): Result<readonly (string | number)[] | undefined> {
  if (cursor === undefined) return ok(undefined)
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (Array.isArray(key) && key.length === length && key.every((part) => typeof part === 'string' || (typeof part === 'number' && Number.isFinite(part)))) return ok(key as (string | number)[])
  } catch {
    // Falls through: not a cursor of ours.
  }
  return refuse({ code: 'common/bad-cursor', pointer: '/after' })
}

/** The id a list by UUID goes on after; any other text was not made by us and is refused before it reaches the database. */
export function decodeIdCursor(cursor: string | undefined): Result<string | undefined> {
  const key = decodeCursor(cursor, 1)
  if (!key.ok || key.value === undefined) return key.ok ? ok(undefined) : key
  const id = z.uuid().safeParse(key.value[0])
  return id.success ? ok(id.data) : refuse({ code: 'common/bad-cursor', pointer: '/after' })
}

/** One page of a list by id, from the rows found for it: `next` is there when the page is full. */
export function pageById<Row extends { readonly id: string }, Item>(rows: readonly Row[], limit: number, toItem: (row: Row) => Item): { items: Item[]; next?: string } {
  const last = rows.at(-1)
  return { items: rows.map(toItem), ...(last !== undefined && rows.length === limit ? { next: encodeCursor([last.id]) } : {}) }
}
