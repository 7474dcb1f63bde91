import { z } from 'zod'
import { Code, defineRegister, Name } from '../register/public.ts'

/** A course that must be passed before somebody is put on an inspection of a kind. */
export const RequiredTrainingEntry = z.strictObject({
  code: Code,
  course: Code,
  name: Name,
  /** Absent: every port, every agency. */
  port: Code.optional(),
  agency: Code.optional(),
  kinds: z.array(z.enum(['joint', 'boarding', 'single'])).min(1),
})
export type RequiredTrainingEntry = z.infer<typeof RequiredTrainingEntry>

/** Training that joint work asks for (业务培训, GV-10). */
export const requiredTraining = defineRegister({
  name: 'required-training', title: { zh: '培训要求', en: 'Required training' }, clause: 'GV-10', owner: 'administrator', schema: RequiredTrainingEntry, key: (entry) => entry.code,
})
