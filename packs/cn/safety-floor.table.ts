import type { TableSeed } from '../../src/kernel/pack.ts'
import { begins, is } from './cells.ts'
import { importReform } from './dates.ts'
import { directions, specialArticleGrades, waste, wasteHeadings } from './goods.ts'

/** Safety floor (安全底线): the mode nothing may fall below, whatever the credit (RR-22). Applied last; where no row fits there is no floor. */
export const safetyFloor: TableSeed = {
  definition: {
    name: 'safety-floor',
    title: { zh: '安全底线', en: 'Safety floor' },
    clause: 'RR-22',
    columns: [
      { name: 'direction', type: 'code', title: { zh: '进出境方向', en: 'Direction' }, audience: 'public', values: directions },
      { name: 'hs', type: 'code', title: { zh: '商品编码', en: 'Commodity code' }, audience: 'public' },
      { name: 'attributes', type: 'codes', title: { zh: '货物属性', en: 'Attributes' }, audience: 'public' },
      { name: 'categories', type: 'codes', title: { zh: '检验检疫类别', en: 'Inspection categories' }, audience: 'public' },
    ],
    outputs: [{ name: 'mode', type: 'code', title: { zh: '最低放行模式', en: 'Least strict mode' } }],
    hit: { policy: 'collect' },
  },
  versions: [
    {
      table: 'safety-floor',
      version: 1,
      validFrom: importReform,
      rows: [
        {
          id: 'waste', when: { direction: is('import'), hs: begins(...wasteHeadings) }, then: { mode: 'supervised' }, clause: 'RR-22',
          note: { zh: '进口废物原料', en: 'Waste raw material' },
        },
        {
          id: 'waste-attribute', when: { direction: is('import'), attributes: is(waste) }, then: { mode: 'supervised' }, clause: 'RR-22',
          note: { zh: '申报为废品', en: 'Declared as waste' },
        },
        {
          id: 'special-a', when: { categories: is('V'), attributes: is(specialArticleGrades.a) }, then: { mode: 'supervised' }, clause: 'RR-22',
          note: { zh: 'A级特殊物品', en: 'Special articles, grade A' },
        },
        {
          id: 'live-animals', when: { direction: is('import'), hs: begins('01') }, then: { mode: 'supervised' }, clause: 'RR-22',
          note: { zh: '活动物', en: 'Live animals' },
        },
      ],
    },
  ],
}
