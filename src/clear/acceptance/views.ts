import { z } from 'zod'
import { toIso } from '../../kernel/instant.ts'
import { refusalText } from '../../platform/i18n/texts.ts'
import type { Comparison } from './comparison-store.ts'
import type { Commission, KeptStep } from './commission-store.ts'
import { custodyGaps } from './domain/custody.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import type { Report } from './report-store.ts'

const Text = z.object({ zh: z.string(), en: z.string() })

/** A reason as it is read: the rule's words and the clause. */
export const ReasonView = z.object({ code: z.string(), pointer: z.string(), clause: z.string().optional(), message: Text })

const ComparisonView = z.object({
  id: z.uuid(),
  kind: z.enum(['comparison', 'inspection', 'complaint']),
  reference: z.string(),
  version: z.int(),
  outcome: z.enum(['agrees', 'deviates']),
  note: z.string(),
  by: z.string(),
  at: z.string(),
})

/** One version of a comparison. */
export const comparisonView = ({ id, kind, reference, version, outcome, note, by, at }: Comparison): z.infer<typeof ComparisonView> => ({ id, kind, reference, version, outcome, note, by, at: toIso(at) })

export const ReportView = z.object({
  id: z.uuid(),
  port: z.string(),
  body: z.string(),
  number: z.string(),
  kind: z.enum(['appraisal', 'inspection', 'test']),
  declarationId: z.uuid().optional(),
  declaration: z.string(),
  declarant: z.string(),
  lines: z.array(z.number()),
  tests: z.array(z.string()),
  standards: z.array(z.string()),
  conclusion: z.enum(['conforms', 'fails']),
  issuedAt: z.string(),
  contentHash: z.string().optional(),
  commission: z.uuid().optional(),
  /** Agency that judges it. */
  agency: z.string(),
  state: z.enum(['waiting', 'accepted', 'refused', 'doubted', 'dropped']),
  /** Field or agreement each line rests on. */
  grounds: z.array(z.object({ line: z.number(), rule: z.string(), clause: z.string() })),
  reasons: z.array(ReasonView),
  /** Inspections of papers it answered. */
  answers: z.array(z.uuid()).optional(),
  submittedBy: z.string(),
  submittedAt: z.string(),
  decidedBy: z.string().optional(),
  decidedAt: z.string().optional(),
  decision: z.string().optional(),
  version: z.int(),
  /** What was later found out about it, every version, for officials who open it. */
  comparisons: z.array(ComparisonView).optional(),
})
export type ReportView = z.infer<typeof ReportView>

const reasonView = (reason: Refusal): z.infer<typeof ReasonView> => ({
  code: reason.code,
  pointer: reason.pointer ?? '',
  ...(reason.clause === undefined ? {} : { clause: reason.clause }),
  message: refusalText(reason),
})

/** A report for its reader; a body is not given ids of what it may not open. */
export function reportView(report: Report, official: boolean): ReportView {
  const { port, id, body, number, kind, declaration, declarant, conclusion, agency, state, version, submittedBy } = report
  return {
    ...{ port, id, body, number, kind, declaration, declarant, conclusion, agency, state, version, submittedBy },
    ...(official ? { declarationId: report.declarationId, answers: [...report.judgement.answers] } : {}),
    lines: [...report.lines],
    tests: [...report.tests],
    standards: [...report.standards],
    issuedAt: toIso(report.issuedAt),
    ...(report.contentHash === null ? {} : { contentHash: report.contentHash }),
    ...(report.commission === null ? {} : { commission: report.commission }),
    grounds: report.judgement.grounds.map((ground) => ({ ...ground })),
    reasons: report.judgement.reasons.map(reasonView),
    submittedAt: toIso(report.submittedAt),
    ...(report.decidedBy === null ? {} : { decidedBy: report.decidedBy }),
    ...(report.decidedAt === null ? {} : { decidedAt: toIso(report.decidedAt) }),
    ...(report.decision === null ? {} : { decision: report.decision }),
  }
}

export const CommissionView = z.object({
  id: z.uuid(),
  port: z.string(),
  agency: z.string(),
  body: z.string(),
  declarationId: z.uuid(),
  declaration: z.string(),
  line: z.number(),
  tests: z.array(z.string()),
  sample: z.string(),
  orderedBy: z.string(),
  orderedAt: z.string(),
  custody: z.array(z.object({ step: z.enum(['sealed', 'handed', 'opened']), seal: z.string(), intact: z.boolean(), from: z.string(), to: z.string(), by: z.string(), at: z.string() })),
  /** What keeps a report on the sample from being accepted. */
  gaps: z.array(ReasonView),
})
export type CommissionView = z.infer<typeof CommissionView>

/** An order with the way of its sample and the gaps in it. */
export function commissionView(order: Commission, all: readonly KeptStep[]): CommissionView {
  const steps = all.filter((step) => step.commission === order.id)
  const { id, port, agency, body, line, sample, orderedBy } = order
  return {
    ...{ id, port, agency, body, line, sample, orderedBy },
    declarationId: order.declarationId,
    declaration: order.number,
    tests: [...order.tests],
    orderedAt: toIso(order.orderedAt),
    custody: steps.map(({ commission: _of, at, ...step }) => ({ ...step, at: toIso(at) })),
    gaps: custodyGaps(steps, body).map(reasonView),
  }
}
