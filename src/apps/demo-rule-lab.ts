import { contextOf, officerAt } from '../../seed/tell-story.ts'
import { beginDraft } from '../assess/editor/public.ts'
import { startBacktest, startTrial } from '../assess/lab/public.ts'
import { recordTableVersion } from '../assess/record-table-version.ts'
import { everyPort, type Actor } from '../kernel/actor.ts'
import { hours, plus, type Instant } from '../kernel/instant.ts'
import type { Row } from '../kernel/decision-table/table.ts'
import type { Pack } from '../kernel/pack.ts'
import type { Refusal } from '../kernel/refusal.ts'
import type { Context, Machine } from '../platform/context.ts'
import { policyMeasures } from '../registry/reference/public.ts'
import { anyRegister, proposeEntry, type RuleGate } from '../registry/register/public.ts'

const table = 'goods-risk'

/** Rows of a version that waits for its second person: stricter where goods are cheaper than their cloth, or come cold from far away. */
const proposed: readonly Row[] = [
  {
    id: 'undervalued-textiles', when: { hs: { op: 'prefix', values: ['61', '62'] } }, formula: 'valuePerKg < 20.0 && currency == "USD"', then: { level: 'high' },
    clause: 'RR-16', note: { zh: '低报价格的纺织品', en: 'Undervalued textiles' }, targeting: true,
  },
  { id: 'frozen-by-the-box', when: { hs: { op: 'prefix', values: ['02', '03'] }, netWeightKg: { op: 'range', from: 10_000 } }, then: { level: 'high' }, clause: 'RR-15', note: { zh: '整箱冻品', en: 'Frozen goods by the box' } },
]

/** Rows an officer might be writing just now: one that can never answer, so that a visitor sees what is found of it. */
const written: readonly Row[] = [
  ...proposed.slice(0, 1),
  { id: 'poultry-cuts', when: { hs: { op: 'prefix', values: ['020714'] } }, then: { level: 'medium' }, clause: 'RR-15', note: { zh: '禽肉块', en: 'Poultry cuts' } },
]

/** A measure of policy headquarters proposed this morning; whoever signs in as administrator is its second person. */
const measure = {
  code: 'zone-prototypes', name: { zh: '自贸试验区测试样车简化查验', en: 'Simplified checks of test vehicles in the zone' }, precedence: 3, clause: 'PZ-17',
  when: { direction: { op: 'equals', value: 'import' }, attributes: { op: 'equals', value: 'zone' }, hs: { op: 'prefix', values: ['8703'] } }, effect: { mode: { atMost: 'verification' } },
}
const headquarters: Actor = { kind: 'person', id: 'demo-headquarters', name: '总部 Headquarters', roles: ['headquarters'], ports: [everyPort] }

/** The shadow began before the hours in which most of the day's declarations came. */
const shadowBegan = hours(8)

/**
 * Lays into the demonstration's rule lab a draft that is being written, and a version that waits for its second person, runs in the shadow and is tried on
 * the past, and a measure of policy that waits for its second person. The trials' own work is left to the jobs. Gives what was refused: nothing on a good day.
 */
export async function fillRuleLab(machine: Machine, pack: Pack, gate: RuleGate, now: Instant): Promise<readonly string[]> {
  const [port] = pack.ports
  const [agency] = pack.agencies
  const base = pack.tables.find((seed) => seed.definition.name === table)?.versions.at(-1)
  if (port === undefined || agency === undefined || base === undefined) return []
  const author = (at: Instant): Context => contextOf(machine, officerAt(port.code, agency.code, 0), at)
  const refused: string[] = []
  const took = (what: string, outcome: { readonly ok: boolean; readonly refusals?: readonly Refusal[] }): void => {
    if (!outcome.ok) refused.push(`${what}: ${outcome.refusals?.[0]?.code ?? ''}`)
  }
  await machine.db.transaction(async (tx) => {
    took('draft', await beginDraft(tx, author(now), pack, table, { title: '低报价格的纺织品 Undervalued textiles', rows: [...written, ...base.rows] as never }))
    const begun = plus(now, -shadowBegan)
    const recorded = await recordTableVersion(tx, author(begun), pack, table, { note: '低报价格的纺织品与整箱冻品提高等级 Undervalued textiles and boxes of frozen goods rank higher', rows: [...proposed, ...base.rows] as never })
    took('version', recorded)
    if (!recorded.ok) return
    const { version } = recorded.value.stored
    const law = (): Pack => pack
    took('shadow', await startTrial(tx, author(begun), { law }, table, version, { kind: 'shadow', days: 14 }))
    took('proposal', await proposeEntry(tx, contextOf(machine, headquarters, begun), anyRegister(policyMeasures), gate, { data: measure, reason: '测试样车不上路，口岸只须核验单证 Test vehicles stay in the zone: papers are enough' }))
    took('back-test', await startBacktest(tx, author(now), { law }, table, { version }))
  })
  return refused
}
