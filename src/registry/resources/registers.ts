import { z } from 'zod'
import { atPort, hasRole, type Actor } from '../../kernel/actor.ts'
import { Day } from '../../platform/http/moments.ts'
import { Code, defineRegister, LooseName } from '../register/public.ts'

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

/** When something is open: weekdays 1 (Monday) to 7, from–to in port time, and the days it is closed. */
export const Calendar = z.strictObject({ weekdays: z.array(z.int().min(1).max(7)).min(1).max(7), from: time, to: time, closed: z.array(Day).max(400).optional() })

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
  /** Supervised area it lies in (监管区域): a joint inspection uses one platform of it (JI-17). */
  area: Code.optional(),
  /** Whether it lies inside the port; inside when absent. */
  inPort: z.boolean().optional(),
  /** Whether inspections are centralised here: offered before others (JI-27). */
  centralised: z.boolean().optional(),
})

/** Supervised sites and their inspection platforms (监管场所). */
export const sites = defineRegister({ name: 'sites', title: { zh: '监管场所', en: 'Supervised sites' }, clause: 'SW-10', owner: 'coordinator', schema: SiteEntry, key: (site) => site.code, mayRecord: atOwnPort })

/** The six classes of the documents (JI-19), and what else is booked for an inspection. */
const equipmentKinds = [
  ...(['cctv', 'weighbridge', 'large-scanner', 'small-xray', 'radiation-detector', 'test-instrument'] as const),
  ...(['sampling-kit', 'reefer-platform', 'fumigation', 'crane', 'laboratory'] as const),
] as const

/** A piece of equipment at a site that can be booked (JI-19): whose it is, whom it serves, when, and until which day its calibration holds. */
export const EquipmentEntry = z.strictObject({
  code: Code,
  name: LooseName,
  port: Code,
  site: Code,
  kind: z.enum(equipmentKinds),
  /** Agency it belongs to. */
  owner: Code,
  /** Whether other agencies of the port may book it; they may when absent. */
  shared: z.boolean().optional(),
  /** In service when absent; otherwise it cannot be booked. */
  status: z.enum(['in-service', 'under-repair', 'retired']).optional(),
  /** Inspections it serves at a time. */
  capacity: z.int().min(1).max(100),
  calendar: Calendar.optional(),
  /** Last calibration and the last day it counts; a device beyond it cannot be booked (JI-19). */
  calibration: z.strictObject({ doneOn: Day, validTo: Day, certificate: z.string().trim().min(1).max(100).optional() }).optional(),
})
export type EquipmentEntry = z.infer<typeof EquipmentEntry>

/** Equipment that agencies share (共享设备): six classes with owner, place, status, sharing and calibration (JI-19). */
export const equipment = defineRegister({
  name: 'equipment', title: { zh: '查验设备', en: 'Equipment' }, clause: 'JI-19', owner: 'coordinator', schema: EquipmentEntry, key: (piece) => piece.code, mayRecord: atOwnPort,
})

export const PlatformPlanEntry = z.strictObject({
  port: Code,
  /** Platforms of the plan, by their codes in the register of sites. */
  platforms: z.array(Code).min(1).max(50),
  /** Agencies that will use them together. */
  agencies: z.array(Code).min(2).max(20),
  approvedOn: Day,
  document: z.string().trim().min(1).max(200),
})
export type PlatformPlanEntry = z.infer<typeof PlatformPlanEntry>

/** Shared-platform plans of ports (统一规划检查平台): without one a new port is not opened (JI-18). */
export const platformPlans = defineRegister({
  name: 'platform-plans', title: { zh: '检查平台规划', en: 'Platform plans' }, clause: 'JI-18', owner: 'coordinator', schema: PlatformPlanEntry, key: (plan) => plan.port, mayRecord: atOwnPort,
})
