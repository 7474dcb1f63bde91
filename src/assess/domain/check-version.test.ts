import { describe, expect, test } from 'vitest'
import { cn } from '../../../packs/cn/pack.ts'
import type { Row } from '../../kernel/decision-table/table.ts'
import { instant } from '../../kernel/instant.ts'
import { refusalText } from '../../platform/i18n/texts.ts'
import { checkLaw, checkVersion } from './check-version.ts'

const at = instant('2018-06-01T08:00:00+08:00')
function seedOf(table: string) {
  const seed = cn.tables.find((one) => one.definition.name === table)
  if (seed === undefined) throw new Error(`no table ${table}`)
  return { definition: seed.definition, rows: seed.versions[0]?.rows ?? [] }
}
const faults = (table: string, change: (rows: readonly Row[]) => readonly Row[]): string[] => {
  const { definition, rows } = seedOf(table)
  const { refusals } = checkVersion(cn, definition, change(rows), at)
  for (const refusal of refusals) expect(Object.values(refusalText(refusal)).join()).not.toMatch(/\{\{|tables\//)
  return refusals.map(({ code, pointer }) => `${code} ${pointer ?? ''}`)
}
const replace = (id: string, then: Row['then']) => (rows: readonly Row[]): readonly Row[] => rows.map(
  (row) => (row.id === id ? { ...row, then: { ...row.then, ...then } } : row),
)

describe('checkVersion', () => {
  test('lets the pack\'s own versions through', () => {
    for (const { definition, versions } of cn.tables) {
      for (const { rows, validFrom } of versions) expect(checkVersion(cn, definition, rows, validFrom)).toEqual({ refusals: [], remarks: [] })
    }
  })

  test('RR-07: refuses a mode that loosens as the combined value grows, also between two bounds', () => {
    expect(faults('release-mode', replace('highest', { mode: 'verification' }))).toContain('tables/not-monotone /rows/3')
    const dip: Row = { id: 'dip', when: { combined: { op: 'equals', value: 7.5 } }, then: { mode: 'declaration' }, clause: 'RR-01' }
    expect(faults('release-mode', (rows) => [dip, ...rows])).toContain('tables/not-monotone /rows/0')
    const exportOnly: Row = { ...dip, when: { ...dip.when, direction: { op: 'equals', value: 'export' } } }
    expect(faults('release-mode', (rows) => [exportOnly, ...rows])).toEqual(['tables/not-monotone /rows/0'])
  })

  test('RR-07: refuses a combined value that falls as credit worsens or risk grows', () => {
    expect(faults('combined-risk', replace('C-medium', { value: 4 }))).toEqual(['tables/not-monotone /rows/8'])
    expect(faults('combined-risk', replace('AA-high', { value: 2 }))).toEqual(['tables/not-monotone /rows/10'])
    expect(faults('combined-risk', replace('D-low', { value: 9 }))).toEqual([])
  })

  test('RR-07: refuses a look that is wanted at some risk or credit and no longer when either gets worse, with facts that show it', () => {
    const look = (id: string, when: Row['when']): Row => ({ id, when: { hs: { op: 'prefix', values: ['84'] }, ...when }, then: { agency: 'CUS', object: 'item', methods: ['open'], power: 'CUS-GOODS' }, clause: 'RR-16' })
    const risk = (value: string): Row['when'] => ({ risk: { op: 'equals', value } })
    const lost = (...looks: readonly Row[]): string[] => faults('checks', (rows) => [...looks, ...rows])
    expect(lost(look('medium-only', risk('medium')))).toEqual(['tables/looks-shrink /rows/0'])
    expect(lost(look('not-the-worst', { credit: { op: 'not', cell: { op: 'equals', value: 'D' } } }))).toEqual(['tables/looks-shrink /rows/0'])
    expect(lost(look('from-medium', { risk: { op: 'one-of', values: ['medium', 'high'] } }))).toEqual([])
    // Another row takes over where the first ends; with a gap between them it does not.
    expect(lost(look('medium', risk('medium')), look('high', risk('high')))).toEqual([])
    expect(lost(look('medium', risk('medium')), look('high', { ...risk('high'), origin: { op: 'equals', value: 'DE' } }))).toEqual(['tables/looks-shrink /rows/0'])
    expect(lost(look('medium', risk('medium')), { ...look('high', risk('high')), then: { agency: 'CIQ', object: 'item', methods: ['open'], power: 'CIQ-COMMODITY' } })).toEqual(['tables/looks-shrink /rows/0'])
    expect(lost({ ...look('by-formula', {}), formula: 'risk == "medium"' })).toEqual(['tables/formula-not-here /rows/0/formula'])
    const { definition, rows } = seedOf('checks')
    const [found] = checkLaw(cn, definition, [look('medium-only', risk('medium')), ...rows], at)
    expect(found?.example).toMatchObject({ risk: 'high' })
    expect(String(found?.example?.['hs'])).toMatch(/^84/)
  })

  test('RR-07: refuses a look that a milder mode has and a stricter one has no more; other methods of the same weight are no loss', () => {
    const look = (id: string, mode: string, methods: readonly string[], agency = 'CUS'): Row => ({ id, when: { hs: { op: 'prefix', values: ['84'] }, direction: { op: 'equals', value: 'transit' }, releaseMode: { op: 'equals', value: mode } }, then: { agency, object: 'consignment', methods, power: agency === 'CUS' ? 'CUS-GOODS' : 'CIQ-COMMODITY' }, clause: 'RR-16' })
    const lost = (...looks: readonly Row[]): string[] => faults('checks', (rows) => [...looks, ...rows])
    expect(lost(look('a', 'sampling', ['open']))).toEqual(['tables/looks-shrink /rows/0'])
    expect(lost(look('a', 'sampling', ['open']), look('b', 'supervised', ['scan']))).toEqual([])
    // Papers instead of the goods, or another agency, is a loss.
    expect(lost(look('a', 'sampling', ['open'], 'CIQ'), look('b', 'supervised', ['documents'], 'CIQ'))).toEqual(['tables/looks-shrink /rows/0'])
    expect(lost(look('a', 'sampling', ['open']), look('b', 'supervised', ['open'], 'CIQ'))).toEqual(['tables/looks-shrink /rows/0'])
    expect(lost({ ...look('f', 'sampling', ['open']), formula: 'releaseMode == "sampling"' })).toEqual(['tables/formula-not-here /rows/0/formula'])
  })

  test('RR-07: a mode that only some rows name must keep what the next milder one has', () => {
    const { definition, rows } = seedOf('checks')
    const longer = { ...cn, releaseModes: [...cn.releaseModes, { code: 'guarded', name: { zh: '更严', en: 'Guarded' }, strictness: 35, releasedAt: 'inspected' as const, clause: 'RR-02', validFrom: at }] }
    const own = (agency: string, power: string, when: Row['when'], id = agency): Row => ({ id: `guarded-${id}`, when: { releaseMode: { op: 'equals', value: 'guarded' }, ...when }, then: { agency, object: 'container', methods: ['open'], power }, clause: 'RR-16' })
    const crossing: Row['when'] = { direction: { op: 'one-of', values: ['import', 'export'] } }
    const listed = rows.find(({ id }) => id === 'verify-listed')?.when ?? {}
    const biological = rows.find(({ id }) => id === 'transit-quarantine')?.when ?? {}
    const ore = rows.find(({ id }) => id === 'weigh-ore')?.when ?? {}
    const customs = own('CUS', 'CUS-GOODS', crossing)
    const others = [own('CIQ', 'CIQ-COMMODITY', { ...crossing, categories: listed['categories'] ?? { op: 'any' } }), own('CIQ', 'CIQ-QUARANTINE', { direction: { op: 'equals', value: 'transit' }, categories: biological['categories'] ?? { op: 'any' } }, 'transit'), own('CIQ', 'CIQ-COMMODITY', { direction: { op: 'equals', value: 'import' }, hs: ore['hs'] ?? { op: 'any' } }, 'ore')]
    const told = (...more: readonly Row[]): string[] => checkVersion(longer, definition, [...rows, ...more], at).refusals.map(({ code }) => code)
    expect(new Set(told(customs))).toEqual(new Set(['tables/looks-shrink']))
    expect(told(customs, ...others)).toEqual([])
  })

  test('RR-01: refuses a matrix with a hole', () => {
    expect(faults('combined-risk', (rows) => rows.filter((row) => row.id !== 'B-high'))).toEqual(['tables/gap /rows'])
  })

  test('GV-07: refuses a check without a listed power of the agency that covers its methods', () => {
    expect(faults('checks', replace('verify-other', { power: 'CUS-NOTHING' }))).toEqual(['tables/answer-unknown /rows/1/then/power'])
    expect(faults('checks', replace('verify-other', { power: 'CIQ-FOOD' }))).toEqual(['tables/power-of-another-agency /rows/1/then/power'])
    expect(faults('checks', replace('verify-other', { methods: ['documents', 'quarantine'] }))).toEqual(['tables/method-beyond-power /rows/1/then/methods'])
    expect(faults('checks', replace('verify-other', { agency: 'XXX' }))).toEqual(['tables/answer-unknown /rows/1/then/agency'])
  })

  test('RR-02: a mode nobody knows is refused, one that was added is not', () => {
    const remote = replace('lower', { mode: 'remote' })
    expect(faults('release-mode', remote)).toEqual(['tables/answer-unknown /rows/1/then/mode'])
    const { definition, rows } = seedOf('release-mode')
    const fifth = { code: 'remote', name: { zh: '远程', en: 'Remote' }, strictness: 25, releasedAt: 'report-judged' as const, clause: 'RR-02', validFrom: at }
    const longer = {
      ...cn,
      releaseModes: [...cn.releaseModes, fifth],
    }
    expect(checkVersion(longer, definition, remote(rows), at).refusals).toEqual([])
  })

  test('GV-12: a row that names no clause is refused', () => {
    expect(faults('goods-risk', (rows) => rows.map((row) => (row.id === 'meat' ? { ...row, clause: ' ' } : row)))).toEqual(
      ['tables/clause-missing /rows/3/clause'],
    )
  })
})
