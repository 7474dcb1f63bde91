import type { TableSeed } from '../../src/kernel/pack.ts'
import { begins, is, oneOf } from './cells.ts'
import { importReform } from './dates.ts'
import {
  directions, firstTime, geneticallyModified, hazardousChemicalHeadings, meatHeadings, oreHeadings, specialArticleGrades, used, waste, wasteHeadings,
  withBark,
} from './goods.ts'

/** Risk of one line of goods (监管物风险分析); the strictest row that fits answers, the case takes the highest of its lines. */
export const goodsRisk: TableSeed = {
  definition: {
    name: 'goods-risk',
    title: { zh: '货物风险', en: 'Goods risk' },
    clause: 'RR-15',
    columns: [
      { name: 'direction', type: 'code', title: { zh: '进出境方向', en: 'Direction' }, audience: 'public', values: directions },
      { name: 'mode', type: 'code', title: { zh: '运输方式', en: 'Mode of transport' }, audience: 'public' },
      { name: 'port', type: 'code', title: { zh: '口岸', en: 'Port' }, audience: 'public' },
      { name: 'hs', type: 'code', title: { zh: '商品编码', en: 'Commodity code' }, audience: 'public' },
      { name: 'ciq', type: 'code', title: { zh: '检验检疫编码', en: 'CIQ code' }, audience: 'public' },
      { name: 'origin', type: 'code', title: { zh: '原产国(地区)', en: 'Country of origin' }, audience: 'officer' },
      { name: 'attributes', type: 'codes', title: { zh: '货物属性', en: 'Attributes' }, audience: 'public' },
      { name: 'categories', type: 'codes', title: { zh: '检验检疫类别', en: 'Inspection categories' }, audience: 'public' },
      { name: 'conditions', type: 'codes', title: { zh: '监管条件', en: 'Supervision conditions' }, audience: 'public' },
      { name: 'licences', type: 'codes', title: { zh: '许可证类别', en: 'Licence types' }, audience: 'public' },
      { name: 'netWeightKg', type: 'number', title: { zh: '净重(千克)', en: 'Net weight (kg)' }, audience: 'officer' },
      { name: 'valuePerKg', type: 'number', title: { zh: '每千克申报价格', en: 'Declared value per kg' }, audience: 'officer' },
      { name: 'currency', type: 'code', title: { zh: '币制', en: 'Currency' }, audience: 'officer' },
    ],
    outputs: [{ name: 'level', type: 'code', title: { zh: '风险等级', en: 'Risk level' }, values: ['low', 'medium', 'high'] }],
    hit: { policy: 'strictest', output: 'level', order: ['low', 'medium', 'high'] },
    complete: true,
  },
  versions: [
    {
      table: 'goods-risk',
      version: 1,
      validFrom: importReform,
      rows: [
        { id: 'waste', when: { hs: begins(...wasteHeadings) }, then: { level: 'high' }, clause: 'RR-22', note: { zh: '废物原料', en: 'Waste raw material' } },
        { id: 'waste-attribute', when: { attributes: is(waste) }, then: { level: 'high' }, clause: 'RR-22', note: { zh: '申报为废品', en: 'Declared as waste' } },
        {
          id: 'hazardous', when: { hs: begins(...hazardousChemicalHeadings) }, then: { level: 'high' }, clause: 'RR-15',
          note: { zh: '危险化学品', en: 'Hazardous chemicals' },
        },
        { id: 'meat', when: { hs: begins(...meatHeadings) }, then: { level: 'high' }, clause: 'RR-15', note: { zh: '肉类产品', en: 'Meat' } },
        { id: 'live-animals', when: { hs: begins('01') }, then: { level: 'high' }, clause: 'RR-15', note: { zh: '活动物', en: 'Live animals' } },
        {
          id: 'special-a-b', when: { categories: oneOf('V', 'W'), attributes: oneOf(specialArticleGrades.a, specialArticleGrades.b) },
          then: { level: 'high' }, clause: 'RR-15', note: { zh: 'A、B级特殊物品', en: 'Special articles, grades A and B' },
        },
        {
          id: 'special', when: { categories: oneOf('V', 'W') }, then: { level: 'medium' }, clause: 'RR-15',
          note: { zh: '出入境卫生检疫', en: 'Under health quarantine' },
        },
        { id: 'bark', when: { attributes: is(withBark) }, then: { level: 'high' }, clause: 'RR-15', note: { zh: '带皮木材', en: 'Wood with bark' } },
        {
          id: 'plants', when: { categories: oneOf('P', 'Q') }, then: { level: 'medium' }, clause: 'RR-15',
          note: { zh: '动植物检疫', en: 'Under animal and plant quarantine' },
        },
        { id: 'food', when: { categories: oneOf('R', 'S') }, then: { level: 'medium' }, clause: 'RR-15', note: { zh: '食品', en: 'Food' } },
        {
          id: 'verification', when: { direction: is('import'), categories: is('L') }, then: { level: 'medium' }, clause: 'RR-15',
          note: { zh: '民用商品入境验证', en: 'Entry verification of civil goods' },
        },
        { id: 'ore', when: { hs: begins(...oreHeadings) }, then: { level: 'medium' }, clause: 'RR-15', note: { zh: '大宗矿产品', en: 'Bulk ore' } },
        {
          id: 'genetically-modified', when: { attributes: is(geneticallyModified) }, then: { level: 'medium' }, clause: 'RR-15',
          note: { zh: '转基因产品', en: 'Genetically modified' },
        },
        {
          id: 'used-machinery', when: { direction: is('import'), hs: begins('84', '85'), attributes: is(used) }, then: { level: 'medium' },
          clause: 'RR-15', note: { zh: '旧机电产品', en: 'Used machinery' },
        },
        {
          id: 'first-time', when: { attributes: is(firstTime) }, then: { level: 'medium' }, clause: 'RR-15',
          note: { zh: '首次进出口', en: 'First import or export' },
        },
        { id: 'other', when: {}, then: { level: 'low' }, clause: 'RR-15', note: { zh: '其他货物', en: 'Other goods' } },
      ],
    },
  ],
}
