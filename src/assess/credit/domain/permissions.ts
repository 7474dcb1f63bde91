import { hasRole, type Actor } from '../../../kernel/actor.ts'

/** What a partner may see of a record (RR-13): the grade; why; single events; the grades of the past. */
export type CreditSight = 'grade' | 'reasons' | 'events' | 'history'

/** A partner of credit sharing as an agreement describes it. */
export interface Partner {
  readonly code: string
  /** Whom its people and machines act for: `agency:CUS`, `enterprise:BANK-1`. */
  readonly party: string
  /** The agency that answers for what it reports; its own where it is one. */
  readonly liaison?: string | undefined
  readonly sees: readonly CreditSight[]
  /** Kinds of events it may report. */
  readonly reports: readonly string[]
}

const everything: readonly CreditSight[] = ['grade', 'reasons', 'events', 'history']

/** Officials of the border agencies; a machine of a partner is held to the partner's scope whatever its roles. */
export function isOfficial(actor: Actor): boolean {
  return hasRole(actor, 'officer', 'coordinator', 'headquarters', 'auditor')
}

/** Whether an actor acts for a party as agreements name it. */
export function standsFor(actor: Actor, party: string): boolean {
  return (actor.agency !== undefined && party === `agency:${actor.agency}`) || (actor.enterprise !== undefined && party === `enterprise:${actor.enterprise}`)
}

/** The partner an actor is, where an agreement names its party: any machine of it, and people who are no officials. */
export function partnerOf(actor: Actor, partners: readonly Partner[]): Partner | undefined {
  if (actor.kind === 'person' && isOfficial(actor)) return undefined
  return partners.find(({ party }) => standsFor(actor, party))
}

/** What an actor may see of an enterprise's record; nothing means that for them there is none. */
export function sightOf(actor: Actor, enterprise: string, partner: Partner | undefined): readonly CreditSight[] {
  if (actor.kind !== 'system' && actor.enterprise === enterprise && hasRole(actor, 'trader')) return everything
  if (partner !== undefined) return partner.sees
  return isOfficial(actor) ? everything : []
}

/** Whether an actor may report an event of this kind: officers and headquarters any, a partner what its agreement says. */
export function mayReport(actor: Actor, partner: Partner | undefined, kind: string): boolean {
  return partner === undefined ? hasRole(actor, 'officer', 'headquarters') : partner.reports.includes(kind)
}

/** Whether an actor may report anything at all. */
export function mayReportAnything(actor: Actor, partner: Partner | undefined): boolean {
  return partner === undefined ? hasRole(actor, 'officer', 'headquarters') : partner.reports.length > 0
}
