import type { z } from 'zod'
import type { Refusal } from '../../kernel/refusal.ts'

/** RFC 6901 pointer of a path into a JSON document. */
function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((step) => '/' + String(step).replaceAll('~', '~0').replaceAll('/', '~1')).join('')
}

type Issue = z.core.$ZodIssue

/** A pattern that only keeps out what cannot be seen; nobody can read it, so that its fault is said in words. */
const isOfVisibleText = (pattern: string | undefined): boolean => pattern?.includes('\\u202a-\\u202e') === true

function faultOfText(pointer: string, input: unknown): Refusal[] {
  // What is empty is told so by its length.
  if (input === '') return []
  return [{ code: typeof input === 'string' && input.trim() === '' ? 'common/blank' : 'common/not-plain-text', pointer }]
}

function refusalsOfIssue(issue: Issue): Refusal[] {
  const pointer = pointerOf(issue.path)
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ code: 'common/unknown-field', pointer: pointerOf([...issue.path, key]) }))
    case 'invalid_type':
      return issue.input === undefined ? [{ code: 'common/required', pointer }] : [{ code: 'common/wrong-type', pointer, facts: { expected: issue.expected } }]
    case 'too_small':
      return [{ code: 'common/too-small', pointer, facts: { minimum: String(issue.minimum) } }]
    case 'too_big':
      return [{ code: 'common/too-large', pointer, facts: { maximum: String(issue.maximum) } }]
    case 'invalid_value':
      return issue.input === undefined ? [{ code: 'common/required', pointer }] : [{ code: 'common/not-allowed', pointer, facts: { allowed: issue.values.map(String).join(', ') } }]
    case 'invalid_format':
      if (issue.format === 'regex' && isOfVisibleText(issue.pattern)) return faultOfText(pointer, issue.input)
      return [{ code: 'common/wrong-format', pointer, facts: { format: issue.format === 'regex' ? (issue.pattern ?? issue.format) : issue.format } }]
    case 'custom': {
      // A schema may name its own refusal: .refine(…, { params: { code: 'declarations/…' } }).
      const parameters = issue.params as { code?: string; facts?: Refusal['facts'] } | undefined
      return [{ code: parameters?.code ?? 'common/invalid', pointer, ...(parameters?.facts === undefined ? {} : { facts: parameters.facts }) }]
    }
    default:
      return [{ code: 'common/invalid', pointer }]
  }
}

/** Every fault a schema found, as refusals with pointers; parse with `{ reportInput: true }` so that absent and wrong are told apart. */
export function refusalsOf(error: z.core.$ZodError): Refusal[] {
  return error.issues.flatMap(refusalsOfIssue)
}
