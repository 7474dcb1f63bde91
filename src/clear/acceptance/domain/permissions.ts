import { atPort, hasRole, type Actor } from '../../../kernel/actor.ts'
import type { Refusal } from '../../../kernel/refusal.ts'

/** The body an actor signs in for; undefined for everybody else. */
export function bodyOf(actor: Actor): string | undefined {
  return actor.kind !== 'system' && hasRole(actor, 'laboratory') ? actor.enterprise : undefined
}

/** Who submits a report: somebody of the body that issued it, at a port it works at. */
export function maySubmitReport(actor: Actor, report: { readonly body: string }): Refusal | undefined {
  const own = bodyOf(actor)
  if (own === undefined) return { code: 'common/not-permitted' }
  return own === report.body ? undefined : { code: 'acceptance/not-your-body', pointer: '/body', facts: { body: report.body }, clause: 'TP-01' }
}

/** An official of an agency at the port. */
export const isOfficialAt = (actor: Actor, port: string): boolean => actor.kind !== 'system' && hasRole(actor, 'officer', 'coordinator') && actor.agency !== undefined && atPort(actor, port)

/** Who decides on a report: an officer of the agency whose checks it would answer. Others at the port are told that it is not theirs. */
export function mayDecide(actor: Actor, report: { readonly port: string; readonly agency: string }): Refusal | undefined {
  if (!isOfficialAt(actor, report.port) || !hasRole(actor, 'officer')) return { code: 'common/not-permitted' }
  return actor.agency === report.agency ? undefined : { code: 'acceptance/not-your-report', facts: { agency: report.agency }, clause: 'TP-03' }
}

/** Whose reports an actor reads: those of its ports, of its body, or about its own goods. */
export type ReportSight = { readonly kind: 'all' } | { readonly kind: 'body' | 'declarant'; readonly code: string } | { readonly kind: 'none' }

/** Officials, headquarters and auditors read all reports, a body its own, a trader those about its goods; ports are looked at besides. */
export function reportSight(actor: Actor): ReportSight {
  if (hasRole(actor, 'officer', 'coordinator', 'headquarters', 'auditor')) return { kind: 'all' }
  const body = bodyOf(actor)
  if (body !== undefined) return { kind: 'body', code: body }
  return hasRole(actor, 'trader') && actor.enterprise !== undefined ? { kind: 'declarant', code: actor.enterprise } : { kind: 'none' }
}

/** Whether the actor may know of the report. */
export function maySeeReport(actor: Actor, report: { readonly port: string; readonly body: string; readonly declarant: string }): boolean {
  const sight = reportSight(actor)
  if (sight.kind === 'none' || !atPort(actor, report.port)) return false
  return sight.kind === 'all' || sight.code === (sight.kind === 'body' ? report.body : report.declarant)
}
