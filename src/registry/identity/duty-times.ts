import { z } from 'zod'
import { atPort, hasRole } from '../../kernel/actor.ts'
import { Moment } from '../../platform/http/moments.ts'
import { Code, defineRegister } from '../register/public.ts'


/** A time in which an officer is there beyond the weekly shifts, or is not there although a shift says so. */
export const DutyTimeEntry = z
  .strictObject({
    id: Code,
    officer: Code,
    agency: Code,
    port: Code,
    kind: z.enum(['shift', 'leave', 'sick', 'training', 'elsewhere']),
    from: Moment,
    to: Moment,
    note: z.string().trim().min(1).max(200).optional(),
  })
  .refine((entry) => Date.parse(entry.from) < Date.parse(entry.to), { path: ['to'], params: { code: 'officers/time-inverted' } })
export type DutyTimeEntry = z.infer<typeof DutyTimeEntry>

/** Extra shifts and absences of officers (值班与缺勤): together with the weekly shifts they are the calendars slots are found in (JI-07). */
export const dutyTimes = defineRegister({
  name: 'duty-times',
  title: { zh: '值班与缺勤', en: 'Shifts and absences' },
  clause: 'JI-07',
  owner: 'agency',
  schema: DutyTimeEntry,
  key: (entry) => entry.id,
  mayRecord: (actor, entry) => hasRole(actor, 'administrator') || (hasRole(actor, 'coordinator') && actor.agency === entry.agency && atPort(actor, entry.port)),
  sight: (actor) => (hasRole(actor, 'officer', 'coordinator', 'headquarters', 'auditor', 'administrator') ? 'all' : 'none'),
})
