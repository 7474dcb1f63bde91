import { createHash } from 'node:crypto'
import type { Assessment, CheckedObject, WantedCheck } from '../../assess/public.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Method, ObjectKind } from '../../kernel/pack.ts'

/** An id made of what must not happen twice, in the form of a UUID (RFC 9562, version 8). */
export function derivedId(...parts: readonly string[]): string {
  const hex = createHash('sha256').update(parts.join('\n')).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** A directive that assessment wants of a declaration, before the desk has it. */
export interface DerivedDirective {
  readonly id: string
  readonly port: string
  readonly agency: string
  readonly object: { readonly kind: ObjectKind; readonly ref: string }
  readonly methods: readonly Method[]
  readonly power: string
  readonly reason: string
  /** Where the check rests. */
  readonly rule: WantedCheck['reason']
  /** Of goods that the safety floor holds (RR-22): nobody leaves it out. */
  readonly floor: boolean
  /** From when the goods are there to be looked at. */
  readonly from: Instant
}

/** Whether the safety floor holds what an object of a declaration is or holds: an item by its own line, anything wider by any. */
function isHeldByFloor({ explanation }: Pick<Assessment, 'explanation'>, { kind, ref }: CheckedObject): boolean {
  return explanation.steps.some(({ factor, lines }) => factor === 'safety-floor' && (kind !== 'item' || lines?.includes(Number(ref)) !== false))
}

/**
 * One directive per wanted check and object of a declaration's assessment, each with an id that depends on nothing but what it asks:
 * deriving twice gives the same directives, and release can tell which are still to come.
 */
export function derivedDirectives(declaration: {
  readonly port: string
  readonly id: string
  readonly number: string
  readonly acceptedAt: Instant
  readonly arrival: Instant | null
  readonly assessment: Pick<Assessment, 'checks' | 'explanation'>
}): DerivedDirective[] {
  const { port, id, number, acceptedAt, arrival } = declaration
  const from = arrival !== null && arrival > acceptedAt ? arrival : acceptedAt
  return declaration.assessment.checks.flatMap(({ agency, objects, methods, power, reason }) =>
    objects.map(({ kind, ref }): DerivedDirective => {
      const named = kind === 'consignment' ? number : kind === 'item' ? `${number}/${ref}` : ref
      return {
        id: derivedId('assessment', port, id, agency, power, kind, ref, [...methods].sort().join(',')),
        port,
        agency,
        object: { kind, ref: named },
        methods,
        power,
        rule: reason,
        floor: isHeldByFloor(declaration.assessment, { kind, ref }),
        reason: `${reason.table} v${reason.version} ${reason.row} (${reason.clause})`,
        from,
      }
    }),
  )
}
