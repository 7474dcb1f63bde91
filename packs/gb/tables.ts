import type { Cell, Column, Row, TableDefinition } from '../../src/kernel/decision-table/table.ts'
import type { CreditGrade, ReleaseMode, RiskLevel, TableSeed } from '../../src/kernel/pack.ts'
import { before as validFrom } from './dates.ts'

export const creditGrades: readonly CreditGrade[] = [
  { code: 'trusted', rank: 0, name: { zh: '可信贸易商', en: 'Trusted trader' }, clause: 'RR-01', validFrom },
  { code: 'standard', rank: 1, name: { zh: '一般贸易商', en: 'Standard' }, clause: 'RR-01', validFrom },
  { code: 'watched', rank: 2, name: { zh: '重点监控', en: 'Under watch' }, clause: 'RR-01', validFrom },
]

export const riskLevels: readonly RiskLevel[] = [
  { code: 'low', rank: 0, name: { zh: '低', en: 'Low' }, clause: 'RR-15', validFrom },
  { code: 'high', rank: 1, name: { zh: '高', en: 'High' }, clause: 'RR-15', validFrom },
]

export const releaseModes: readonly ReleaseMode[] = [
  { code: 'accept', strictness: 10, releasedAt: 'acceptance', name: { zh: '接受放行', en: 'Release on acceptance' }, clause: 'RR-03', validFrom },
  { code: 'documentary', strictness: 20, releasedAt: 'report-judged', name: { zh: '单证核查放行', en: 'Release after documentary check' }, clause: 'RR-04', validFrom },
  { code: 'physical', strictness: 40, releasedAt: 'inspected', name: { zh: '实物检查放行', en: 'Release after physical check' }, clause: 'RR-06', validFrom },
]

const clause = 'RR-15'
const is = (value: string): Cell => ({ op: 'equals', value })
const begins = (...values: readonly string[]): Cell => ({ op: 'prefix', values })
const code = (name: string, zh: string, en: string, values?: readonly string[]): Column => ({ name, type: 'code', title: { zh, en }, audience: 'public', ...(values === undefined ? {} : { values }) })

const direction = code('direction', '进出境方向', 'Direction', ['import', 'export', 'transit'])
const hs = code('hs', '商品编码', 'Commodity code')
const levels = riskLevels.map((level) => level.code)

const seed = (definition: TableDefinition, rows: readonly Row[]): TableSeed => ({ definition, versions: [{ table: definition.name, version: 1, validFrom, rows }] })

/** Meat and live animals; plants, fruit and vegetables. */
const animals = begins('01', '02', '03', '04')
const plants = begins('06', '07', '08')

export const tables: readonly TableSeed[] = [
  seed(
    {
      name: 'goods-risk', title: { zh: '货物风险', en: 'Goods risk' }, clause, columns: [direction, hs],
      outputs: [{ name: 'level', type: 'code', title: { zh: '风险等级', en: 'Risk level' }, values: levels }],
      hit: { policy: 'strictest', output: 'level', order: levels }, complete: true,
    },
    [
      { id: 'animal', when: { hs: animals }, then: { level: 'high' }, clause },
      { id: 'plant', when: { hs: plants }, then: { level: 'high' }, clause },
      { id: 'other', when: {}, then: { level: 'low' }, clause },
    ],
  ),
  seed(
    {
      name: 'combined-risk', title: { zh: '综合风险程度', en: 'Combined risk' }, clause: 'RR-01',
      columns: [code('credit', '企业信用等级', 'Trader grade', creditGrades.map((grade) => grade.code)), code('risk', '货物风险等级', 'Goods risk', levels)],
      outputs: [{ name: 'value', type: 'number', title: { zh: '综合风险值', en: 'Combined value' } }],
      hit: { policy: 'unique' }, complete: true,
    },
    creditGrades.flatMap((grade) => riskLevels.map((level): Row => ({ id: `${grade.code}-${level.code}`, when: { credit: is(grade.code), risk: is(level.code) }, then: { value: grade.rank + 3 * level.rank }, clause: 'RR-01' }))),
  ),
  seed(
    {
      name: 'release-mode', title: { zh: '放行模式', en: 'Release mode' }, clause: 'RR-01',
      columns: [direction, { name: 'combined', type: 'number', title: { zh: '综合风险值', en: 'Combined value' }, audience: 'public' }],
      outputs: [{ name: 'mode', type: 'code', title: { zh: '放行模式', en: 'Release mode' } }],
      hit: { policy: 'first' }, complete: true,
    },
    [
      { id: 'lowest', when: { combined: { op: 'range', below: 2 } }, then: { mode: 'accept' }, clause: 'RR-03' },
      { id: 'middle', when: { combined: { op: 'range', from: 2, below: 4 } }, then: { mode: 'documentary' }, clause: 'RR-04' },
      { id: 'highest', when: { combined: { op: 'range', from: 4 } }, then: { mode: 'physical' }, clause: 'RR-06' },
    ],
  ),
  seed(
    {
      name: 'safety-floor', title: { zh: '安全底线', en: 'Safety floor' }, clause: 'RR-22', columns: [direction, hs],
      outputs: [{ name: 'mode', type: 'code', title: { zh: '最低放行模式', en: 'Least strict mode' } }],
      hit: { policy: 'collect' },
    },
    [{ id: 'live-animals', when: { direction: is('import'), hs: begins('01') }, then: { mode: 'physical' }, clause: 'RR-22' }],
  ),
  seed(
    {
      name: 'checks', title: { zh: '查验要求', en: 'Checks wanted' }, clause: 'RR-16',
      columns: [{ ...direction, audience: 'officer' }, { ...hs, audience: 'officer' }, { ...code('releaseMode', '放行模式', 'Release mode'), audience: 'officer' }],
      outputs: [
        { name: 'agency', type: 'code', title: { zh: '机构', en: 'Authority' } },
        { name: 'object', type: 'code', title: { zh: '检查对象', en: 'Object' }, values: ['consignment', 'item', 'container'] },
        { name: 'methods', type: 'codes', title: { zh: '检查方式', en: 'Methods' } },
        { name: 'power', type: 'code', title: { zh: '权力', en: 'Power' } },
      ],
      hit: { policy: 'collect' },
    },
    [
      { id: 'animal', when: { releaseMode: is('physical'), hs: animals }, then: { agency: 'AHVLA', object: 'container', methods: ['open', 'sample'], power: 'AHVLA-ANIMAL' }, clause },
      { id: 'food', when: { releaseMode: is('physical'), hs: animals }, then: { agency: 'PHA', object: 'container', methods: ['open'], power: 'PHA-FOOD' }, clause },
      { id: 'plant', when: { releaseMode: is('physical'), hs: plants }, then: { agency: 'PHSI', object: 'item', methods: ['open', 'sample'], power: 'PHSI-PLANT' }, clause },
      { id: 'quality', when: { releaseMode: { op: 'one-of', values: ['documentary', 'physical'] }, hs: plants }, then: { agency: 'HMI', object: 'item', methods: ['documents'], power: 'HMI-QUALITY' }, clause },
    ],
  ),
]
