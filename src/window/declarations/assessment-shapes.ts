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
// A row of the rules answers in one way, with few differences: whether a mode was raised, which methods were gathered.
const mostOfOneRule = 50

const parsed = new Map<string, unknown>()

/** The first 16 hex digits of SHA-256: shapes are few, and two of them never share a key in practice. */
const keyOf = (text: string): string => hash('sha256', text).slice(0, 16)

/** Folds assessments of one process and stores each new shape once. */
export interface AssessmentFolder {
  fold(assessment: Assessment): FoldedAssessment
  /** Resolves when every shape folded so far is stored, so that nothing refers to what is not there. */
  stored(db: Queryable): Promise<void>
}

// What two steps or checks are compared by.
const stepParts = new Set(['factor', 'lines', 'parameters', 'outcome', 'rule', 'targeting', 'withheld'])
const parameterParts = new Set(['name', 'audience', 'value', 'condition'])
const checkParts = new Set(['agency', 'objects', 'methods', 'power', 'reason'])

function hasOnly(value: object, parts: ReadonlySet<string>): boolean {
  for (const part in value) if (!parts.has(part)) return false
  return true
}

type Rule = object

/** Something folded before: all of it that its shape is made of, and the shape's key. */
interface Known<Part> {
  readonly part: Part
  readonly key: string
}

const isSameList = (a: readonly unknown[], b: readonly unknown[]): boolean => a.length === b.length && a.every((value, i) => value === b[i])

const isSameAnswer = (a: unknown, b: unknown): boolean => a === b || (Array.isArray(a) && Array.isArray(b) && isSameList(a, b))

function isSameOutcome(a: Step['outcome'], b: Step['outcome']): boolean {
  if (a === b) return true
  for (const name in a) if (!isSameAnswer(a[name], b[name])) return false
  for (const name in b) if (!(name in a)) return false
  return true
}

/** Whether two steps under the same rule have the same shape; conditions are the same when they are the same object of the rule's row. */
function isSameStep(a: Step, b: Step): boolean {
  if (a.factor !== b.factor || a.targeting !== b.targeting || a.withheld !== b.withheld || a.parameters.length !== b.parameters.length) return false
  for (let i = 0; i < a.parameters.length; i++) {
    const [one, other] = [a.parameters[i] as Step['parameters'][number], b.parameters[i] as Step['parameters'][number]]
    if (one.name !== other.name || one.audience !== other.audience || one.condition !== other.condition) return false
  }
  return isSameOutcome(a.outcome, b.outcome)
}

const isSameCheck = (a: WantedCheck, b: WantedCheck): boolean => a.agency === b.agency && a.power === b.power && isSameList(a.methods, b.methods)

const isKnownStep = (step: Step): boolean => hasOnly(step, stepParts) && step.parameters.every((parameter) => hasOnly(parameter, parameterParts))

/** Finds what was folded before among what rests on the same rule, which is one object for all cases under the same row of a table. */
function shapesByRule<Part>(isSame: (a: Part, b: Part) => boolean): {
  find(rule: Rule, part: Part): string | undefined
  keep(rule: Rule, part: Part, key: string): void
} {
  const byRule = new WeakMap<Rule, Known<Part>[]>()
  return {
    find(rule, part) {
      const known = byRule.get(rule)
      if (known === undefined) return undefined
      for (const one of known) if (isSame(one.part, part)) return one.key
      return undefined
    },
    keep(rule, part, key) {
      const known = byRule.get(rule)
      if (known === undefined) byRule.set(rule, [{ part, key }])
      else if (known.length < mostOfOneRule) known.push({ part, key })
    },
  }
}

/**
 * Makes a folder that remembers which shapes it has stored. A shape is recognised by the row of the rules that made it, because writing out
 * and hashing half a dozen shapes for every declaration would cost a fifth of the intake. What has a part that is not known here is
 * written out, so that a new field is never overlooked.
 */
export function assessmentFolder(): AssessmentFolder {
  const steps = shapesByRule<Step>(isSameStep)
  const checks = shapesByRule<WantedCheck>(isSameCheck)
  const stored = new Map<string, string>()
  const fresh = new Map<string, Shape>()

  function keyOfText(text: string): string {
    const known = stored.get(text)
    if (known !== undefined) return known
    const key = keyOf(text)
    if (stored.size >= mostRemembered) stored.clear()
    stored.set(text, key)
    fresh.set(key, { key, text })
    return key
  }

  const names = {
    ofStep(step: Step): string {
      const { rule } = step
      const isKnown = rule !== undefined && isKnownStep(step)
      const known = isKnown ? steps.find(rule, step) : undefined
      if (known !== undefined) return known
      const key = keyOfText(shapeOfStep(step))
      if (isKnown) steps.keep(rule, step, key)
      return key
    },
    ofCheck(check: WantedCheck): string {
      const isKnown = hasOnly(check, checkParts)
      const known = isKnown ? checks.find(check.reason, check) : undefined
      if (known !== undefined) return known
      const key = keyOfText(shapeOfCheck(check))
      if (isKnown) checks.keep(check.reason, check, key)
      return key
    },
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
