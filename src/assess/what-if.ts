import { z } from 'zod'
import { parseInstant, toIso } from '../kernel/instant.ts'
import type { Refusal } from '../kernel/refusal.ts'
import { ok, refuse, type Result } from '../kernel/result.ts'
import type { Context } from '../platform/context.ts'
import { refusalText } from '../platform/i18n/texts.ts'
import { assess } from './domain/assess.ts'
import type { Assessment } from './domain/assessment.ts'
import { checkDocuments } from './domain/check-documents.ts'
import { cutAssessmentForTrader, type TraderAssessment } from './domain/cut-for-trader.ts'
import type { DeclarationFacts } from './domain/facts.ts'
import { mayAskWhatIf, seesTargeting } from './domain/permissions.ts'
import { renderExplanation } from './render-explanation.ts'
import { hasRulesAt, publishedRules, type RuleSnapshot } from './domain/rule-snapshot.ts'
import { moment } from './record-table-version.ts'

const code = z.string().min(1).max(64)
const Item = z.object({
  line: z.int().min(1).max(9999),
  hs: z.string().regex(/^\d{6}(\d{2}){0,2}$/),
  ciq: z.string().regex(/^\d{3}$|^\d{13}$/).optional(),
  origin: z.string().regex(/^[A-Z]{2}$/).optional(),
  quantity: z.object({ value: z.number().gt(0), unit: z.string().min(1).max(10) }).optional(),
  netWeightKg: z.number().gt(0).optional(),
  value: z.object({ amount: z.number().min(0), currency: z.string().regex(/^[A-Z]{3}$/) }).optional(),
  attributes: z.array(code).max(30).optional(),
  containers: z.array(code).max(500).optional(),
  licences: z.array(z.object({ type: code, number: code.optional(), validTo: moment.optional() })).max(50).optional(),
})

/** A declaration, or the part of one that is known so far: further fields of a declaration may stand in it and are left aside. */
export const WhatIf = z.object({
  /** The rules of another time; the present when absent. */
  at: moment.optional(),
  port: code,
  direction: z.enum(['import', 'export', 'transit']),
  mode: z.enum(['sea', 'rail', 'road', 'air', 'post', 'express', 'ecommerce']),
  declarant: code,
  consignee: z.string().max(200).optional(),
  consignor: z.string().max(200).optional(),
  destination: code.optional(),
  containers: z.array(z.object({ number: code })).max(500).optional(),
  items: z.array(Item).min(1).max(500),
  documents: z.array(z.object({ type: code, lines: z.array(z.int()).max(500).optional(), validTo: moment.optional() })).max(200).optional(),
})
export type WhatIf = z.infer<typeof WhatIf>

/** What the rules would say, and what the agencies' documentary rules still miss. */
export interface WhatIfAnswer {
  readonly at: string
  /** `published`: without targeting, which a trader's question must not reveal; the real answer may be stricter. */
  readonly basis: 'all-rules' | 'published-rules'
  readonly assessment: Assessment | TraderAssessment
  readonly text: { readonly zh: readonly string[]; readonly en: readonly string[] }
  readonly wanting: readonly (Refusal & { readonly message: { readonly zh: string; readonly en: string } })[]
}

function publishedAnswer(rules: RuleSnapshot, facts: DeclarationFacts): TraderAssessment {
  const cut = cutAssessmentForTrader(assess(publishedRules(rules), facts))
  // Which checks agencies want is not published; a question must not draw it out. What is asked is told when it is asked.
  return { ...cut, checks: [], explanation: { ...cut.explanation, steps: cut.explanation.steps.filter((step) => step.factor !== 'check') } }
}

/**
 * Assesses without submitting: nothing is written. Officers get everything; everybody else the published rules' answer in the trader's cut
 * (RR-18), judged by its own credit. Refusals: `common/not-permitted`, `assess/no-rules-then`, `assess/foreign-declarant`.
 */
export function whatIf(rules: RuleSnapshot, context: Context, body: WhatIf): Result<WhatIfAnswer> {
  const denied = mayAskWhatIf(context.actor)
  if (denied !== undefined) return refuse(denied)
  const full = seesTargeting(context.actor)
  const { at: asked, ...declared } = body
  const at = (asked === undefined ? undefined : parseInstant(asked)) ?? context.now
  if (!hasRulesAt(rules, at)) return refuse({ code: 'assess/no-rules-then', pointer: '/at', facts: { at: toIso(at) }, clause: 'GV-12' })
  const { enterprise } = context.actor
  if (!full && enterprise !== undefined && body.declarant !== enterprise) {
    return refuse({ code: 'assess/foreign-declarant', pointer: '/declarant', facts: { declarant: body.declarant }, clause: 'RR-13' })
  }
  // Nobody finds out another enterprise's grade by asking what if it took part: only the asker's own credit counts.
  const facts: DeclarationFacts = full ? { ...declared, at } : { ...declared, declarant: enterprise ?? '', consignee: undefined, consignor: undefined, at }
  const assessment = full ? assess(rules, facts) : publishedAnswer(rules, facts)
  const { explanation } = assessment
  return ok({
    at: toIso(at),
    basis: full ? 'all-rules' : 'published-rules',
    assessment,
    text: { zh: renderExplanation(rules.pack, explanation, 'zh'), en: renderExplanation(rules.pack, explanation, 'en') },
    wanting: checkDocuments(rules, facts).map((refusal) => ({ ...refusal, message: refusalText(refusal) })),
  })
}
