import type { DispositionKind } from '../../src/kernel/pack.ts'
import { jointInspection as validFrom } from './dates.ts'

const clause = 'LB-01'
const customs = ['CUS-GOODS', 'CUS-CONVEYANCE']
const inspection = ['CIQ-COMMODITY', 'CIQ-QUARANTINE', 'CIQ-HEALTH', 'CIQ-FOOD']

export const dispositions: readonly DispositionKind[] = [
  { code: 'CUS-PASS', agency: 'CUS', powers: customs, effect: 'qualify', name: { zh: '查验无异常', en: 'Nothing found' }, clause, validFrom },
  { code: 'CUS-CLASSIFY', agency: 'CUS', powers: ['CUS-GOODS'], effect: 'qualify', name: { zh: '改归类放行', en: 'Classification changed' }, clause, validFrom },
  { code: 'CUS-HOLD', agency: 'CUS', powers: customs, effect: 'hold', name: { zh: '暂扣待处理', en: 'Held for handling' }, clause, validFrom },
  { code: 'CUS-DETAIN', agency: 'CUS', powers: customs, effect: 'refuse', name: { zh: '扣留移交缉私', en: 'Detained, passed to anti-smuggling' }, clause, validFrom },
  { code: 'CIQ-PASS', agency: 'CIQ', powers: inspection, effect: 'qualify', name: { zh: '检验检疫合格', en: 'Inspection and quarantine passed' }, clause, validFrom },
  { code: 'CIQ-FUMIGATE', agency: 'CIQ', powers: ['CIQ-QUARANTINE', 'CIQ-HEALTH'], effect: 'treat', name: { zh: '熏蒸处理', en: 'Fumigate' }, clause, validFrom },
  { code: 'CIQ-HOLD', agency: 'CIQ', powers: inspection, effect: 'hold', name: { zh: '暂存待检', en: 'Held for the laboratory' }, clause, validFrom },
  { code: 'CIQ-RETURN', agency: 'CIQ', powers: inspection, effect: 'refuse', name: { zh: '退运', en: 'Return' }, clause, validFrom },
  { code: 'CIQ-DESTROY', agency: 'CIQ', powers: inspection, effect: 'refuse', name: { zh: '销毁', en: 'Destroy' }, clause, validFrom },
  { code: 'BPI-PASS', agency: 'BPI', powers: ['BPI-CONVEYANCE'], effect: 'qualify', name: { zh: '边防检查通过', en: 'Border check passed' }, clause, validFrom },
  { code: 'BPI-HOLD', agency: 'BPI', powers: ['BPI-CONVEYANCE'], effect: 'hold', name: { zh: '边防检查未通过，暂缓', en: 'Held by border police' }, clause, validFrom },
  { code: 'MSA-PASS', agency: 'MSA', powers: ['MSA-VESSEL', 'MSA-DANGEROUS'], effect: 'qualify', name: { zh: '海事检查通过', en: 'Maritime check passed' }, clause, validFrom },
  { code: 'MSA-DETAIN', agency: 'MSA', powers: ['MSA-VESSEL', 'MSA-DANGEROUS'], effect: 'hold', name: { zh: '海事滞留', en: 'Detained by maritime safety' }, clause, validFrom },
]
