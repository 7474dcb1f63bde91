import { z } from 'zod'
import { Bilingual, Cell } from './table-schema.ts'

const fact = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()).readonly()])

const ParameterView = z.strictObject({
  name: z.string(),
  audience: z.enum(['public', 'officer']),
  value: fact.optional(),
  condition: Cell.optional(),
})

/** An explanation as it is sent; the reader's cut is made before. */
export const ExplanationView = z.strictObject({
  at: z.string(),
  audience: z.enum(['officer', 'trader']),
  steps: z.array(
    z.strictObject({
      factor: z.enum(['credit', 'goods-risk', 'risk-record', 'combined-risk', 'category', 'release-mode', 'policy', 'measure', 'credit-measure', 'tightening', 'hold-rule', 'safety-floor', 'check', 'targeting']),
      lines: z.array(z.number()).readonly().optional(),
      parameters: z.array(ParameterView).readonly(),
      outcome: z.record(z.string(), fact),
      rule: z.strictObject({ table: z.string().optional(), version: z.number().optional(), row: z.string().optional(), formula: z.string().optional(), clause: z.string() }).optional(),
      targeting: z.literal(true).optional(),
      withheld: z.literal(true).optional(),
    }),
  ).readonly(),
})

const CheckView = z.strictObject({
  agency: z.string(),
  objects: z.array(z.strictObject({ kind: z.enum(['consignment', 'item', 'container']), ref: z.string() })).readonly(),
  methods: z.array(z.string()).readonly(),
  power: z.string(),
  reason: z.strictObject({ table: z.string(), version: z.number(), row: z.string(), clause: z.string() }).optional(),
})

/** An assessment as it is sent: in full, or the trader's cut, which lacks what comes from targeting. */
export const AssessmentView = z.strictObject({
  releaseMode: z.string(),
  releasedAt: z.enum(['acceptance', 'report-judged', 'sampled', 'inspected']),
  creditGrade: z.string(),
  riskLevel: z.string().optional(),
  combined: z.number().optional(),
  checks: z.array(CheckView).readonly(),
  explanation: ExplanationView,
})

export const WhatIfView = z.strictObject({
  at: z.string(),
  basis: z.enum(['all-rules', 'published-rules']),
  assessment: AssessmentView,
  text: z.strictObject({ zh: z.array(z.string()).readonly(), en: z.array(z.string()).readonly() }),
  wanting: z.array(
    z.strictObject({
      code: z.string(),
      pointer: z.string().optional(),
      facts: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
      agency: z.string().optional(),
      clause: z.string().optional(),
      message: Bilingual,
    }),
  ).readonly(),
})
