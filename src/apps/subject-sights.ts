import { accessLog } from '../joint/liability/public.ts'
import type { StandingSight } from '../joint/mutual/public.ts'
import { jointSights } from '../joint/sight/public.ts'
import { caseSights, type AnyCaseKind } from '../platform/procedures/public.ts'
import type { Pack } from '../kernel/pack.ts'
import type { Sights, SubjectSight } from '../platform/sight/known-subjects.ts'

/** Kinds of subjects that every official of a port may know of (SW-09). What is neither here nor has a sight of its own is hidden from officers. */
const ofThePort = ['declaration', 'conveyance', 'register', 'register-entry', 'table', 'booking', 'acceptance-report', 'commission', 'import', 'demonstration', 'ledger-entry'] as const

/** Who may know of what facts and notices are about (LB-09), for everything that gives them. */
export function subjectSights(kinds: readonly AnyCaseKind[], shared: Pick<StandingSight, 'sharesResults'>, law: () => Pack): Sights {
  return new Map<string, SubjectSight | 'port'>([...ofThePort.map((kind) => [kind, 'port'] as const), ...caseSights(kinds), ...jointSights(accessLog(law).viewOf('ledger'), shared.sharesResults)])
}
