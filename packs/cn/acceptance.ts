import { days } from '../../src/kernel/instant.ts'
import type { AcceptanceLaw, Parameter } from '../../src/kernel/pack.ts'
import { begins, is, oneOf } from './cells.ts'
import { beforeReform, importReform, railPlan, zoneSupport } from './dates.ts'
import { oreHeadings } from './goods.ts'

const agency = 'CIQ'
const goods = { direction: is('import') }
/** Grain, oil seeds, coal, crude oil: with ore what is appraised by weight and draught (散装货物鉴定). */
const bulkHeadings = [...oreHeadings, '1001', '1003', '1005', '1201', '2701', '2709']
/** Food and farm products without live animals (chapter 01), of which no field speaks. */
const foodChapters = ['02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12', '13', '14', '15', '16', '17', '18', '19', '20', '21', '22', '23', '24']
const notLiveAnimals = { op: 'not', cell: begins('01') } as const

/** Acceptance of third parties' reports (S2 四(三), S0 四.1, 四.6, S3 三(八)). */
export const acceptance: AcceptanceLaw = {
  country: 'CN',
  fields: [
    {
      code: 'bulk', name: { zh: '进口散装货物鉴定', en: 'Appraisal of imported bulk goods' }, agency, when: { ...goods, hs: begins(...bulkHeadings) }, bodies: 'here',
      clause: 'TP-02', validFrom: importReform,
    },
    {
      code: 'industrial', name: { zh: '进口工业品', en: 'Imported industrial products' }, agency, when: { ...goods, categories: oneOf('L', 'M') }, bodies: 'here',
      clause: 'TP-02', validFrom: importReform,
    },
    {
      code: 'e-commerce', name: { zh: '跨境电子商务', en: 'Cross-border e-commerce' }, agency, when: { ...goods, mode: is('ecommerce'), hs: notLiveAnimals }, bodies: 'here',
      clause: 'TP-02', validFrom: importReform,
    },
    {
      code: 'food', name: { zh: '进口食品农产品', en: 'Imported food and farm products' }, agency, when: { ...goods, hs: begins(...foodChapters) }, bodies: 'here',
      clause: 'TP-02', validFrom: importReform,
    },
    {
      code: 'train-cargo', name: { zh: '中欧班列承运货物', en: 'Goods carried by China–Europe trains' }, agency, when: { mode: is('rail'), hs: notLiveAnimals }, bodies: 'abroad',
      clause: 'TP-09', validFrom: railPlan,
    },
  ],
  bodyLicence: { type: '421', clause: 'TP-08', validFrom: beforeReform },
  registrationAgency: agency,
  registrationScheme: 'export-food-producers',
  registrationEvidence: [
    { code: 'haccp', name: { zh: 'HACCP认证', en: 'HACCP certificate' }, clause: 'TP-10', validFrom: zoneSupport },
    { code: 'self-audit', name: { zh: '自查内审结果声明', en: 'Declaration of a self-audit' }, clause: 'TP-10', validFrom: zoneSupport },
  ],
}

/** Numbers of acceptance that the documents leave open. */
export const acceptanceParameters: readonly Parameter[] = [
  { name: 'acceptance.report-age', unit: 'milliseconds', owner: 'CIQ', value: days(180), clause: 'TP-03', validFrom: importReform,
    description: { zh: '第三方报告签发后可被采信的期限', en: 'How long after its issue a third party\'s report may be accepted' } },
  { name: 'acceptance.deviation', unit: 'share', owner: 'CIQ', value: 0.1, clause: 'TP-06', validFrom: importReform,
    description: { zh: '比对检验偏差率达到此值的机构予以警示', en: 'Share of deviating comparisons from which a body is flagged' } },
  { name: 'acceptance.comparisons', unit: 'count', owner: 'CIQ', value: 10, clause: 'TP-06', validFrom: importReform,
    description: { zh: '据以警示的最少比对次数', en: 'Fewest comparisons a flag may rest on' } },
  { name: 'acceptance.admission', unit: 'milliseconds', owner: 'CIQ', value: days(30), clause: 'TP-05', validFrom: importReform,
    description: { zh: '对机构准入申请作出决定的期限', en: 'Time to decide on a body\'s application for admission' } },
  { name: 'acceptance.readmission', unit: 'milliseconds', owner: 'CIQ', value: days(365), clause: 'TP-05', validFrom: importReform,
    description: { zh: '机构退出后不得重新申请的期限', en: 'How long a removed body may not apply again' } },
  { name: 'acceptance.registration-validity', unit: 'milliseconds', owner: 'CIQ', value: days(1461), clause: 'TP-10', validFrom: zoneSupport,
    description: { zh: '出口食品企业备案的有效期', en: 'How long the registration of an export-food producer holds' } },
  { name: 'acceptance.registration', unit: 'milliseconds', owner: 'CIQ', value: days(20), clause: 'TP-10', validFrom: zoneSupport,
    description: { zh: '办理出口食品企业备案的期限', en: 'Time to decide on the registration of an export-food producer' } },
]
