import { inForce, type Instant } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { parameterValue } from '../../kernel/parameter.ts'
import { dayAt } from '../../registry/identity/public.ts'
import type { Register, RegisterCache } from '../../registry/register/public.ts'
import { participantsFor } from '../directives/public.ts'
import type { TermsOf } from '../inspections/public.ts'
import { withoutConsultation } from './domain/consultation.ts'
import { memorandumPolicy, withoutMemorandum } from './domain/memorandum.ts'
import { consultedAgencies } from './message-store.ts'
import { memoranda, operatingProcedures } from './registers.ts'

/** Entries of a register in force at a moment. */
export function entriesAt<Data extends object>(cache: RegisterCache, register: Register<Data>, at: Instant): Data[] {
  return [...cache.versions(register).values()].flatMap((versions) => versions.find((version) => inForce(version, at))?.data ?? [])
}

/**
 * What the agencies have agreed on that bears on a session: a memorandum between its parties, by the port's policy (LB-11), the consultation a
 * conveyance needs (JI-16), and the editions of the operating procedures in force (GV-09).
 */
export function termsFrom(cache: RegisterCache, law: () => Pack): TermsOf {
  return async (db, inspection, now) => {
    const pack = law()
    const { port } = inspection
    const timeZone = pack.ports.find((known) => known.code === port)?.timeZone ?? 'UTC'
    const policy = inspection.kind === 'single' ? 'nothing' : memorandumPolicy(parameterValue(pack, 'joint.memorandum', now, { port, objectKind: inspection.object.kind }))
    const day = dayAt(inspection.slot?.from ?? now, timeZone)
    const uncovered = policy === 'nothing' ? [] : withoutMemorandum(entriesAt(cache, memoranda, now), { port, agencies: inspection.tasks.map((task) => task.agency), objectKind: inspection.object.kind }, day)
    const unconsulted = withoutConsultation(inspection, participantsFor(pack.participants, port, inspection.object.kind, now)?.consultation === true, await consultedAgencies(db, port, inspection.id))
    const procedures = entriesAt(cache, operatingProcedures, now)
      .filter((each) => (each.port ?? port) === port && each.kinds.includes(inspection.kind))
      .map(({ code, edition }) => ({ code, edition }))
      .sort((a, b) => (a.code < b.code ? -1 : 1))
    return { stops: [...(policy === 'stop' ? uncovered : []), ...unconsulted], warnings: policy === 'warn' ? uncovered : [], procedures }
  }
}
