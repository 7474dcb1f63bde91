import type { Refusal } from '../../../kernel/refusal.ts'

/** Objects that are inspected jointly only after the agencies have consulted each other (由相关部门协商后统筹实施, JI-16). Vessels have a boarding of their own. */
const consultedKinds: readonly string[] = ['vessel', 'train', 'wagon', 'vehicle', 'aircraft']

/** Why a joint inspection of a conveyance may not begin: no record that its agencies consulted, every one of them. `consulted` are the agencies of each record. */
export function withoutConsultation(inspection: { readonly kind: string; readonly object: { readonly kind: string }; readonly tasks: readonly { readonly agency: string }[] }, consulted: readonly (readonly string[])[]): Refusal[] {
  if (inspection.kind !== 'joint' || !consultedKinds.includes(inspection.object.kind)) return []
  const agencies = inspection.tasks.map((task) => task.agency)
  if (consulted.some((record) => agencies.every((agency) => record.includes(agency)))) return []
  return [{ code: 'agreements/no-consultation', facts: { kind: inspection.object.kind, agencies: agencies.join(', ') }, clause: 'JI-16' }]
}
