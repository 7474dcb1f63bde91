import { z } from 'zod'
import { atPort, hasRole, type Actor } from '../../kernel/actor.ts'
import { Code, defineRegister, LooseName } from '../register/public.ts'

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
const date = z.iso.date()

/** When something is open: weekdays 1 (Monday) to 7, from–to in port time, and the days it is closed. */
export const Calendar = z.strictObject({ weekdays: z.array(z.int().min(1).max(7)).min(1).max(7), from: time, to: time, closed: z.array(date).max(400).optional() })

/** Coordinators look after the shared resources of their ports (SW-10). */
const atOwnPort = (actor: Actor, data: { readonly port: string }): boolean => hasRole(actor, 'administrator', 'coordinator') && atPort(actor, data.port)

export const SiteEntry = z.strictObject({
  code: Code,
  name: LooseName,
  port: Code,
  kind: z.enum(['yard', 'warehouse', 'platform', 'terminal', 'cold-store', 'berth', 'rail-yard', 'post-hall', 'passenger-hall']),
  /** Enterprise that runs it. */
  operator: Code.optional(),
  areaSquareMetres: z.number().min(0).max(10_000_000).optional(),
  /** Inspection platforms: how many inspections it takes at a time. */
  platforms: z.int().min(0).max(500),
  calendar: Calendar,
})

/** Supervised sites and their inspection platforms (监管场所). */
export const sites = defineRegister({ name: 'sites', title: { zh: '监管场所', en: 'Supervised sites' }, clause: 'SW-10', owner: 'coordinator', schema: SiteEntry, key: (site) => site.code, mayRecord: atOwnPort })

export const EquipmentEntry = z.strictObject({
  code: Code,
  name: LooseName,
  port: Code,
  site: Code,
  kind: z.enum(['scanner', 'weighbridge', 'radiation-portal', 'sampling-kit', 'reefer-platform', 'fumigation', 'crane', 'laboratory']),
  /** Agency it belongs to; every agency of the port may book it. */
  owner: Code,
  capacity: z.int().min(1).max(100),
  calendar: Calendar.optional(),
})

/** Equipment that agencies share (共享设备). */
export const equipment = defineRegister({
  name: 'equipment', title: { zh: '查验设备', en: 'Equipment' }, clause: 'SW-10', owner: 'coordinator', schema: EquipmentEntry, key: (piece) => piece.code, mayRecord: atOwnPort,
})
