export { transferKind } from './transfer-kind.ts'
export { transferRoutes } from './routes.ts'
