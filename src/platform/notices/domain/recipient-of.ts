import { atPort, everyPort, hasRole, type Actor } from '../../../kernel/actor.ts'
import type { Refusal } from '../../../kernel/refusal.ts'
import { headquarters, type Recipient } from './notice.ts'

/** The party an actor stands for; undefined for those who stand for none (auditors, administrators). */
export function recipientOf(actor: Actor): Recipient | undefined {
  if (actor.agency !== undefined && hasRole(actor, 'officer', 'coordinator')) return { kind: 'agency', code: actor.agency }
  if (actor.enterprise !== undefined && hasRole(actor, 'trader', 'laboratory')) return { kind: 'enterprise', code: actor.enterprise }
  if (actor.site !== undefined && hasRole(actor, 'operator')) return { kind: 'site', code: actor.site }
  return hasRole(actor, 'headquarters') ? headquarters : undefined
}

/** What is of no port is of concern at every port of its recipient. */
const concerns = (actor: Actor, port: string): boolean => port === everyPort || atPort(actor, port)

/** Whether a notice lies in the inbox of the actor: theirs, and at one of their ports. */
export function isForActor(actor: Actor, notice: { readonly port: string; readonly recipient: Recipient }): boolean {
  const recipient = recipientOf(actor)
  return recipient !== undefined && recipient.kind === notice.recipient.kind && recipient.code === notice.recipient.code && concerns(actor, notice.port)
}

/**
 * Whether the actor may see that a notice was sent, to whom, and its receipts (DC-06): the recipient, the agencies working at the port,
 * and those who oversee. What it says is only for the recipient.
 */
export function maySeeReceipts(actor: Actor, notice: { readonly port: string; readonly recipient: Recipient }): boolean {
  return isForActor(actor, notice) || (concerns(actor, notice.port) && hasRole(actor, 'officer', 'coordinator', 'headquarters', 'auditor', 'administrator'))
}

/** Only a person or machine of the recipient acknowledges. Others are told the same as for a notice that does not exist. */
export function mayAcknowledge(actor: Actor, notice: { readonly port: string; readonly recipient: Recipient }): Refusal | undefined {
  return isForActor(actor, notice) ? undefined : { code: 'common/not-found' }
}

/** Whose web hooks an actor may look after: their own party's; administrators name any. */
export function mayManageWebhooks(actor: Actor, recipient: Recipient): Refusal | undefined {
  const own = recipientOf(actor)
  if (own !== undefined && own.kind === recipient.kind && own.code === recipient.code) return undefined
  return hasRole(actor, 'administrator') ? undefined : { code: 'common/not-permitted' }
}
