import { atPort, hasRole, type Actor } from '../../../kernel/actor.ts'
import type { Evidence } from '../../../kernel/procedure/procedure.ts'
import { defineProcedure } from '../../../kernel/procedure/procedure.ts'

/** Whose offence it is, where that is not the declarant. */
export const atFault: Evidence = { name: 'enterprise', title: { zh: '违法企业（如非申报人）', en: 'Enterprise at fault, if not the declarant' }, kind: 'code', required: false }

/**
 * A suspected offence that the finding agency handles itself (查处, LB-14): decided by somebody else than who found it. A clock that runs out flags the
 * case; nothing is an offence, and nobody is cleared, by silence.
 */
export const offenceProcedure = defineProcedure({
  name: 'offence-case',
  title: { zh: '违法违规行为查处', en: 'Offence' },
  clause: 'LB-14',
  version: 1,
  states: {
    found: { zh: '待查处', en: 'Waiting for a decision' },
    punished: { zh: '已处罚', en: 'Punished' },
    cleared: { zh: '不构成违法', en: 'No offence' },
  },
  initial: 'found',
  final: ['punished', 'cleared'],
  releasing: ['cleared'],
  parties: ['decider'],
  transitions: [
    {
      act: 'punish', from: ['found'], to: 'punished', who: ['decider'], records: 'OffenceDecided', clause: 'LB-14', title: { zh: '作出处罚决定', en: 'Decide on a penalty' },
      evidence: [{ name: 'number', title: { zh: '决定书文号', en: 'Number of the decision' }, kind: 'code', required: true }, { name: 'measures', title: { zh: '处理情况', en: 'What was done' }, kind: 'text', required: true }, atFault],
    },
    {
      act: 'clear', from: ['found'], to: 'cleared', who: ['decider'], records: 'OffenceCleared', clause: 'LB-14', title: { zh: '认定不构成违法', en: 'Find no offence' },
      evidence: [{ name: 'reason', title: { zh: '理由', en: 'Reason' }, kind: 'text', required: true }],
    },
  ],
  clocks: [{ name: 'decision', state: 'found', parameter: 'offences.decision', onExpiry: 'flag', records: 'OffenceDecisionOverdue', clause: 'LB-14' }],
})

/** Whether an officer decides on an offence: of its agency at its port, and not the one who found it (GV-15). */
export function offenceParties(actor: Actor, found: { readonly port: string; readonly agency: string; readonly finder: string }): 'decider'[] {
  return hasRole(actor, 'officer', 'coordinator') && actor.agency === found.agency && atPort(actor, found.port) && actor.id !== found.finder ? ['decider'] : []
}
