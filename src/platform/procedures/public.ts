export { anyCaseKind, type AnyCaseKind, type CaseKind, type ProcedureCase } from './case-kind.ts'
export { caseRoutes } from './case-routes.ts'
export { CaseView, toCaseView } from './case-view.ts'
export { openCase, procedureJobs } from './work-case.ts'
