// The front door of assessment: what other modules may import.
export { assess } from './domain/assess.ts'
export type { Assessment, CheckedObject, WantedCheck } from './domain/assessment.ts'
export { checkDocuments } from './domain/check-documents.ts'
export { cutForTrader } from './domain/cut-for-trader.ts'
export type { Explanation } from './domain/explanation.ts'
export type { DeclarationFacts } from './domain/facts.ts'
export { buildSnapshot, hasRulesAt, type GradeLookup, type RuleSnapshot, type TariffLookup } from './domain/rule-snapshot.ts'
