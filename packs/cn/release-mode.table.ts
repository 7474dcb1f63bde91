import type { TableDefinition } from '../../src/kernel/decision-table/table.ts'
import type { TableSeed } from '../../src/kernel/pack.ts'
import { below, between, from } from './cells.ts'
import { importReform } from './dates.ts'
import { directions } from './goods.ts'

/** What every table that finds modes by combined risk asks and answers. */
export const modeColumns: Pick<TableDefinition, 'columns' | 'outputs' | 'hit' | 'complete'> = {
  columns: [
    { name: 'direction', type: 'code', title: { zh: '进出境方向', en: 'Direction' }, audience: 'public', values: directions },
    { name: 'combined', type: 'number', title: { zh: '综合风险值', en: 'Combined value' }, audience: 'public' },
  ],
  outputs: [{ name: 'mode', type: 'code', title: { zh: '放行模式', en: 'Release mode' } }],
  hit: { policy: 'first' },
  complete: true,
}

/** Release mode (放行模式) by combined risk. A version that lets a higher value go more easily is refused (RR-07). */
export const releaseMode: TableSeed = {
  definition: { name: 'release-mode', title: { zh: '放行模式', en: 'Release mode' }, clause: 'RR-01', ...modeColumns },
  versions: [
    {
      table: 'release-mode',
      version: 1,
      validFrom: importReform,
      rows: [
        { id: 'lowest', when: { combined: below(3) }, then: { mode: 'declaration' }, clause: 'RR-03' },
        { id: 'lower', when: { combined: between(3, 6) }, then: { mode: 'verification' }, clause: 'RR-04' },
        { id: 'higher', when: { combined: between(6, 9) }, then: { mode: 'sampling' }, clause: 'RR-05' },
        { id: 'highest', when: { combined: from(9) }, then: { mode: 'supervised' }, clause: 'RR-06' },
      ],
    },
  ],
}
