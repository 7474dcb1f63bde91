import type { ReleaseMode } from '../../src/kernel/pack.ts'
import { importReform as validFrom } from './dates.ts'

// An open list (可包括以下几种, RR-02): a further mode is a further entry. Strictness leaves room between the four.
export const releaseModes: readonly ReleaseMode[] = [
  { code: 'declaration', strictness: 10, releasedAt: 'acceptance', name: { zh: '申报放行', en: 'Release on declaration' }, clause: 'RR-03', validFrom },
  { code: 'verification', strictness: 20, releasedAt: 'report-judged', name: { zh: '验证放行', en: 'Release on verification' }, clause: 'RR-04', validFrom },
  { code: 'sampling', strictness: 30, releasedAt: 'sampled', name: { zh: '抽样放行', en: 'Release on sampling' }, clause: 'RR-05', validFrom },
  { code: 'supervised', strictness: 40, releasedAt: 'inspected', name: { zh: '监管放行', en: 'Release under supervision' }, clause: 'RR-06', validFrom },
]
