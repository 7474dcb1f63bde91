import { inForce, type Instant } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import type { Gates } from '../inspections/public.ts'
import { overlapsIn } from './work-plan.ts'

/** What the merged work plan adds to an inspection: nothing is opened before it is settled who checks what, and one check serves all (LB-03). */
export function workGates(law: () => Pack, now: () => Instant): Pick<Gates, 'beforeHandling' | 'sharedChecks'> {
  return {
    async beforeHandling(db, inspection, action): Promise<readonly Refusal[]> {
      if (action !== 'open' || inspection.tasks.length < 2) return []
      const open = (await overlapsIn(db, law(), inspection, now())).filter((overlap) => overlap.must && overlap.settled === undefined)
      return open.map((overlap) => ({ code: 'inspections/content-not-agreed', facts: { check: overlap.code, agency: overlap.agencies.join(', ') }, clause: 'LB-03' }))
    },
    async sharedChecks(db, inspection) {
      const overlaps = inspection.tasks.length < 2 ? [] : await overlapsIn(db, law(), inspection, now())
      const sharedMethods = new Set(law().methods.filter((rule) => rule.shared && inForce(rule, now())).map((rule): string => rule.method))
      return new Map(overlaps.filter((overlap) => !sharedMethods.has(overlap.code)).map((overlap) => [overlap.code, overlap.settled ?? {}]))
    },
  }
}
