import type { Agency, ClauseText, DataEntitlement, DispositionKind, Method, MethodConflict, MethodRule, ObjectKind, Participants, Power } from '../../src/kernel/pack.ts'
import { tradeFields } from '../../src/kernel/trade-fields.ts'
import { before, jointExamination } from './dates.ts'

/** The authorities that examine imported goods at the port. */
export const agencies: readonly Agency[] = [
  { code: 'PHA', name: { zh: '港口卫生局', en: 'Port Health Authority' }, clause: 'Public Health (Control of Disease) Act 1984 s.2', validFrom: before },
  { code: 'PHSI', name: { zh: '植物健康与种子检查局', en: 'Plant Health and Seeds Inspectorate' }, clause: 'Plant Health Act 1967', validFrom: before },
  { code: 'HMI', name: { zh: '园艺市场检查局', en: 'Horticultural Marketing Inspectorate' }, clause: 'Agriculture and Horticulture Act 1964', validFrom: before },
  { code: 'AHVLA', name: { zh: '动物健康与兽医实验室署', en: 'Animal Health and Veterinary Laboratories Agency' }, clause: 'Animal Health Act 1981', validFrom: before },
]

const everything: readonly Method[] = ['documents', 'open', 'sample']

export const powers: readonly Power[] = [
  { code: 'PHA-FOOD', agency: 'PHA', methods: everything, name: { zh: '进口食品检查', en: 'Examination of imported food' }, clause: 'Trade in Animals and Related Products Regulations 2011', validFrom: before },
  { code: 'PHSI-PLANT', agency: 'PHSI', methods: everything, name: { zh: '植物健康检查', en: 'Plant health examination' }, clause: 'Plant Health (England) Order 2015', validFrom: before },
  { code: 'HMI-QUALITY', agency: 'HMI', methods: everything, name: { zh: '果蔬质量标准检查', en: 'Conformity checks of fruit and vegetables' }, clause: 'Marketing of Fresh Horticultural Produce Regulations 2009', validFrom: before },
  { code: 'AHVLA-ANIMAL', agency: 'AHVLA', methods: everything, name: { zh: '动物健康检查', en: 'Animal health examination' }, clause: 'Animal Health Act 1981', validFrom: before },
]

const goods: readonly ObjectKind[] = ['consignment', 'item', 'container', 'lot']

/** All four may take part in goods; none must. */
export const participants: readonly Participants[] = goods.map((objectKind) => ({
  objectKind, required: [], optional: agencies.map(({ code }) => code), mechanism: 'goods', clause: 'JI-01', validFrom: before,
}))

/** Authorities that examine the same goods read the same declarations and results. */
export const entitlements: readonly DataEntitlement[] = agencies.flatMap(({ code: agency }): DataEntitlement[] => [
  { agency, purpose: 'declarations', fields: tradeFields, clause: 'SW-09', validFrom: before },
  { agency, purpose: 'results', fields: ['results'], clause: 'LB-02', validFrom: before },
])

export const methods: readonly MethodRule[] = [
  { method: 'documents', name: { zh: '审核单证', en: 'Documentary check' }, objectKinds: goods, shared: false, desk: true, turn: 1, clause: 'JI-09', validFrom: before },
  { method: 'open', name: { zh: '开箱检查', en: 'Open and examine' }, objectKinds: goods, shared: true, desk: false, turn: 2, stage: 'inside', clause: 'JI-10', validFrom: before },
  { method: 'sample', name: { zh: '抽样', en: 'Sample' }, objectKinds: goods, shared: false, desk: false, turn: 3, stage: 'inside', clause: 'RR-05', validFrom: before },
]

export const methodConflicts: readonly MethodConflict[] = []

export const dispositions: readonly DispositionKind[] = agencies.flatMap(({ code }): DispositionKind[] => {
  const own = { agency: code, powers: powers.flatMap((power) => (power.agency === code ? [power.code] : [])), clause: 'LB-01', validFrom: jointExamination } as const
  return [
    { ...own, code: `${code}-PASS`, effect: 'qualify', name: { zh: '符合要求', en: 'Satisfactory' } },
    { ...own, code: `${code}-DETAIN`, effect: 'hold', name: { zh: '扣留待查', en: 'Detained pending results' } },
    { ...own, code: `${code}-REJECT`, effect: 'refuse', name: { zh: '拒绝入境', en: 'Rejected' } },
  ]
})

/** Statutes the pack cites, as they are called in both languages. */
export const clauses: readonly ClauseText[] = [
  { code: 'Public Health (Control of Disease) Act 1984 s.2', name: { zh: '1984 年公共卫生（疾病控制）法 第 2 条', en: 'Public Health (Control of Disease) Act 1984 s.2' } },
  { code: 'Plant Health Act 1967', name: { zh: '1967 年植物健康法', en: 'Plant Health Act 1967' } },
  { code: 'Agriculture and Horticulture Act 1964', name: { zh: '1964 年农业和园艺法', en: 'Agriculture and Horticulture Act 1964' } },
  { code: 'Animal Health Act 1981', name: { zh: '1981 年动物健康法', en: 'Animal Health Act 1981' } },
  { code: 'Trade in Animals and Related Products Regulations 2011', name: { zh: '2011 年动物及相关产品贸易条例', en: 'Trade in Animals and Related Products Regulations 2011' } },
  { code: 'Plant Health (England) Order 2015', name: { zh: '2015 年植物健康（英格兰）令', en: 'Plant Health (England) Order 2015' } },
  { code: 'Marketing of Fresh Horticultural Produce Regulations 2009', name: { zh: '2009 年新鲜园艺产品销售条例', en: 'Marketing of Fresh Horticultural Produce Regulations 2009' } },
]
