import type { Row } from '../../src/kernel/decision-table/table.ts'
import type { TableSeed } from '../../src/kernel/pack.ts'
import { begins, is, not, oneOf } from './cells.ts'
import { importReform } from './dates.ts'
import { directions, oreHeadings, waste, wasteHeadings } from './goods.ts'

const crossing = oneOf('import', 'export')
/** Every category of the inspection and quarantine catalogue, in either direction. */
const listed = oneOf('L', 'M', 'N', 'P', 'Q', 'R', 'S', 'V', 'W')
const commodity = oneOf('L', 'M', 'N')
const biological = oneOf('P', 'Q')
const food = oneOf('R', 'S')
const health = oneOf('V', 'W')

type Check = { readonly agency: string; readonly object: 'consignment' | 'item' | 'container'; readonly methods: readonly string[]; readonly power: string }
const row = (id: string, clause: string, when: Row['when'], then: Check): Row => ({ id, clause, when: { direction: crossing, ...when }, then })

const verification = { releaseMode: is('verification') }
const sampling = { releaseMode: is('sampling') }
const supervised = { releaseMode: is('supervised') }

/**
 * Which agency wants which methods for which mode and goods. Every row that fits a line counts; checks of one agency, power and kind of object
 * are gathered. `releaseMode` and `risk` are those of the line itself: low goods beside high ones are left alone.
 * Where no container is declared, a check of the container is a check of the consignment.
 */
export const checks: TableSeed = {
  definition: {
    name: 'checks',
    title: { zh: '查验要求', en: 'Checks wanted' },
    clause: 'RR-16',
    columns: [
      { name: 'direction', type: 'code', title: { zh: '进出境方向', en: 'Direction' }, audience: 'officer', values: directions },
      { name: 'mode', type: 'code', title: { zh: '运输方式', en: 'Mode of transport' }, audience: 'officer' },
      { name: 'port', type: 'code', title: { zh: '口岸', en: 'Port' }, audience: 'officer' },
      { name: 'releaseMode', type: 'code', title: { zh: '放行模式', en: 'Release mode' }, audience: 'officer' },
      { name: 'risk', type: 'code', title: { zh: '货物风险等级', en: 'Goods risk' }, audience: 'officer' },
      { name: 'credit', type: 'code', title: { zh: '企业信用等级', en: 'Enterprise credit' }, audience: 'officer' },
      { name: 'hs', type: 'code', title: { zh: '商品编码', en: 'Commodity code' }, audience: 'officer' },
      { name: 'origin', type: 'code', title: { zh: '原产国(地区)', en: 'Country of origin' }, audience: 'officer' },
      { name: 'attributes', type: 'codes', title: { zh: '货物属性', en: 'Attributes' }, audience: 'officer' },
      { name: 'categories', type: 'codes', title: { zh: '检验检疫类别', en: 'Inspection categories' }, audience: 'officer' },
      { name: 'conditions', type: 'codes', title: { zh: '监管条件', en: 'Supervision conditions' }, audience: 'officer' },
    ],
    outputs: [
      { name: 'agency', type: 'code', title: { zh: '机构', en: 'Agency' } },
      { name: 'object', type: 'code', title: { zh: '检查对象', en: 'Object' }, values: ['consignment', 'item', 'container'] },
      { name: 'methods', type: 'codes', title: { zh: '检查方式', en: 'Methods' } },
      { name: 'power', type: 'code', title: { zh: '权力', en: 'Power' } },
    ],
    hit: { policy: 'collect' },
  },
  versions: [
    {
      table: 'checks',
      version: 1,
      validFrom: importReform,
      rows: [
        row(
          'verify-listed', 'RR-04', { ...verification, categories: listed },
          { agency: 'CIQ', object: 'item', methods: ['documents'], power: 'CIQ-COMMODITY' },
        ),
        row(
          'verify-other', 'RR-04', { ...verification, categories: not(listed) },
          { agency: 'CUS', object: 'consignment', methods: ['documents'], power: 'CUS-GOODS' },
        ),
        row(
          'sample-commodity', 'RR-05', { ...sampling, categories: commodity },
          { agency: 'CIQ', object: 'item', methods: ['sample'], power: 'CIQ-COMMODITY' },
        ),
        row(
          'sample-biological', 'RR-05', { ...sampling, categories: biological },
          { agency: 'CIQ', object: 'item', methods: ['sample'], power: 'CIQ-QUARANTINE' },
        ),
        row('sample-food', 'RR-05', { ...sampling, categories: food }, { agency: 'CIQ', object: 'item', methods: ['sample'], power: 'CIQ-FOOD' }),
        row('sample-health', 'RR-05', { ...sampling, categories: health }, { agency: 'CIQ', object: 'item', methods: ['sample'], power: 'CIQ-HEALTH' }),
        row('sample-other', 'RR-05', { ...sampling, categories: not(listed) }, { agency: 'CUS', object: 'item', methods: ['sample'], power: 'CUS-GOODS' }),
        row(
          'scan-high', 'RR-16', { ...sampling, risk: is('high'), mode: oneOf('sea', 'rail', 'road') },
          { agency: 'CUS', object: 'container', methods: ['scan'], power: 'CUS-GOODS' },
        ),
        row('supervise-customs', 'RR-06', { ...supervised }, { agency: 'CUS', object: 'container', methods: ['scan', 'open', 'weigh'], power: 'CUS-GOODS' }),
        row(
          'supervise-commodity', 'RR-06', { ...supervised, categories: commodity },
          { agency: 'CIQ', object: 'container', methods: ['open', 'sample'], power: 'CIQ-COMMODITY' },
        ),
        row(
          'supervise-biological', 'RR-06', { ...supervised, categories: biological },
          { agency: 'CIQ', object: 'container', methods: ['open', 'quarantine', 'sample'], power: 'CIQ-QUARANTINE' },
        ),
        row(
          'supervise-food', 'RR-06', { ...supervised, categories: food },
          { agency: 'CIQ', object: 'container', methods: ['open', 'sample'], power: 'CIQ-FOOD' },
        ),
        row(
          'supervise-health', 'RR-06', { ...supervised, categories: health },
          { agency: 'CIQ', object: 'container', methods: ['open', 'quarantine', 'sample'], power: 'CIQ-HEALTH' },
        ),
        row(
          'radiation-waste', 'RR-22', { direction: is('import'), hs: begins(...wasteHeadings) },
          { agency: 'CIQ', object: 'container', methods: ['radiation', 'open'], power: 'CIQ-HEALTH' },
        ),
        row(
          'radiation-waste-attribute', 'RR-22', { direction: is('import'), attributes: is(waste) },
          { agency: 'CIQ', object: 'container', methods: ['radiation', 'open'], power: 'CIQ-HEALTH' },
        ),
        row(
          'weigh-ore', 'RR-16', { direction: is('import'), releaseMode: oneOf('sampling', 'supervised'), hs: begins(...oreHeadings) },
          { agency: 'CIQ', object: 'consignment', methods: ['weigh'], power: 'CIQ-COMMODITY' },
        ),
        row(
          'transit-documents', 'TM-02', { direction: is('transit'), releaseMode: not(is('declaration')) },
          { agency: 'CUS', object: 'consignment', methods: ['documents'], power: 'CUS-GOODS' },
        ),
        row(
          'transit-quarantine', 'TM-02', { direction: is('transit'), releaseMode: oneOf('sampling', 'supervised'), categories: biological },
          { agency: 'CIQ', object: 'container', methods: ['quarantine'], power: 'CIQ-QUARANTINE' },
        ),
      ],
    },
  ],
}
