import type { Api } from '../../platform/http/api.ts'
import { caseRoutes, type AnyCaseKind } from '../../platform/procedures/public.ts'

/** Recall assessments (RR-05): queue, case, and the acts of the procedure. They are opened by failed samples only. */
export function recallRoutes(api: Api, kind: AnyCaseKind): void {
  caseRoutes(api, kind, '/recalls')
}
