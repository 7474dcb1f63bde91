import type { Json } from '../../kernel/canonical-json.ts'
import type { LedgerFact } from '../../platform/ledger/append.ts'
import type { NewNotice } from '../../platform/notices/public.ts'
import type { Report } from './report-store.ts'

/** A fact about a report, on its own time-line and on that of the declaration; its body and the declarant may know it. */
export function reportFact(report: Report, type: string, payload: { readonly [key: string]: Json } = {}): LedgerFact {
  return {
    port: report.port,
    subjectKind: 'acceptance-report',
    subjectId: report.id,
    type,
    payload: { body: report.body, number: report.number, declaration: report.declaration, lines: [...report.lines], state: report.state, ...payload },
    related: [{ kind: 'declaration', id: report.declarationId }],
    audience: [`enterprise:${report.declarant}`, `enterprise:${report.body}`],
  }
}

/** The same news for several parties: the body, the declarant, the agency that judges. */
export function reportNotices(report: Report, type: string, to: readonly ('body' | 'declarant' | 'agency')[], facts: Readonly<Record<string, string>> = {}): NewNotice[] {
  return to.map((side) => ({
    port: report.port,
    recipient: side === 'agency' ? { kind: 'agency', code: report.agency } : { kind: 'enterprise', code: report[side] },
    type,
    subjectKind: 'acceptance-report',
    subjectId: report.id,
    facts: { body: report.body, number: report.number, declaration: report.declaration, ...facts },
  }))
}
