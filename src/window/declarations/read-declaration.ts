import type { z } from 'zod'
import { canonicalJson, type Json } from '../../kernel/canonical-json.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import { canonicalReader } from '../../platform/http/canonical-reader.ts'
import { refusalsOf } from '../../platform/http/zod-refusals.ts'
import { Declaration } from './declaration.ts'
import type { DeclarationDraft } from './domain/draft.ts'

/** What could be read: a whole declaration with the canonical text of its content (all but the sender's command id), or the readable part of one with every fault of form. */
export type ReadDeclaration =
  | { readonly whole: true; readonly declaration: Declaration; readonly contentText: string }
  | { readonly whole: false; readonly draft: DeclarationDraft; readonly refusals: readonly Refusal[] }

// A pattern is for machines; a person is told what the field wants.
const shapes: Readonly<Record<string, string>> = {
  port: 'declarations/port-shape',
  destination: 'declarations/port-shape',
  hs: 'declarations/hs-shape',
  ciq: 'declarations/ciq-shape',
  origin: 'declarations/country-shape',
  unit: 'declarations/unit-shape',
  currency: 'declarations/currency-shape',
  consignee: 'declarations/text-shape',
  consignor: 'declarations/text-shape',
  description: 'declarations/text-shape',
  issuer: 'declarations/text-shape',
  ref: 'declarations/text-shape',
  voyage: 'declarations/text-shape',
}

const ofShape: readonly string[] = ['common/wrong-format', 'common/blank', 'common/not-plain-text']

function named(refusal: Refusal): Refusal {
  if (!ofShape.includes(refusal.code)) return refusal
  const field = refusal.pointer?.split('/').findLast((step) => !/^\d+$/.test(step)) ?? ''
  if (field === 'id' || field === 'file') return { code: 'declarations/uuid-shape', pointer: refusal.pointer ?? '' }
  return { code: shapes[field] ?? 'declarations/code-shape', pointer: refusal.pointer ?? '' }
}

type Container = Record<PropertyKey, unknown>
const isContainer = (value: unknown): value is Container => typeof value === 'object' && value !== null

/** Takes the value at the path away. A member of a list becomes undefined, so that its neighbours keep their places. */
function takeAway(root: unknown, path: readonly PropertyKey[]): void {
  const last = path.at(-1)
  let holder = root
  for (const step of path.slice(0, -1)) {
    if (!isContainer(holder)) return
    holder = holder[step]
  }
  if (isContainer(holder) && last !== undefined && Object.hasOwn(holder, last)) holder[last] = undefined
}

function readablePart(json: unknown, issues: readonly z.core.$ZodIssue[]): DeclarationDraft {
  if (!isContainer(json) || Array.isArray(json)) return {}
  for (const issue of issues) {
    if (issue.code === 'unrecognized_keys') continue
    if (issue.path.length === 0) return {}
    takeAway(json, issue.path)
  }
  // Whatever is left has passed the schema: a leaf that had not is gone.
  return json as DeclarationDraft
}

// The command's id is the sender's and not part of what is declared.
const contentOf = canonicalReader(Declaration, ['id'])

/**
 * Reads a declaration by its schema. Where it has faults of form, all of them are told, and what remains readable is kept for the rules
 * of the agencies, so that one answer holds everything (SW-02). `json` comes straight from the parser and may be changed.
 */
export function readDeclaration(json: unknown): ReadDeclaration {
  const contentText = contentOf(json)
  if (contentText !== undefined) return { whole: true, declaration: json as Declaration, contentText }
  const parsed = Declaration.safeParse(json, { reportInput: true })
  if (parsed.success) {
    const { id: _commandId, ...content } = parsed.data
    return { whole: true, declaration: parsed.data, contentText: canonicalJson(content as unknown as Json) }
  }
  return { whole: false, refusals: refusalsOf(parsed.error).map(named), draft: readablePart(json, parsed.error.issues) }
}

// The draft the rules look at must stay the declaration with parts missing.
const asDraft: (declaration: Declaration) => DeclarationDraft = (declaration) => declaration
void asDraft
