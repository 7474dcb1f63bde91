import type { Method, ObjectKind, ReleaseMoment } from '../../kernel/pack.ts'
import type { Explanation } from './explanation.ts'

/** An object of the declaration that an agency wants checked. `ref` of an item is its line, of a consignment empty (the declaration itself). */
export interface CheckedObject {
  readonly kind: Extract<ObjectKind, 'consignment' | 'item' | 'container'>
  readonly ref: string
}

/** A check an agency wants: becomes one derived directive per object. */
export interface WantedCheck {
  readonly agency: string
  readonly objects: readonly CheckedObject[]
  readonly methods: readonly Method[]
  /** Code of the pack's power the check rests on (GV-07). */
  readonly power: string
  /** Row of the `checks` table that asked for it; its clause. Targeting detail: officers only. */
  readonly reason: { readonly table: string; readonly version: number; readonly row: string; readonly clause: string }
}

/** What the rules say of a declaration. */
export interface Assessment {
  readonly releaseMode: string
  /** When the mode opens the gate (RR-03…RR-06). */
  readonly releasedAt: ReleaseMoment
  readonly creditGrade: string
  /** Highest level among the items. */
  readonly riskLevel: string
  /** Combined risk of credit and goods (综合风险程度, RR-01), a number that grows with either. */
  readonly combined: number
  readonly checks: readonly WantedCheck[]
  readonly explanation: Explanation
}
