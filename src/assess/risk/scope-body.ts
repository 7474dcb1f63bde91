import { z } from 'zod'
import { isContainerNumber } from '../../kernel/container-number.ts'
import { inForce, parseInstant, type Instant } from '../../kernel/instant.ts'
import { must } from '../../kernel/invariant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { parameterValue } from '../../kernel/parameter.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import { namesSomething, type RiskScope, classifications } from './domain/risk-entry.ts'

/**
 * A text of one line, up to `maximum` characters once trimmed. Control characters have no place in a field, and direction overrides make a text read
 * otherwise than it is stored.
 */
export const text = (maximum: number) => z.string().trim().min(1).max(maximum).regex(/^[^\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]+$/u)

/** A text of several lines. */
export const lines = (maximum: number) => z.string().trim().min(1).max(maximum).regex(/^[^\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]+$/u)

/** A moment with its zone. */
export const moment = z.string().max(40).refine((value) => parseInstant(value) !== undefined, { params: { code: 'risk/not-a-moment' } })
/** The moment a text says that passed `moment`; any other text is a bug. */
export const readMoment = (value: string): Instant => must(parseInstant(value), 'the schema lets only moments through')

const fields = {
  port: z.string().regex(/^[0-9A-Z]{2,12}$/).optional(),
  direction: z.enum(['import', 'export', 'transit']).optional(),
  hs: z.string().regex(/^\d{2,10}$/).optional(),
  origin: z.string().regex(/^[A-Z]{2}$/).optional(),
  producer: text(200).optional(),
  lot: text(64).optional(),
  container: z.string().max(20).refine((number) => isContainerNumber(number.toUpperCase().replace(/\s+/g, '')), { params: { code: 'risk/container-number' } }).optional(),
  conveyance: text(32).optional(),
  enterprise: text(200).optional(),
}

/** What goods, boxes, conveyances or enterprises something is about: everything named must fit. */
export const ScopeBody = z.strictObject(fields).refine(namesSomething, { params: { code: 'risk/scope-empty' } })
const said = z.string().optional()
/** The same as it is told; a person is a hash. */
export const ScopeView = z.strictObject({ port: said, direction: said, hs: said, origin: said, producer: said, lot: said, container: said, conveyance: said, enterprise: said, person: said })
export const EvidenceBody = z.array(z.strictObject({ kind: text(40), ref: text(500) })).max(20)
export const ClassificationBody = z.enum(classifications)

/** What speaks against a scope, a level and an end by the law in force. */
export function checkEntry(law: Pack, now: Instant, wanted: { readonly scope: RiskScope; readonly level?: string | undefined; readonly validTo: Instant; readonly longest: string }): Refusal[] {
  const { scope, level, validTo } = wanted
  const longest = parameterValue(law, wanted.longest, now, scope.port === undefined ? {} : { port: scope.port })
  return [
    ...(scope.port === undefined || law.ports.some((port) => port.code === scope.port && inForce(port, now)) ? [] : [{ code: 'risk/unknown-port', pointer: '/scope/port', facts: { port: scope.port } }]),
    ...(level === undefined || law.riskLevels.some((known) => known.code === level && inForce(known, now)) ? [] : [{ code: 'risk/unknown-level', pointer: '/level', facts: { level, known: law.riskLevels.map(({ code }) => code).join(', ') } }]),
    ...(validTo > now ? [] : [{ code: 'risk/ends-in-the-past', pointer: '/validTo' }]),
    ...(validTo - now <= longest ? [] : [{ code: 'risk/too-long', pointer: '/validTo', facts: { days: Math.floor(longest / 86_400_000) }, clause: 'AL-03' }]),
  ]
}
