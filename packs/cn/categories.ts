import type { GoodsCategory, PolicyMeasure, TableSeed } from '../../src/kernel/pack.ts'
import { below, between, from, is } from './cells.ts'
import { zoneSupport as validFrom } from './dates.ts'
import { directions, inZone, onDisplay, pilot, repairParts } from './goods.ts'
import { modeColumns } from './release-mode.table.ts'

// Categories of supervised goods (分类监管, S0 四.11): goods and ways of trading for which the general table of modes does not fit.
export const categories: readonly GoodsCategory[] = [
  { code: 'repair-parts', name: { zh: '入境维修/再制造料件', en: 'Inbound repair and remanufacturing parts' }, table: 'release-mode-repair', clause: 'RR-09', validFrom },
  { code: 'display', name: { zh: '自贸试验区保税展示交易货物', en: 'Goods on bonded display in a free-trade zone' }, table: 'release-mode-display', clause: 'RR-09', validFrom },
]

/** Which goods belong to which category. Goods that no row claims are judged by the general table. */
export const goodsCategory: TableSeed = {
  definition: {
    name: 'goods-category',
    title: { zh: '监管类别', en: 'Category of supervised goods' },
    clause: 'RR-09',
    columns: [
      { name: 'direction', type: 'code', title: { zh: '进出境方向', en: 'Direction' }, audience: 'public', values: directions },
      { name: 'mode', type: 'code', title: { zh: '运输方式', en: 'Mode of transport' }, audience: 'public' },
      { name: 'port', type: 'code', title: { zh: '口岸', en: 'Port' }, audience: 'public' },
      { name: 'hs', type: 'code', title: { zh: '商品编码', en: 'Commodity code' }, audience: 'public' },
      { name: 'attributes', type: 'codes', title: { zh: '货物属性', en: 'Attributes' }, audience: 'public' },
    ],
    outputs: [{ name: 'category', type: 'code', title: { zh: '监管类别', en: 'Category' } }],
    hit: { policy: 'first' },
  },
  versions: [
    {
      table: 'goods-category',
      version: 1,
      validFrom,
      rows: [
        { id: 'repair-parts', when: { direction: is('import'), attributes: is(repairParts) }, then: { category: 'repair-parts' }, clause: 'S0 四.5' },
        { id: 'display', when: { direction: is('import'), attributes: is(onDisplay) }, then: { category: 'display' }, clause: 'S0 四.3' },
      ],
    },
  ],
}

/** Repair parts come used and in many kinds: nothing goes on the declaration alone, little needs supervision, and the enterprise answers for the rest (S0 四.5). */
export const repairModes: TableSeed = {
  definition: { name: 'release-mode-repair', title: { zh: '入境维修料件放行模式', en: 'Release mode of repair parts' }, clause: 'RR-09', ...modeColumns },
  versions: [
    {
      table: 'release-mode-repair',
      version: 1,
      validFrom,
      rows: [
        { id: 'lower', when: { combined: below(7) }, then: { mode: 'verification' }, clause: 'RR-09' },
        { id: 'higher', when: { combined: between(7, 10) }, then: { mode: 'sampling' }, clause: 'RR-09' },
        { id: 'highest', when: { combined: from(10) }, then: { mode: 'supervised' }, clause: 'RR-09' },
      ],
    },
  ],
}

/** Goods on bonded display go in and out again under bond: papers are enough where others would be sampled (S0 四.3). */
export const displayModes: TableSeed = {
  definition: { name: 'release-mode-display', title: { zh: '保税展示货物放行模式', en: 'Release mode of goods on display' }, clause: 'RR-09', ...modeColumns },
  versions: [
    {
      table: 'release-mode-display',
      version: 1,
      validFrom,
      rows: [
        { id: 'lowest', when: { combined: below(4) }, then: { mode: 'declaration' }, clause: 'RR-09' },
        { id: 'lower', when: { combined: between(4, 9) }, then: { mode: 'verification' }, clause: 'RR-09' },
        { id: 'highest', when: { combined: from(9) }, then: { mode: 'supervised' }, clause: 'RR-09' },
      ],
    },
  ],
}

// Measures of policy that may fit the same consignment (政策叠加, S1 四(三)). The law of the zones goes before a trial of the pilot areas; a trial never undoes what the zone keeps.
export const policies: readonly PolicyMeasure[] = [
  {
    code: 'zone-equipment', name: { zh: '自贸试验区自用设备简化查验', en: 'Simplified checks of equipment used in the zone' }, precedence: 1,
    when: { direction: is('import'), attributes: is(inZone) }, effect: { mode: { atMost: 'verification' } }, clause: 'S0 四.11', validFrom,
  },
  {
    code: 'pilot-declaration', name: { zh: '国检试验区申报放行试点', en: 'Pilot of release on declaration' }, precedence: 2,
    when: { direction: is('import'), attributes: is(pilot) }, effect: { mode: { atMost: 'declaration' }, clocks: { 'directives.span': 12 * 3_600_000 } }, clause: 'S1 四(三)', validFrom,
  },
]
