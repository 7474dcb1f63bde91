// The front door of assessment: what other modules may import.
export type { Assessment, CheckedObject, WantedCheck } from './domain/assessment.ts'
export type { Explanation } from './domain/explanation.ts'
export type { DeclarationFacts, ItemFacts } from './domain/facts.ts'
export type { GradeLookup, RuleSnapshot, TariffLookup } from './domain/rule-snapshot.ts'
