import { inForce, type Instant } from '../../../kernel/instant.ts'
import type { Method, MethodConflict, ObjectKind, Pack, Readiness, RollOut } from '../../../kernel/pack.ts'
import { participantsFor } from '../../directives/domain/participation.ts'

/** Where and when joint inspection is asked about; `business` is unknown where nobody said it. */
export interface Asked {
  readonly port: string
  readonly objectKind: ObjectKind
  readonly business?: string | undefined
  readonly at: Instant
}

type Scope = Readonly<Partial<Record<'agency' | 'business' | 'objectKind' | 'port', string>>>
const weights = { agency: 8, business: 4, objectKind: 2, port: 1 } as const
const fields = Object.keys(weights) as (keyof typeof weights)[]

const applies = (scope: Scope, asked: Scope): boolean => fields.every((field) => scope[field] === undefined || scope[field] === asked[field])
const specificity = (scope: Scope): number => fields.reduce((sum, field) => sum + (scope[field] === undefined ? 0 : 16 + weights[field]), 0)

/** Whether the gate stands open: the entry with most of its scope named decides, of two alike the closed one; named by none it is open. */
function isOpen<E extends Scope & { readonly validFrom: Instant; readonly validTo?: Instant }>(entries: readonly E[], asked: Scope, at: Instant, open: (entry: E) => boolean): boolean {
  let best: E | undefined
  for (const entry of entries) {
    if (!inForce(entry, at) || !applies(entry, asked)) continue
    if (best === undefined || specificity(entry) > specificity(best) || (specificity(entry) === specificity(best) && !open(entry))) best = entry
  }
  return best === undefined || open(best)
}

/** Whether joint inspection is practised for this business, kind and port (JI-25). */
export function isRolledOut(entries: readonly RollOut[], asked: Asked): boolean {
  if (entries.length === 0) return true
  return isOpen(entries, scopeOf(asked), asked.at, (entry) => entry.on)
}

/**
 * Who does not pass directives on yet (DC-14, EC-01): the channel as a whole by its code, else the agency; undefined when both are ready. A channel
 * that is not ready is so for every agency, whatever an agency says of itself.
 */
export function notReady(entries: readonly Readiness[], agency: string, asked: Asked): string | undefined {
  if (entries.length === 0) return undefined
  const scope = scopeOf(asked)
  const ready = (entry: Readiness): boolean => entry.ready
  if (!isOpen(entries.filter((entry) => entry.agency === undefined), scope, asked.at, ready)) return asked.business ?? asked.port
  return isOpen(entries.filter((entry) => entry.agency !== undefined && entry.agency === agency), { ...scope, agency }, asked.at, ready) ? undefined : agency
}

function scopeOf({ port, objectKind, business }: Asked): Scope {
  return { port, objectKind, ...(business === undefined ? {} : { business }) }
}

/**
 * The two methods that keep directives out of one operation (JI-09, JI-26), as `open/treatment`; undefined when at least one method of each can be
 * done together. A look at papers shares nothing and keeps nobody out.
 */
export function excludedBy(conflicts: readonly MethodConflict[], one: readonly Method[], other: readonly Method[], at: Instant): string | undefined {
  let excluded: string | undefined
  for (const a of one) {
    if (a === 'documents') continue
    for (const b of other) {
      if (b === 'documents') continue
      const conflict = conflicts.find((known) => inForce(known, at) && known.methods.includes(a) && known.methods.includes(b) && a !== b)
      if (conflict === undefined) return undefined
      excluded ??= [...conflict.methods].sort().join('/')
    }
  }
  return excluded
}

/** Who must take part in inspecting a kind of object: those there are, and those that are not ready and are reported as missing (DC-14). */
export function partiesOf(law: Pick<Pack, 'participants' | 'readiness'>, asked: Asked): { readonly present: string[]; readonly missing: string[] } {
  const required = participantsFor(law.participants, asked.port, asked.objectKind, asked.at)?.required ?? []
  const ready = (agency: string): boolean => notReady(law.readiness, agency, asked) === undefined
  return { present: required.filter(ready), missing: required.filter((agency) => !ready(agency)) }
}
