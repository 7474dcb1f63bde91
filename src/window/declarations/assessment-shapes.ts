import { hash } from 'node:crypto'
import type { Assessment } from '../../assess/public.ts'
import type { Queryable } from '../../platform/database/database.ts'
import { foldAssessment, keysOf, unfoldAssessment, type AssessedColumns, type FoldedAssessment, type Shape } from './domain/fold-assessment.ts'
import { findShapes, insertShapes } from './shape-store.ts'

// A rule change makes a few new shapes; far more than this many means that something differs in every case, and then memory matters more.
const mostRemembered = 20_000

const keys = new Map<string, string>()
const parsed = new Map<string, unknown>()

/** The first 16 hex digits of SHA-256: shapes are few, and two of them never share a key in practice. */
function keyOf(text: string): string {
  let key = keys.get(text)
  if (key === undefined) {
    if (keys.size >= mostRemembered) keys.clear()
    key = hash('sha256', text).slice(0, 16)
    keys.set(text, key)
  }
  return key
}

/** Folds assessments of one process and stores each new shape once. */
export interface AssessmentFolder {
  fold(assessment: Assessment): FoldedAssessment
  /** Resolves when every shape folded so far is stored, so that nothing refers to what is not there. */
  stored(db: Queryable): Promise<void>
}

/** Makes a folder that remembers which shapes it has stored. */
export function assessmentFolder(): AssessmentFolder {
  const known = new Set<string>()
  const fresh = new Map<string, Shape>()
  const see = (shape: Shape): void => {
    if (!known.has(shape.key)) fresh.set(shape.key, shape)
  }
  return {
    fold: (assessment) => foldAssessment(assessment, keyOf, see),
    async stored(db) {
      if (fresh.size === 0) return
      const shapes = [...fresh.values()]
      await insertShapes(db, shapes)
      if (known.size >= mostRemembered) known.clear()
      for (const { key } of shapes) {
        known.add(key)
        fresh.delete(key)
      }
    },
  }
}

/** Gives back folded assessments, in order: at most one query, none once the shapes are remembered (a shape never changes). */
export async function unfoldAssessments(db: Queryable, rows: readonly (AssessedColumns & { readonly folded: FoldedAssessment })[]): Promise<Assessment[]> {
  const missing = [...new Set(rows.flatMap(({ folded }) => keysOf(folded)))].filter((key) => !parsed.has(key))
  if (parsed.size + missing.length > mostRemembered) parsed.clear()
  if (missing.length > 0) for (const { key, shape } of await findShapes(db, missing)) parsed.set(key, shape)
  return rows.map((row) => unfoldAssessment(row.folded, row, (key) => parsed.get(key)))
}
