// The front door of the object graph: which names mean the same thing.
export { cleanName, faultOfNumber, insideOf, itemKey, keysOfConsignment, spellingsOf, visitKey, type Inside, type ObjectRef, type VisitingKind } from './domain/object-name.ts'
export { planConsignments } from './plan-consignments.ts'
export { registerVisits, visitSpanOf, type VisitSpan } from './register-visits.ts'
export { consignmentClauses, consignmentParameters, findInsideOf, findVisitKeys, type ConsignmentRows } from './store.ts'
export { resolveObjects, type AskedObject, type Resolution, type ResolvedObject } from './resolve-objects.ts'
