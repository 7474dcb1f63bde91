import type { Column, Row } from '../../src/kernel/decision-table/table.ts'
import type { TableSeed } from '../../src/kernel/pack.ts'
import { importReform } from './dates.ts'
import { riskLevels } from './risk-levels.ts'

const count = (name: string, zh: string, en: string): Column => ({ name, type: 'number', title: { zh, en }, audience: 'officer' })
const from = (least: number): Row['when'][string] => ({ op: 'range', from: least })
const row = (id: string, level: number, when: Row['when'], risk: string, follow: readonly string[]): Row => ({ id, when, then: { level, risk, follow }, clause: 'RR-19' })

/** Warning levels of goods of a producer from what was reported within the pack's span (风险预警). Above what fits, the first row counts. */
export const warningLevel: TableSeed = {
  definition: {
    name: 'warning-level',
    title: { zh: '预警等级', en: 'Warning level' },
    clause: 'RR-19',
    columns: [
      count('complaints', '消费者投诉', 'Consumer complaints'),
      count('labFails', '实验室不合格', 'Laboratory failures'),
      count('refusals', '不予放行', 'Refusals'),
      count('finds', '查验发现问题', 'Finds of inspections'),
      count('incidents', '伤害事故', 'Incidents'),
    ],
    outputs: [
      { name: 'level', type: 'number', title: { zh: '预警等级', en: 'Level' } },
      { name: 'risk', type: 'code', title: { zh: '风险记录等级', en: 'Risk level of the record' }, values: riskLevels.map(({ code }) => code) },
      { name: 'follow', type: 'codes', title: { zh: '后续措施', en: 'What follows' }, values: ['record', 'alert'] },
    ],
    hit: { policy: 'first' },
  },
  versions: [
    {
      table: 'warning-level',
      version: 1,
      validFrom: importReform,
      rows: [
        row('injury', 3, { incidents: from(1), labFails: from(1) }, 'high', ['record', 'alert']),
        row('many-failures', 3, { labFails: from(3) }, 'high', ['record', 'alert']),
        row('complaints-confirmed', 2, { complaints: from(3), labFails: from(1) }, 'high', ['record', 'alert']),
        row('refused-again', 2, { refusals: from(3) }, 'high', ['record']),
        row('failure', 1, { labFails: from(1) }, 'medium', ['record']),
        row('complaints', 1, { complaints: from(3) }, 'medium', ['record']),
        row('finds', 1, { finds: from(3) }, 'medium', ['record']),
        row('incident', 1, { incidents: from(1) }, 'medium', ['record']),
      ],
    },
  ],
}
