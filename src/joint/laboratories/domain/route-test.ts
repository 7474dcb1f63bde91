import type { Refusal } from '../../../kernel/refusal.ts'
import { ok, refuse, type Result } from '../../../kernel/result.ts'

/** One thing a laboratory can do; `accredited`: on the day that is asked about, by the clock of its port. */
export interface Capability {
  readonly code: string
  readonly class: string
  readonly accredited: boolean
}

/** A laboratory of any agency, with the ports whose samples reach it in time (LB-04). */
export interface Laboratory {
  readonly code: string
  readonly agency: string
  readonly port: string
  readonly serves: readonly string[]
  readonly capabilities: readonly Capability[]
}

/** A class of capabilities and the side that leads in it (LB-06). */
export interface CapabilityClass {
  readonly code: string
  readonly lead: string
}

/** Where a test goes and why. */
export interface Routed {
  readonly laboratory: string
  readonly agency: string
  readonly capability: string
  readonly class: string
  readonly lead?: string
  readonly because: 'lead-side' | 'only-accredited' | 'own-laboratory' | 'nearest'
}

/** Whether the laboratory is reached from the port. */
export const reaches = (laboratory: Laboratory, port: string): boolean => laboratory.port === port || laboratory.serves.includes(port)

/**
 * Routes a test to the laboratory that is accredited for it and within reach of the port, whoever's it is (LB-04): before others that of the side
 * that leads in the class (LB-06), then one at the port, then one's own, then by code. Refuses with what is missing.
 */
export function routeTest(laboratories: readonly Laboratory[], classes: readonly CapabilityClass[], wanted: { readonly capability: string; readonly port: string; readonly agency: string }): Result<Routed> {
  const able = laboratories.flatMap((laboratory) => laboratory.capabilities.filter((capability) => capability.code === wanted.capability).map((capability) => ({ laboratory, capability })))
  if (able.length === 0) return refuse<Refusal>({ code: 'laboratories/nobody-can', pointer: '/capability', facts: { capability: wanted.capability }, clause: 'LB-04' })
  const near = able.filter(({ laboratory }) => reaches(laboratory, wanted.port))
  if (near.length === 0) return refuse<Refusal>({ code: 'laboratories/out-of-reach', pointer: '/port', facts: { capability: wanted.capability, laboratories: able.map(({ laboratory }) => laboratory.code).join(', ') }, clause: 'LB-04' })
  const ready = near.filter(({ capability }) => capability.accredited)
  if (ready.length === 0) return refuse<Refusal>({ code: 'laboratories/not-accredited', pointer: '/capability', facts: { capability: wanted.capability, laboratories: near.map(({ laboratory }) => laboratory.code).join(', ') }, clause: 'LB-04' })
  const leadOf = (code: string): string | undefined => classes.find((known) => known.code === code)?.lead
  const score = ({ laboratory, capability }: (typeof ready)[number]): readonly number[] => [leadOf(capability.class) === laboratory.agency ? 0 : 1, laboratory.port === wanted.port ? 0 : 1, laboratory.agency === wanted.agency ? 0 : 1]
  const [best] = [...ready].sort((a, b) => compare(score(a), score(b)) || (a.laboratory.code < b.laboratory.code ? -1 : 1))
  if (best === undefined) return refuse<Refusal>({ code: 'laboratories/nobody-can', pointer: '/capability', facts: { capability: wanted.capability }, clause: 'LB-04' })
  const lead = leadOf(best.capability.class)
  const because = ready.length === 1 ? 'only-accredited' : lead === best.laboratory.agency ? 'lead-side' : best.laboratory.agency === wanted.agency ? 'own-laboratory' : 'nearest'
  return ok({ laboratory: best.laboratory.code, agency: best.laboratory.agency, capability: best.capability.code, class: best.capability.class, ...(lead === undefined ? {} : { lead }), because })
}

function compare(a: readonly number[], b: readonly number[]): number {
  return a.reduce((order, value, i) => (order !== 0 ? order : value - (b[i] ?? 0)), 0)
}

/**
 * Refuses to build what another side has already within reach (凡一方已有检验检测资源和能力的，另一方不再重复建设, LB-05), naming that laboratory.
 * A capability of one's own may be enlarged.
 */
export function refuseDuplicate(laboratories: readonly Laboratory[], plan: { readonly capability: string; readonly port: string; readonly agency: string }): Refusal | undefined {
  const [existing] = laboratories
    .filter((laboratory) => laboratory.agency !== plan.agency && reaches(laboratory, plan.port) && laboratory.capabilities.some((capability) => capability.code === plan.capability))
    .sort((a, b) => Number(b.port === plan.port) - Number(a.port === plan.port) || (a.code < b.code ? -1 : 1))
  return existing === undefined
    ? undefined
    : { code: 'laboratories/capability-exists', pointer: '/capability', agency: existing.agency, facts: { capability: plan.capability, laboratory: existing.code, agency: existing.agency, port: existing.port }, clause: 'LB-05' }
}
