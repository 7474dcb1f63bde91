import { checkDocuments, type DeclarationFacts, type RuleSnapshot } from '../../../assess/public.ts'
import type { Instant } from '../../../kernel/instant.ts'
import type { Refusal } from '../../../kernel/refusal.ts'
import { checkCodes } from './check-codes.ts'
import { checkConsistency } from './check-consistency.ts'
import type { DeclarationRules } from './declaration-rules.ts'
import type { DeclarationDraft, ItemDraft } from './draft.ts'

const isThere = <T>(value: T | undefined): value is T => value !== undefined

// A part that could not be read meets no condition: an unreadable commodity code begins with nothing, an unreadable unit is no quantity.
function itemFacts(item: ItemDraft | undefined, index: number): DeclarationFacts['items'][number] {
  const unit = item?.quantity?.unit
  return {
    line: item?.line ?? index + 1,
    hs: item?.hs ?? '',
    ciq: item?.ciq,
    origin: item?.origin,
    quantity: unit === undefined ? undefined : { value: item?.quantity?.value ?? 0, unit },
    attributes: item?.attributes?.filter(isThere),
    licences: item?.licences?.flatMap((licence) => (licence?.type === undefined ? [] : [{ type: licence.type, validTo: licence.validTo }])),
  }
}

function factsOf(draft: DeclarationDraft, at: Instant): DeclarationFacts {
  return {
    at,
    port: draft.port as string,
    direction: draft.direction as DeclarationFacts['direction'],
    mode: draft.mode as DeclarationFacts['mode'],
    declarant: '',
    items: (draft.items ?? []).map(itemFacts),
    documents: draft.documents?.flatMap((document) =>
      document?.type === undefined ? [] : [{ type: document.type, lines: document.lines?.filter(isThere), validTo: document.validTo }],
    ),
  }
}

/**
 * Everything the rules of all agencies have against a declaration, in one answer (SW-02): codes not in their lists at `at`, parts that do not fit
 * together, documents, licences and units that a rule asks for. Each refusal names the field; those of an agency name the agency and the clause.
 * A part that is missing from the draft is not judged: the schema has told why it is missing.
 */
export function checkDeclaration(snapshot: RuleSnapshot, rules: DeclarationRules, draft: DeclarationDraft, at: Instant): Refusal[] {
  return [...checkCodes(rules, snapshot.tariff, draft, at), ...checkConsistency(draft, at), ...checkDocuments(snapshot, factsOf(draft, at))]
}
