// The front door of measures of conformity assessment.
export { forgetReport, meetByReport } from './evidence-of-report.ts'
export { measureJobs } from './measure-jobs.ts'
export { measureOfConformityRoutes } from './routes.ts'
