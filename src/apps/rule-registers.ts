import { ruleGate, type ProposedLaw } from '../assess/lab/public.ts'
import type { Pack } from '../kernel/pack.ts'
import { changedPack } from '../registry/reference/public.ts'
import { findProposal, type AnyRegister, type RegisterCache, type RuleGate } from '../registry/register/public.ts'

/** How registers of rules change: what holds proposals to the law, and how the lab tries them. */
export interface RuleRegisters {
  readonly gate: RuleGate
  readonly proposed: ProposedLaw
}

/** Puts the registers of rules and the rule lab together. */
export function ruleRegisters(pack: Pack, law: () => Pack, cache: RegisterCache, registers: readonly AnyRegister[]): RuleRegisters {
  return {
    gate: ruleGate(law, (q, register, change, from) => changedPack(q, pack, cache, register, change, from)),
    proposed: {
      async find(q, name, number) {
        const register = registers.find((one) => one.name === name && one.rule === 'tried')
        const proposal = register === undefined ? undefined : await findProposal(q, name, number)
        if (register === undefined || proposal === undefined) return undefined
        return { hash: proposal.hash, pack: async () => (await changedPack(q, pack, cache, register, proposal, 'always')).after }
      },
    },
  }
}
