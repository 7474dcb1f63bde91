import { z } from 'zod'
import { atPort, hasRole } from '../../kernel/actor.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { dayAt } from '../../registry/identity/public.ts'
import { Code, defineRegister, LooseName, Name, type Register, type RegisterCache } from '../../registry/register/public.ts'
import { Day } from '../../platform/http/moments.ts'
import type { CapabilityClass, Laboratory } from './domain/route-test.ts'


const LaboratoryEntry = z.strictObject({
  code: Code,
  name: LooseName,
  /** Whose laboratory it is; every agency sends its tests here. */
  agency: Code,
  port: Code,
  /** Other ports whose samples reach it in time. */
  serves: z.array(Code).max(200).default([]),
  capabilities: z.array(z.strictObject({ code: Code, name: LooseName, class: Code, accreditation: z.strictObject({ number: z.string().min(1).max(60), validFrom: Day, validTo: Day }).optional() })).max(1000),
})

/** What laboratories of all agencies can do: one register (LB-04). */
export const laboratories = defineRegister({
  name: 'laboratories',
  title: { zh: '实验室检测能力', en: 'Laboratories and what they can do' },
  clause: 'LB-04',
  owner: 'agency',
  schema: LaboratoryEntry,
  key: (laboratory) => laboratory.code,
  mayRecord: (actor, laboratory) => hasRole(actor, 'administrator', 'headquarters') || (hasRole(actor, 'coordinator') && actor.agency === laboratory.agency && atPort(actor, laboratory.port)),
})

/** Classes of capability and the side that leads in each (按各自专长协作, LB-06). */
export const capabilityClasses = defineRegister({
  name: 'capability-classes',
  title: { zh: '检测能力分工', en: 'Classes of laboratory capability' },
  clause: 'LB-06',
  owner: 'headquarters',
  schema: z.strictObject({ code: Code, name: Name, lead: Code }),
  key: (one) => one.code,
  mayRecord: (actor) => hasRole(actor, 'administrator', 'headquarters'),
})

function inForceAt<Data extends object>(cache: RegisterCache, register: Register<Data>, now: Instant): Data[] {
  return [...cache.versions(register).keys()].flatMap((key) => cache.find(register, key, now) ?? [])
}

/** The laboratories in force; an accreditation holds from the first to the last of its days, as the laboratory's port counts them. */
export function laboratoriesAt(cache: RegisterCache, { ports }: Pick<Pack, 'ports'>, now: Instant): Laboratory[] {
  return inForceAt(cache, laboratories, now).map(({ code, agency, port, serves, capabilities }) => {
    const today = dayAt(now, ports.find((known) => known.code === port)?.timeZone ?? 'UTC')
    const accredited = (held: { readonly validFrom: string; readonly validTo: string } | undefined): boolean => held !== undefined && held.validFrom <= today && today <= held.validTo
    return { code, agency, port, serves, capabilities: capabilities.map((one) => ({ code: one.code, class: one.class, accredited: accredited(one.accreditation) })) }
  })
}

/** The classes in force. */
export function classesAt(cache: RegisterCache, now: Instant): CapabilityClass[] {
  return inForceAt(cache, capabilityClasses, now).map(({ code, lead }) => ({ code, lead }))
}
