import type { Queryable } from '../../platform/database/database.ts'
import type { Shape } from './domain/fold-assessment.ts'

/** Stores shapes; one that is there already is the same, because its key is made from its text. */
export async function insertShapes(db: Queryable, shapes: readonly Shape[]): Promise<void> {
  await db.query(
    `insert into single_window.assessment_shape (key, shape)
     select key, text::json from json_to_recordset($1::json) as s (key text, text text) on conflict do nothing`,
    [JSON.stringify(shapes)],
  )
}

/** The shapes of these keys, in no order; a key that was never stored has none. */
export async function findShapes(db: Queryable, keys: readonly string[]): Promise<{ key: string; shape: unknown }[]> {
  return db.query('select key, shape from single_window.assessment_shape where key = any($1::text[])', [keys])
}
