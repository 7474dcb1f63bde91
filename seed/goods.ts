import type { Bilingual } from '../src/kernel/refusal.ts'

/** Goods the demo trades in: what a declaration of them needs so that every agency's rules accept it. */
export interface DemoGoods {
  readonly id: string
  readonly hs: string
  readonly description: string
  readonly name: Bilingual
  readonly unit: string
  /** Pieces or other units per kilogram; 1 for goods counted by mass. */
  readonly unitsPerKg: number
  /** Net weight of one container in kilograms, from and to. */
  readonly containerKg: readonly [number, number]
  /** Value per kilogram in US dollars, from and to. */
  readonly dollarsPerKg: readonly [number, number]
  readonly origins: readonly string[]
  readonly attributes?: readonly string[]
  readonly documents?: readonly string[]
  readonly licences?: readonly string[]
}

/** A few facts of real codes, typed again: see the tests of the policy pack for what the rules say of them. */
export const goods = {
  shirts: { id: 'shirts', hs: '6109100000', description: '棉制针织T恤衫', name: { zh: '棉制T恤衫', en: 'Cotton T-shirts' }, unit: 'NAR', unitsPerKg: 5, containerKg: [6000, 9000], dollarsPerKg: [9, 14], origins: ['BD', 'VN', 'TR'] },
  press: { id: 'press', hs: '8443110000', description: '卷取进料式胶印机', name: { zh: '胶印机', en: 'Offset press' }, unit: 'C62', unitsPerKg: 0.0001, containerKg: [9000, 18000], dollarsPerKg: [30, 60], origins: ['DE', 'JP'] },
  cars: { id: 'cars', hs: '8703234110', description: '小轿车 1.5—2.0升', name: { zh: '小轿车', en: 'Motor cars' }, unit: 'C62', unitsPerKg: 0.0007, containerKg: [4200, 5800], dollarsPerKg: [18, 32], origins: ['DE', 'SE', 'GB'], attributes: ['11'], licences: ['411'] },
  chicken: { id: 'chicken', hs: '0207120000', description: '冻整鸡', name: { zh: '冻整鸡', en: 'Frozen whole chicken' }, unit: 'KGM', unitsPerKg: 1, containerKg: [23000, 26500], dollarsPerKg: [1.7, 2.4], origins: ['BR', 'TH', 'RU'], documents: ['101006'], licences: ['325'] },
  benzene: { id: 'benzene', hs: '2707100000', description: '粗苯', name: { zh: '粗苯', en: 'Crude benzene' }, unit: 'KGM', unitsPerKg: 1, containerKg: [18000, 22000], dollarsPerKg: [0.7, 1.1], origins: ['KR', 'KZ', 'SA'], attributes: ['19'] },
  logs: { id: 'logs', hs: '4403110010', description: '红豆杉原木', name: { zh: '原木', en: 'Yew logs' }, unit: 'KGM', unitsPerKg: 1, containerKg: [20000, 25000], dollarsPerKg: [0.5, 1.2], origins: ['RU', 'MM', 'GA'], attributes: ['23'], documents: ['101007'] },
  serum: { id: 'serum', hs: '3002120023', description: '抗血清', name: { zh: '抗血清', en: 'Antiserum' }, unit: 'KGM', unitsPerKg: 1, containerKg: [20, 80], dollarsPerKg: [1200, 4000], origins: ['US', 'DE', 'CH'], attributes: ['26'], licences: ['203'] },
  ore: { id: 'ore', hs: '2601111000', description: '铁矿砂 散装', name: { zh: '铁矿砂', en: 'Iron ore' }, unit: 'TNE', unitsPerKg: 0.001, containerKg: [60_000_000, 120_000_000], dollarsPerKg: [0.09, 0.13], origins: ['AU', 'BR'] },
  wastePaper: { id: 'wastePaper', hs: '4707100000', description: '废瓦楞纸', name: { zh: '废纸', en: 'Waste paper' }, unit: 'KGM', unitsPerKg: 1, containerKg: [22000, 26000], dollarsPerKg: [0.15, 0.25], origins: ['US', 'GB', 'JP'], attributes: ['20'], licences: ['422'] },
  wine: { id: 'wine', hs: '2204210000', description: '装入2升及以下容器的葡萄酒', name: { zh: '葡萄酒', en: 'Bottled wine' }, unit: 'LTR', unitsPerKg: 1, containerKg: [12000, 16000], dollarsPerKg: [4, 18], origins: ['FR', 'CL', 'IT', 'GE'], attributes: ['14'] },
  chips: { id: 'chips', hs: '8542310000', description: '处理器及控制器', name: { zh: '集成电路', en: 'Integrated circuits' }, unit: 'C62', unitsPerKg: 900, containerKg: [600, 2400], dollarsPerKg: [300, 900], origins: ['MY', 'KR', 'TW'] },
  bearings: { id: 'bearings', hs: '8482102000', description: '深沟球轴承', name: { zh: '轴承', en: 'Ball bearings' }, unit: 'C62', unitsPerKg: 3, containerKg: [15000, 21000], dollarsPerKg: [3, 8], origins: ['DE', 'SE', 'JP'] },
  sunflowerOil: { id: 'sunflowerOil', hs: '1512190000', description: '精制葵花籽油', name: { zh: '葵花籽油', en: 'Sunflower oil' }, unit: 'KGM', unitsPerKg: 1, containerKg: [20000, 24000], dollarsPerKg: [0.9, 1.4], origins: ['KZ', 'RU', 'UA'], attributes: ['14'] },
  milk: { id: 'milk', hs: '0402210000', description: '未加糖全脂乳粉', name: { zh: '全脂乳粉', en: 'Whole milk powder' }, unit: 'KGM', unitsPerKg: 1, containerKg: [14000, 17000], dollarsPerKg: [3, 4.5], origins: ['NZ', 'NL', 'BY'], attributes: ['15'] },
  toys: { id: 'toys', hs: '9503006000', description: '智力玩具', name: { zh: '智力玩具', en: 'Puzzles and toys' }, unit: 'NAR', unitsPerKg: 4, containerKg: [5000, 8000], dollarsPerKg: [6, 15], origins: ['DK', 'CZ', 'DE'], attributes: ['11'] },
  machine: { id: 'machine', hs: '8457101000', description: '立式加工中心', name: { zh: '加工中心', en: 'Machining centre' }, unit: 'C62', unitsPerKg: 0.0001, containerKg: [8000, 14000], dollarsPerKg: [18, 45], origins: ['DE', 'JP', 'CH'] },
  cotton: { id: 'cotton', hs: '5201000001', description: '未梳棉花', name: { zh: '棉花', en: 'Raw cotton' }, unit: 'KGM', unitsPerKg: 1, containerKg: [21000, 24000], dollarsPerKg: [1.6, 2.1], origins: ['UZ', 'TM', 'KZ'] },
  formula: { id: 'formula', hs: '1901101010', description: '婴幼儿配方乳粉', name: { zh: '婴幼儿配方乳粉', en: 'Infant formula' }, unit: 'KGM', unitsPerKg: 1, containerKg: [12000, 15000], dollarsPerKg: [12, 19], origins: ['NZ', 'NL'], attributes: ['14'] },
  repairParts: { id: 'repairParts', hs: '8443110000', description: '胶印机维修料件', name: { zh: '维修料件', en: 'Parts for repair' }, unit: 'C62', unitsPerKg: 0.001, containerKg: [3000, 6000], dollarsPerKg: [20, 50], origins: ['DE'], attributes: ['repair'] },
  tv: { id: 'tv', hs: '8528722200', description: '液晶电视机', name: { zh: '液晶电视机', en: 'LCD televisions' }, unit: 'C62', unitsPerKg: 0.08, containerKg: [9000, 14000], dollarsPerKg: [10, 22], origins: ['CN'] },
} as const satisfies Record<string, DemoGoods>

/** A key of `goods`. */
export type GoodsId = keyof typeof goods
