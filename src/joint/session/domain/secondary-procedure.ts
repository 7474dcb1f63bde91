import { hasRole, type Actor } from '../../../kernel/actor.ts'
import { defineProcedure } from '../../../kernel/procedure/procedure.ts'

/** Secondary handling in the back office (转至后台分别或联合处置, JI-15): by one agency, or by several in one case. */
export const secondaryProcedure = defineProcedure({
  name: 'secondary-handling',
  title: { zh: '后台处置', en: 'Secondary handling' },
  clause: 'JI-15',
  version: 1,
  states: {
    open: { zh: '后台处置中', en: 'Being handled in the back office' },
    concluded: { zh: '已办结', en: 'Concluded' },
  },
  initial: 'open',
  final: ['concluded'],
  releasing: ['concluded'],
  parties: ['handler'],
  transitions: [
    {
      act: 'conclude', from: ['open'], to: 'concluded', who: ['handler'], records: 'SecondaryConcluded', clause: 'JI-15', title: { zh: '办结', en: 'Conclude' },
      evidence: [
        { name: 'outcome', title: { zh: '处置结果', en: 'Outcome' }, kind: { choices: ['released', 'treated', 'detained', 'returned', 'transferred'] }, required: true },
        { name: 'measures', title: { zh: '处置情况', en: 'What was done' }, kind: 'text', required: true },
      ],
    },
  ],
  clocks: [],
})

/** Whether an officer handles the case: of one of its agencies. */
export function secondaryParties(actor: Actor, found: { readonly agencies: readonly string[] }): 'handler'[] {
  return hasRole(actor, 'officer', 'coordinator') && actor.agency !== undefined && found.agencies.includes(actor.agency) ? ['handler'] : []
}
