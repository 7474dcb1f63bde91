import { contextOf, officerAt } from '../../seed/tell-story.ts'
import { beginDraft } from '../assess/editor/public.ts'
import type { Row } from '../kernel/decision-table/table.ts'
import type { Instant } from '../kernel/instant.ts'
import type { Pack } from '../kernel/pack.ts'
import type { Machine } from '../platform/context.ts'

/** Rows an officer might be writing just now: one with a formula, one that can never answer, so that a visitor sees what is found of it. */
const written: readonly Row[] = [
  {
    id: 'undervalued-textiles', when: { hs: { op: 'prefix', values: ['61', '62'] } }, formula: 'valuePerKg < 20.0 && origin in ["BD", "PK"] && currency == "USD"', then: { level: 'high' },
    clause: 'RR-16', note: { zh: '低报价格的纺织品', en: 'Undervalued textiles' }, targeting: true,
  },
  { id: 'poultry-cuts', when: { hs: { op: 'prefix', values: ['020714'] } }, then: { level: 'medium' }, clause: 'RR-15', note: { zh: '禽肉块', en: 'Poultry cuts' } },
]

/** Lays a draft of the table of goods risk into the demonstration's rule lab. Gives what was refused: nothing on a good day. */
export async function writeDemoDraft(machine: Machine, pack: Pack, now: Instant): Promise<readonly string[]> {
  const [port] = pack.ports
  const [agency] = pack.agencies
  const base = pack.tables.find((seed) => seed.definition.name === 'goods-risk')?.versions.at(-1)
  if (port === undefined || agency === undefined || base === undefined) return []
  const context = contextOf(machine, officerAt(port.code, agency.code, 0), now)
  const begun = await machine.db.transaction((tx) => beginDraft(tx, context, pack, 'goods-risk', { title: '低报价格的纺织品 Undervalued textiles', rows: [...written, ...base.rows] as never }))
  return begun.ok ? [] : [`draft: ${begun.refusals[0]?.code ?? ''}`]
}
