import type { CreditKind, CreditLaw, CreditMeasure } from '../../src/kernel/credit-law.ts'
import { days } from '../../src/kernel/instant.ts'
import type { Parameter } from '../../src/kernel/pack.ts'
import { beforeReform as validFrom, importReform } from './dates.ts'

// Kinds of information (信用信息采集条目), their points and times. The documents say 信用信息采集 and 信用等级评定 and leave the scale open; the shape
// is that of AQSIQ Announcements 2013 No. 93 and 2014 No. 3 (points, four thresholds, top grade by grant), the numbers are defaults.
const kinds: readonly CreditKind[] = [
  { code: 'granted', name: { zh: '主管部门评定等级', en: 'Grade granted by the authority' }, effect: 'grant', points: 0, clause: 'RR-11', validFrom },
  { code: 'certified', name: { zh: '高级认证企业', en: 'Certified as authorised economic operator' }, effect: 'good', points: 14, opens: 'AA', clause: 'RR-12', validFrom,
    remedy: { zh: '申请并通过高级认证', en: 'Apply for certification as authorised economic operator and pass it' } },
  { code: 'on-time-compliance', name: { zh: '全年按期履行监管要求', en: 'A year of meeting every requirement in time' }, effect: 'good', points: 4, lasts: 730, clause: 'RR-12', validFrom,
    remedy: { zh: '按期履行监管要求满一年', en: 'Meet every requirement in time for a year' } },
  { code: 'self-report', name: { zh: '主动披露并改正', en: 'Own fault disclosed and put right' }, effect: 'good', points: 2, lasts: 365, clause: 'RR-12', validFrom,
    remedy: { zh: '主动披露并改正问题', en: 'Disclose a fault and put it right' } },
  { code: 'quality-system', name: { zh: '质量管理体系认证', en: 'Quality management system certified' }, effect: 'good', points: 3, lasts: 1095, clause: 'RR-12', validFrom,
    remedy: { zh: '取得质量管理体系认证', en: 'Have the quality management system certified' } },
  { code: 'late-formality', name: { zh: '未按期办理手续', en: 'Formality not done in time' }, effect: 'bad', points: -2, lasts: 180, clause: 'RR-10', validFrom },
  { code: 'failed-sample', name: { zh: '抽样检验不合格', en: 'Sample failed in the laboratory' }, effect: 'bad', points: -6, lasts: 365, halves: 180, clause: 'RR-05', validFrom },
  { code: 'refused-goods', name: { zh: '货物处置不合格', en: 'Goods refused by an agency' }, effect: 'bad', points: -4, lasts: 365, halves: 180, clause: 'RR-10', validFrom },
  { code: 'false-declaration', name: { zh: '申报不实', en: 'False declaration' }, effect: 'bad', points: -12, lasts: 730, halves: 365, clause: 'RR-10', validFrom },
  { code: 'revocation', name: { zh: '撤销认证', en: 'Certification revoked' }, effect: 'bad', points: -8, lasts: 730, ceiling: 'B', ends: ['certified', 'granted', 'quality-system'], clause: 'RR-12', validFrom },
  { code: 'smuggling', name: { zh: '走私或逃避检验检疫', en: 'Smuggling or evading inspection' }, effect: 'bad', points: -40, lasts: 1095, ceiling: 'D', ends: ['certified', 'granted'], clause: 'RR-12', validFrom },
  { code: 'unpaid-debt', name: { zh: '被列入失信被执行人', en: 'Listed as a defaulting debtor' }, effect: 'bad', points: -10, lasts: 365, ceiling: 'C', clause: 'RR-13', validFrom },
]

const measures: readonly CreditMeasure[] = [
  { code: 'priority-queue', grades: ['AA'], effect: 'benefit', priority: 2, name: { zh: '优先办理申报、查验和出证', en: 'Served first in declaration, inspection and certification' }, clause: 'RR-12', validFrom: importReform },
  { code: 'ahead-of-others', grades: ['A'], effect: 'benefit', priority: 1, name: { zh: '排在一般企业之前办理', en: 'Served ahead of ordinary enterprises' }, clause: 'RR-12', validFrom: importReform },
  { code: 'declaration-release', grades: ['AA', 'A', 'B'], effect: 'benefit', name: { zh: '低风险货物可申报放行', en: 'Low-risk goods may be released on declaration' }, clause: 'RR-03', validFrom: importReform },
  { code: 'early-pilots', grades: ['AA', 'A'], effect: 'benefit', name: { zh: '优先参加改革试点', en: 'First to take part in pilots' }, clause: 'RR-12', validFrom: importReform },
  { code: 'no-declaration-release', grades: ['C', 'D'], effect: 'burden', atLeast: 'verification', name: { zh: '不适用申报放行', en: 'No release on declaration' }, clause: 'RR-12', validFrom: importReform },
  { code: 'more-sampling', grades: ['C', 'D'], effect: 'burden', share: 3, name: { zh: '提高抽样和查验比例', en: 'Sampled and inspected more often' }, clause: 'RR-12', validFrom: importReform },
  { code: 'last-in-queue', grades: ['D'], effect: 'burden', priority: -1, name: { zh: '排在其他企业之后办理', en: 'Served after all others' }, clause: 'RR-12', validFrom: importReform },
]

/** Enterprise credit in China (企业信用管理, S2 四(一)). */
export const credit: CreditLaw = {
  timeZone: 'Asia/Shanghai',
  kinds,
  scales: [
    {
      version: 1, start: 80, most: 100, clause: 'RR-11', validFrom,
      steps: [
        { grade: 'AA', from: 95, certified: true, cleanDays: 365 },
        { grade: 'A', from: 89 },
        { grade: 'B', from: 77 },
        { grade: 'C', from: 65 },
        { grade: 'D', from: 0 },
      ],
      opening: { AA: 98, A: 92, B: 83, C: 70, D: 50 },
    },
  ],
  measures,
  automatic: { granted: 'granted', failedSample: 'failed-sample', refusedGoods: 'refused-goods', falseDeclaration: 'false-declaration', falseDeclarationChecks: ['declared-as-found', 'identity', 'count', 'classify', 'origin', '货证相符', '品名', '数量', '归类', '原产地'] },
}

/** Times of appeals ([P]). */
export const creditParameters: readonly Parameter[] = [
  { name: 'credit.appeal-window', unit: 'milliseconds', owner: 'CIQ', value: days(60), clause: 'RR-10', validFrom,
    description: { zh: '企业对信用记录提出异议的期限，自记录之日起', en: 'Time an enterprise has to appeal against a credit event since it was recorded' } },
  { name: 'credit.appeal-decision', unit: 'milliseconds', owner: 'CIQ', value: days(15), clause: 'RR-10', validFrom,
    description: { zh: '异议作出决定的期限；逾期上报', en: 'Time to decide an appeal; then it goes up' } },
  { name: 'credit.appeal-escalation', unit: 'milliseconds', owner: 'CIQ', value: days(15), clause: 'RR-10', validFrom,
    description: { zh: '上报后作出决定的期限；逾期标记', en: 'Time to decide an appeal that went up; then it is flagged' } },
]
