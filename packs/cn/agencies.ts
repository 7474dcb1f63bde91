import type { Agency } from '../../src/kernel/pack.ts'
import { beforeReform as validFrom } from './dates.ts'

// The four authorities of S4(五). The merger of inspection and quarantine into customs in April 2018 changes who they report to, not that two
// sides look at the same goods; a port that runs them as one agency ends the entry of CIQ here and in the registers.
export const agencies: readonly Agency[] = [
  { code: 'CUS', name: { zh: '海关', en: 'Customs' }, clause: 'JI-01', validFrom },
  { code: 'CIQ', name: { zh: '检验检疫', en: 'Inspection and Quarantine' }, clause: 'JI-01', validFrom },
  { code: 'BPI', name: { zh: '边检', en: 'Border Police' }, clause: 'JI-03', validFrom },
  { code: 'MSA', name: { zh: '海事', en: 'Maritime Safety' }, clause: 'JI-04', validFrom },
  // Without directives of their own: called in where a case needs them (S4(十七)).
  { code: 'MOA', name: { zh: '农业', en: 'Agriculture' }, clause: 'JI-06', validFrom },
  { code: 'FGA', name: { zh: '林业', en: 'Forestry' }, clause: 'JI-06', validFrom },
  { code: 'FDA', name: { zh: '食品药品监管', en: 'Food and Drugs' }, clause: 'JI-06', validFrom },
  { code: 'MEE', name: { zh: '环境保护', en: 'Environment' }, clause: 'JI-06', validFrom },
]
