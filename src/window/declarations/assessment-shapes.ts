import { hash } from 'node:crypto'
import type { Assessment, WantedCheck } from '../../assess/public.ts'
import type { Queryable } from '../../platform/database/database.ts'
import {
  foldAssessment,
  keysOf,
  shapeOfCheck,
  shapeOfStep,
  unfoldAssessment,
  type AssessedColumns,
  type FoldedAssessment,
  type Shape,
  type Step,
} from './domain/fold-assessment.ts'
import { findShapes, insertShapes } from './shape-store.ts'

// A rule change makes a few new shapes; far more than this many means that something differs in every case, and then memory matters more.
const mostRemembered = 20_000

const parsed = new Map<string, unknown>()

/** The first 16 hex digits of SHA-256: shapes are few, and two of them never share a key in practice. */
const keyOf = (text: string): string => hash('sha256', text).slice(0, 16)

/** Folds assessments of one process and stores each new shape once. */
export interface AssessmentFolder {
  fold(assessment: Assessment): FoldedAssessment
  /** Resolves when every shape folded so far is stored, so that nothing refers to what is not there. */
  stored(db: Queryable): Promise<void>
}

// What a short name is made of. A part that is not known here makes the name the whole text, so that a new field is never overlooked.
const stepParts = new Set(['factor', 'lines', 'parameters', 'outcome', 'rule', 'targeting', 'withheld'])
const parameterParts = new Set(['name', 'audience', 'value', 'condition'])
const checkParts = new Set(['agency', 'objects', 'methods', 'power', 'reason'])

function hasOnly(value: object, parts: ReadonlySet<string>): boolean {
  for (const part in value) if (!parts.has(part)) return false
  return true
}

/** Numbers objects by identity: the conditions of a rule's row are the same objects in every assessment. */
function identities(): (value: object | undefined) => number {
  const known = new WeakMap<object, number>()
  let next = 1
  return (value) => {
    if (value === undefined) return 0
    let number = known.get(value)
    if (number === undefined) known.set(value, (number = next++))
    return number
  }
}

/**
 * Makes a folder that remembers which shapes it has stored. A shape is recognised by a short name of the row that made it, because writing out
 * and hashing half a dozen shapes for every declaration would cost a fifth of the intake.
 */
export function assessmentFolder(): AssessmentFolder {
  const identityOf = identities()
  const keys = new Map<string, string>()
  const fresh = new Map<string, Shape>()

  function keyed(name: string | undefined, textOf: () => string): string {
    const known = name === undefined ? undefined : keys.get(name)
    if (known !== undefined) return known
    const text = textOf()
    const key = keyOf(text)
    if (keys.size >= mostRemembered) keys.clear()
    keys.set(name ?? text, key)
    fresh.set(key, { key, text })
    return key
  }

  function nameOfStep(step: Step): string | undefined {
    if (!hasOnly(step, stepParts)) return undefined
    const { rule } = step
    let name = `${step.factor}|${rule?.table}|${rule?.version}|${rule?.row}|${rule?.clause}|${step.targeting}|${step.withheld}|${JSON.stringify(step.outcome)}`
    for (const parameter of step.parameters) {
      if (!hasOnly(parameter, parameterParts)) return undefined
      name += `|${parameter.name}|${parameter.audience}|${identityOf(parameter.condition)}`
    }
    return name
  }

  function nameOfCheck(check: WantedCheck): string | undefined {
    if (!hasOnly(check, checkParts)) return undefined
    const { table, version, row, clause } = check.reason
    return `${check.agency}|${check.power}|${table}|${version}|${row}|${clause}|${check.methods.join(' ')}`
  }

  const names = {
    ofStep: (step: Step) => keyed(nameOfStep(step), () => shapeOfStep(step)),
    ofCheck: (check: WantedCheck) => keyed(nameOfCheck(check), () => shapeOfCheck(check)),
  }
  return {
    fold: (assessment) => foldAssessment(assessment, names),
    async stored(db) {
      if (fresh.size === 0) return
      const shapes = [...fresh.values()]
      await insertShapes(db, shapes)
      for (const { key } of shapes) fresh.delete(key)
    },
  }
}

/** Gives back folded assessments, in order: at most one query, none once the shapes are remembered (a shape never changes). */
export async function unfoldAssessments(db: Queryable, rows: readonly (AssessedColumns & { readonly folded: FoldedAssessment })[]): Promise<Assessment[]> {
  const missing = [...new Set(rows.flatMap(({ folded }) => keysOf(folded)))].filter((key) => !parsed.has(key))
  if (parsed.size + missing.length > mostRemembered) parsed.clear()
  const needed = parsed.size === 0 ? [...new Set(rows.flatMap(({ folded }) => keysOf(folded)))] : missing
  if (needed.length > 0) for (const { key, shape } of await findShapes(db, needed)) parsed.set(key, shape)
  return rows.map((row) => unfoldAssessment(row.folded, row, (key) => parsed.get(key)))
}
