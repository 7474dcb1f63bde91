// The front door of conveyances.
export { ReportConveyance } from './conveyance.ts'
export { reportConveyance, type Reported } from './report-conveyance.ts'
export { conveyanceRoutes } from './routes.ts'
