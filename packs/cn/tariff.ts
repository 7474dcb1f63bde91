import type { TariffEntry } from '../../src/kernel/pack.ts'
import { beforeReform as validFrom } from './dates.ts'

const pieces = ['NAR', 'C62', 'H87', 'KGM']
const mass = ['KGM', 'TNE']

type Line = readonly [hs: string, zh: string, en: string, units: readonly string[], conditions: string, importCategories: string, exportCategories: string]

// The few facts the demo and the tests need; the whole tariff is loaded into its register by an importer and then comes first.
const lines: readonly Line[] = [
  ['0207', '冻鸡及鸡杂碎', 'Poultry meat and offal', mass, 'AB', 'PR', 'QS'],
  ['0207120000', '冻的整只鸡', 'Frozen whole chicken', mass, '47ABx', 'PR', 'QS'],
  ['2601', '铁矿砂', 'Iron ore', mass, '7A', 'M', ''],
  ['2707100000', '粗苯', 'Crude benzene', [...mass, 'LTR'], 'AB', 'M', 'N'],
  ['3002120023', '含有人类遗传资源的抗血清', 'Antiserum with human genetic resources', ['KGM', 'GRM', 'XBX', 'XBO'], 'ABV', 'PV', 'QW'],
  ['3915', '塑料废碎料', 'Waste and scrap of plastics', mass, 'AP', 'M', ''],
  ['4403', '原木', 'Wood in the rough', ['KGM', 'MTQ'], 'A', 'P', 'Q'],
  ['4403110010', '红豆杉原木', 'Yew logs', ['KGM', 'MTQ'], '8AEF', 'P', ''],
  ['4707', '废纸', 'Waste paper', mass, 'AP', 'MP', 'Q'],
  ['6109100000', '棉制针织T恤衫', 'Cotton T-shirts', pieces, 'A', 'M', ''],
  ['7204', '钢铁废碎料', 'Ferrous waste and scrap', mass, 'AP', 'M', ''],
  ['8443110000', '卷取进料式胶印机', 'Reel-fed offset printing press', pieces, '', '', ''],
  ['8703234110', '1.5升至2升汽油小轿车', 'Motor cars 1.5 to 2 litres', pieces, '46AOxy', 'LM', ''],
]

const letters = (text: string): readonly string[] => [...text]

export const tariff: readonly TariffEntry[] = lines.map(([hs, zh, en, units, conditions, importCategories, exportCategories]) => ({
  hs,
  name: { zh, en },
  units,
  conditions: letters(conditions),
  importCategories: letters(importCategories),
  exportCategories: letters(exportCategories),
  clause: 'SW-02',
  validFrom,
}))
