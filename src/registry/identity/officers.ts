import { z } from 'zod'
import { atPort, hasRole } from '../../kernel/actor.ts'
import { Day } from '../../platform/http/moments.ts'
import { Code, defineRegister } from '../register/public.ts'

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

/** An inspector of an agency at a port (一线执法人员): what crews, calendars and draws are made of (JI-07, JI-22). Shifts are on the port's clock, weekday 1 is Monday. */
export const OfficerEntry = z.strictObject({
  id: Code,
  name: z.string().trim().min(1).max(100),
  agency: Code,
  port: Code,
  /** What the officer can do, in words of the planning problem: `open`, `quarantine`, `tariff` … */
  skills: z.array(z.string().regex(/^[a-z][a-z-]*$/).max(40)).max(50),
  shifts: z.array(z.strictObject({ weekday: z.int().min(1).max(7), from: time, to: time })).max(50),
  /** Enforcement qualifications (执法资格) with their days of validity, both included. */
  qualifications: z
    .array(z.strictObject({ kind: z.string().regex(/^[a-z][a-z-]*$/).max(40), number: z.string().min(1).max(60), validFrom: Day, validTo: Day }))
    .max(50),
  /** Courses passed (业务培训) with the day, and the day until which that counts where it ends (GV-10). */
  training: z.array(z.strictObject({ course: Code, passedOn: Day, validTo: Day.optional() })).max(50).optional(),
})
export type OfficerEntry = z.infer<typeof OfficerEntry>

/** Inspectors with their skills, shifts and enforcement qualifications (JI-22). Of no concern to those outside the agencies. */
export const officers = defineRegister({
  name: 'officers',
  title: { zh: '查验人员', en: 'Officers' },
  clause: 'JI-22',
  owner: 'agency',
  schema: OfficerEntry,
  key: (officer) => officer.id,
  mayRecord: (actor, officer) => hasRole(actor, 'administrator') || (hasRole(actor, 'coordinator') && actor.agency === officer.agency && atPort(actor, officer.port)),
  sight: (actor) => (hasRole(actor, 'officer', 'coordinator', 'headquarters', 'auditor', 'administrator') ? 'all' : 'none'),
})
