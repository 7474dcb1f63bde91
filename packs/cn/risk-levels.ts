import type { RiskLevel } from '../../src/kernel/pack.ts'
import { importReform as validFrom } from './dates.ts'

export const riskLevels: readonly RiskLevel[] = [
  { code: 'low', rank: 0, name: { zh: '低风险', en: 'Low risk' }, clause: 'RR-15', validFrom },
  { code: 'medium', rank: 1, name: { zh: '中风险', en: 'Medium risk' }, clause: 'RR-15', validFrom },
  { code: 'high', rank: 2, name: { zh: '高风险', en: 'High risk' }, clause: 'RR-15', validFrom },
]
