import { hasRole, type Actor } from '../../../kernel/actor.ts'
import type { Instant } from '../../../kernel/instant.ts'
import { defineProcedure, type Evidence } from '../../../kernel/procedure/procedure.ts'

const outcome: readonly Evidence[] = [
  { name: 'outcome', title: { zh: '处置结果', en: 'Outcome' }, kind: { choices: ['released', 'treated', 'detained', 'returned', 'transferred'] }, required: true },
  { name: 'measures', title: { zh: '处置情况', en: 'What was done' }, kind: 'text', required: true },
]

/**
 * Secondary handling in the back office (转至后台分别或联合处置, JI-15): by one agency, or by several in one case, each of which concludes its own part;
 * the last one ends the case. Of a case that is late the liaison officers are told, then a coordinator, who may end what is concluded and let the
 * others go on by themselves. No outcome is written for an agency by anybody else.
 */
export const secondaryProcedure = defineProcedure({
  name: 'secondary-handling',
  title: { zh: '后台处置', en: 'Secondary handling' },
  clause: 'JI-15',
  version: 2,
  states: {
    open: { zh: '后台处置中', en: 'Being handled in the back office' },
    concluded: { zh: '已办结', en: 'Concluded' },
  },
  initial: 'open',
  final: ['concluded'],
  releasing: ['concluded'],
  parties: ['handler', 'last', 'chair'],
  transitions: [
    { act: 'conclude-part', from: ['open'], to: 'open', who: ['handler'], records: 'SecondaryPartConcluded', clause: 'JI-15', title: { zh: '办结本单位部分', en: 'Conclude the own part' }, evidence: outcome },
    { act: 'conclude', from: ['open'], to: 'concluded', who: ['last'], records: 'SecondaryConcluded', clause: 'JI-15', title: { zh: '办结', en: 'Conclude' }, evidence: outcome },
    {
      act: 'part', from: ['open'], to: 'concluded', who: ['chair'], records: 'SecondaryParted', clause: 'JI-15', title: { zh: '未办结部分分立', en: 'Let the rest go on by itself' },
      evidence: [{ name: 'reason', title: { zh: '理由', en: 'Reason' }, kind: 'text', required: true }],
    },
  ],
  clocks: [
    { name: 'handling', state: 'open', parameter: 'secondary.handling', onExpiry: 'flag', records: 'SecondaryOverdue', clause: 'JI-15' },
    { name: 'escalation', state: 'open', parameter: 'secondary.escalation', onExpiry: 'flag', records: 'SecondaryEscalated', clause: 'JI-15' },
  ],
})

export type SecondaryAct = 'conclude-part' | 'conclude' | 'part'
export type SecondaryParty = 'handler' | 'last' | 'chair'

/** What an agency says came of its own part. */
export interface ConcludedPart {
  readonly agency: string
  readonly outcome: string
  readonly by: string
  readonly at: string
}

/** What a back-office case is about. */
export interface SecondaryData {
  readonly mode: 'separate' | 'joint'
  readonly agencies: readonly string[]
  readonly object: string
  readonly reason?: string
  /** Parts that are concluded; absent in cases from before parts were told apart. */
  readonly parts?: readonly ConcludedPart[]
}

/** Agencies whose part is still to be concluded. */
export function unconcluded({ agencies, parts = [] }: Pick<SecondaryData, 'agencies' | 'parts'>): string[] {
  return agencies.filter((agency) => !parts.some((part) => part.agency === agency))
}

/** Which party an officer is: of an agency whose part is open; the last of them ends the case. Coordinators once a case is late and escalated, and somebody has concluded. */
export function secondaryParties(actor: Actor, found: { readonly data: SecondaryData; readonly overdue: readonly string[] }): SecondaryParty[] {
  if (!hasRole(actor, 'officer', 'coordinator') || actor.agency === undefined) return []
  const left = unconcluded(found.data)
  const own = left.includes(actor.agency) ? [left.length === 1 ? ('last' as const) : ('handler' as const)] : []
  const chair = hasRole(actor, 'coordinator') && found.overdue.includes('escalation') && left.length < found.data.agencies.length ? (['chair'] as const) : []
  return [...own, ...chair]
}

/** The case with the part of the actor's agency concluded. */
export function withPart(data: SecondaryData, agency: string, outcome: string, by: string, at: Instant): SecondaryData {
  return { ...data, parts: [...(data.parts ?? []), { agency, outcome, by, at: new Date(at).toISOString() }] }
}
