import type { Assessment, WantedCheck } from '../../../assess/public.ts'
import { must } from '../../../kernel/invariant.ts'

export type Step = Assessment['explanation']['steps'][number]
type Value = Step['parameters'][number]['value']

/** A step or a wanted check without what differs from case to case. A few hundred serve millions of declarations. */
export interface Shape {
  readonly key: string
  readonly text: string
}

/** One step of a folded assessment: the key of its shape, the lines it is about, its values. */
type FoldedStep = readonly [key: string, lines: readonly number[] | null, values: readonly (Value | null)[]]
/** One wanted check: the key of its shape and the objects, `kind:ref`. */
type FoldedCheck = readonly [key: string, objects: readonly string[]]

/** An assessment with every shape replaced by its key. What the columns of a declaration say is left out. */
export interface FoldedAssessment {
  readonly releasedAt: Assessment['releasedAt']
  readonly combined: number
  readonly at: string
  readonly checks: readonly FoldedCheck[]
  readonly steps: readonly FoldedStep[]
}

/** What the columns of a declaration say of its assessment. */
export interface AssessedColumns {
  readonly releaseMode: string
  readonly riskLevel: string
  readonly creditGrade: string
}

/** Names the shape of a step or of a check; the same name for the same shape, always. */
export interface ShapeNames {
  ofStep(step: Step): string
  ofCheck(check: WantedCheck): string
}

/**
 * Folds an assessment for storage: its explanation repeats, in nearly the same words, that of every declaration under the same rows of the rules,
 * and would be the larger half of each row. Nothing is lost: `unfoldAssessment` gives back what was folded, whatever became of the rules since.
 */
export function foldAssessment(assessment: Assessment, names: ShapeNames): FoldedAssessment {
  return {
    releasedAt: assessment.releasedAt,
    combined: assessment.combined,
    at: assessment.explanation.at,
    checks: assessment.checks.map((check) => [names.ofCheck(check), check.objects.map(({ kind, ref }) => `${kind}:${ref}`)]),
    steps: assessment.explanation.steps.map((step) => [names.ofStep(step), step.lines ?? null, step.parameters.map((parameter) => parameter.value ?? null)]),
  }
}

/** The text of a step's shape: everything but the lines it is about and the values that were met. */
export function shapeOfStep({ lines: _lines, parameters, ...step }: Step): string {
  return JSON.stringify({ ...step, parameters: parameters.map(({ value: _value, ...parameter }) => parameter) })
}

/** The text of a check's shape: everything but the objects to be checked. */
export function shapeOfCheck({ objects: _objects, ...check }: WantedCheck): string {
  return JSON.stringify(check)
}

type CheckShape = Omit<WantedCheck, 'objects'>
type StepShape = Omit<Step, 'lines' | 'parameters'> & { readonly parameters: readonly Omit<Step['parameters'][number], 'value'>[] }

/** Keys of the shapes a folded assessment is made of. */
export function keysOf(folded: FoldedAssessment): string[] {
  return [...folded.checks.map(([key]) => key), ...folded.steps.map(([key]) => key)]
}

/** The assessment that was folded. `shapeOf` gives the parsed text of a shape by its key. */
export function unfoldAssessment(folded: FoldedAssessment, columns: AssessedColumns, shapeOf: (key: string) => unknown): Assessment {
  const shape = <S>(key: string): S => must(shapeOf(key), `shape ${key} was stored before it was used`) as S
  return {
    releaseMode: columns.releaseMode,
    releasedAt: folded.releasedAt,
    creditGrade: columns.creditGrade,
    riskLevel: columns.riskLevel,
    combined: folded.combined,
    checks: folded.checks.map(([key, objects]) => {
      const { agency, ...check } = shape<CheckShape>(key)
      return { agency, objects: objects.map(readObject), ...check }
    }),
    explanation: {
      at: folded.at,
      audience: 'officer',
      steps: folded.steps.map(([key, lines, values]) => {
        const { parameters, ...step } = shape<StepShape>(key)
        return {
          ...step,
          ...(lines === null ? {} : { lines }),
          parameters: parameters.map((parameter, i) => {
            const value = values[i] ?? undefined
            return value === undefined ? parameter : { ...parameter, value }
          }),
        }
      }),
    },
  }
}

function readObject(text: string): WantedCheck['objects'][number] {
  const colon = text.indexOf(':')
  return { kind: text.slice(0, colon) as WantedCheck['objects'][number]['kind'], ref: text.slice(colon + 1) }
}
