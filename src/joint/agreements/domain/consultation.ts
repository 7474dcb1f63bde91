import type { Refusal } from '../../../kernel/refusal.ts'

/**
 * Why a joint inspection may not begin: the law of its participants asks for consultation (`asked`, JI-16), and no record says that its agencies consulted,
 * every one of them. `consulted` are the agencies of each record. A boarding is a mechanism of its own.
 */
export function withoutConsultation(inspection: { readonly kind: string; readonly object: { readonly kind: string }; readonly tasks: readonly { readonly agency: string }[] }, asked: boolean, consulted: readonly (readonly string[])[]): Refusal[] {
  if (inspection.kind !== 'joint' || !asked) return []
  const agencies = inspection.tasks.map((task) => task.agency)
  if (consulted.some((record) => agencies.every((agency) => record.includes(agency)))) return []
  return [{ code: 'agreements/no-consultation', facts: { kind: inspection.object.kind, agencies: agencies.join(', ') }, clause: 'JI-16' }]
}
