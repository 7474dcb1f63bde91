import type { Refusal } from '../../kernel/refusal.ts'
import { faultOfNumber, type ObjectRef } from '../../window/objects/public.ts'

/** Refuses a number with a wrong check digit: it names another box or ship than the one meant, or none (DC-04). */
export function checkNumber(object: ObjectRef): Refusal[] {
  const fault = faultOfNumber(object)
  if (fault === undefined) return []
  const code = fault.number === 'imo' ? 'directives/imo-number' : 'directives/container-number'
  const digit = fault.digit === undefined ? '–' : String(fault.digit)
  return [{ code, pointer: '/object/ref', facts: { ref: object.ref, digit }, clause: 'DC-04' }]
}
