import type { Row } from '../../src/kernel/decision-table/table.ts'
import type { ConformityMeasure, TableSeed } from '../../src/kernel/pack.ts'
import { begins, is } from './cells.ts'
import { importReform, zoneSupport } from './dates.ts'
import { directions } from './goods.ts'

const agency = 'CIQ'

// The three families of conformity assessment (S2 三(二), 四(二)) and what meets each measure.
export const measures: readonly ConformityMeasure[] = [
  {
    code: 'sampling', name: { zh: '抽样检测', en: 'Sampling and testing' }, family: 'examination', agency,
    metBy: { kind: 'inspection', methods: ['sample'], power: 'CIQ-FOOD' }, clause: 'RR-08', validFrom: importReform,
  },
  {
    code: 'port-examination', name: { zh: '口岸查验', en: 'Examination at the port' }, family: 'examination', agency,
    metBy: { kind: 'inspection', methods: ['open'], power: 'CIQ-COMMODITY' }, clause: 'RR-08', validFrom: importReform,
  },
  {
    code: 'pre-shipment', name: { zh: '境外装运前检验验证', en: 'Verification of the pre-shipment inspection' }, family: 'assurance', agency,
    metBy: { kind: 'evidence' }, clause: 'RR-08', validFrom: importReform,
  },
  {
    code: 'producer-registration', name: { zh: '境外生产企业注册', en: 'Registration of the overseas producer' }, family: 'approval', agency,
    metBy: { kind: 'registration', scheme: 'overseas-producers', of: 'supplier' }, clause: 'RR-08', validFrom: importReform,
  },
  {
    code: 'export-food-registration', name: { zh: '出口食品生产企业备案', en: 'Registration of the export-food producer' }, family: 'approval', agency,
    metBy: { kind: 'registration', scheme: 'export-food-producers', of: 'declarant' }, clause: 'TP-10', validFrom: zoneSupport,
  },
  {
    code: 'repair-capability', name: { zh: '维修企业能力评估', en: 'Assessment of the repair enterprise' }, family: 'approval', agency,
    metBy: { kind: 'registration', scheme: 'repair-enterprises', of: 'owner' }, clause: 'S0 四.5', validFrom: zoneSupport,
  },
]

/** Infant formula (婴幼儿配方乳粉). */
const formula: Row = {
  id: 'infant-formula', when: { direction: is('import'), hs: begins('19011010') }, then: { measures: ['producer-registration', 'sampling'] }, clause: 'RR-08',
}

/** Which measures goods must meet together (合格评定措施组合, RR-08): every row that fits counts, and every measure a row names must be met before release. */
export const conformityMeasures: TableSeed = {
  definition: {
    name: 'conformity-measures',
    title: { zh: '合格评定措施', en: 'Measures of conformity assessment' },
    clause: 'RR-08',
    columns: [
      { name: 'direction', type: 'code', title: { zh: '进出境方向', en: 'Direction' }, audience: 'public', values: directions },
      { name: 'category', type: 'code', title: { zh: '监管类别', en: 'Category' }, audience: 'public' },
      { name: 'releaseMode', type: 'code', title: { zh: '放行模式', en: 'Release mode' }, audience: 'public' },
      { name: 'hs', type: 'code', title: { zh: '商品编码', en: 'Commodity code' }, audience: 'public' },
      { name: 'origin', type: 'code', title: { zh: '原产国(地区)', en: 'Country of origin' }, audience: 'public' },
      { name: 'attributes', type: 'codes', title: { zh: '货物属性', en: 'Attributes' }, audience: 'public' },
      { name: 'categories', type: 'codes', title: { zh: '检验检疫类别', en: 'Inspection categories' }, audience: 'public' },
    ],
    outputs: [{ name: 'measures', type: 'codes', title: { zh: '须同时满足', en: 'To be met together' } }],
    hit: { policy: 'collect' },
  },
  versions: [
    {
      table: 'conformity-measures',
      version: 1,
      validFrom: importReform,
      rows: [formula],
    },
    {
      table: 'conformity-measures',
      version: 2,
      validFrom: zoneSupport,
      rows: [
        formula,
        { id: 'repair-parts', when: { category: is('repair-parts') }, then: { measures: ['repair-capability', 'pre-shipment'] }, clause: 'S0 四.5' },
        { id: 'repair-parts-open', when: { category: is('repair-parts'), releaseMode: is('sampling') }, then: { measures: ['port-examination'] }, clause: 'S0 四.5' },
      ],
    },
  ],
}
