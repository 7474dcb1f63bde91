import type { CreditGrade } from '../../src/kernel/pack.ts'
import { beforeReform as validFrom } from './dates.ts'

// The documents say only 信用等级; the scale is that of AQSIQ Announcement 2013 No. 93, kept as data because it has changed since.
export const creditGrades: readonly CreditGrade[] = [
  { code: 'AA', rank: 0, name: { zh: '信用 AA 级', en: 'Credit AA' }, clause: 'RR-11', validFrom },
  { code: 'A', rank: 1, name: { zh: '信用 A 级', en: 'Credit A' }, clause: 'RR-11', validFrom },
  { code: 'B', rank: 2, name: { zh: '信用 B 级', en: 'Credit B' }, clause: 'RR-11', validFrom },
  { code: 'C', rank: 3, name: { zh: '信用 C 级', en: 'Credit C' }, clause: 'RR-11', validFrom },
  { code: 'D', rank: 4, name: { zh: '信用 D 级', en: 'Credit D' }, clause: 'RR-11', validFrom },
]

export const defaultCreditGrade = 'B'
