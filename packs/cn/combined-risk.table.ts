import type { TableSeed } from '../../src/kernel/pack.ts'
import type { Row } from '../../src/kernel/decision-table/table.ts'
import { is } from './cells.ts'
import { creditGrades } from './credit-grades.ts'
import { importReform } from './dates.ts'
import { riskLevels } from './risk-levels.ts'

const grades = creditGrades.map((grade) => grade.code)
const levels = riskLevels.map((level) => level.code)

// The matrix of S2 五(一): the value grows with either input, so that changing only one of them always moves the result (RR-01).
const matrix: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  low: { AA: 0, A: 1, B: 2, C: 4, D: 6 },
  medium: { AA: 3, A: 4, B: 5, C: 7, D: 9 },
  high: { AA: 6, A: 7, B: 8, C: 10, D: 12 },
}

/** Combined risk (综合风险程度) of enterprise credit and goods. */
export const combinedRisk: TableSeed = {
  definition: {
    name: 'combined-risk',
    title: { zh: '综合风险程度', en: 'Combined risk' },
    clause: 'RR-01',
    columns: [
      { name: 'credit', type: 'code', title: { zh: '企业信用等级', en: 'Enterprise credit' }, audience: 'public', values: grades },
      { name: 'risk', type: 'code', title: { zh: '货物风险等级', en: 'Goods risk' }, audience: 'public', values: levels },
    ],
    outputs: [{ name: 'value', type: 'number', title: { zh: '综合风险值', en: 'Combined value' } }],
    hit: { policy: 'unique' },
    complete: true,
  },
  versions: [
    {
      table: 'combined-risk',
      version: 1,
      validFrom: importReform,
      rows: Object.entries(matrix).flatMap(([risk, grades]) =>
        Object.entries(grades).map(
          ([credit, value]): Row => ({ id: `${credit}-${risk}`, when: { credit: is(credit), risk: is(risk) }, then: { value }, clause: 'RR-01' }),
        ),
      ),
    },
  ],
}
