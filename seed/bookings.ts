import { minutes, plus, toIso, type Instant } from '../src/kernel/instant.ts'
import type { DemoParts } from './demo-parts.ts'
import { contextOf, officerAt } from './tell-story.ts'

/** Times of shared equipment that are taken around now: minutes from now, and who has them. */
const wishes: readonly { readonly port: string; readonly agency: string; readonly equipment: string; readonly from: number; readonly to: number; readonly purpose: string }[] = [
  { port: '380101', agency: 'CUS', equipment: 'WB-1', from: 20, to: 50, purpose: '出口电视机复称' },
  { port: '380101', agency: 'CIQ', equipment: 'WB-1', from: 60, to: 90, purpose: '大豆抽样称重' },
  { port: '380101', agency: 'CIQ', equipment: 'SC-1', from: 15, to: 45, purpose: '冷链货柜过机' },
  { port: '380101', agency: 'CUS', equipment: 'SC-1', from: 30, to: 75, purpose: '布控货柜过机' },
  { port: '380101', agency: 'CIQ', equipment: 'FM-1', from: 40, to: 220, purpose: '木质包装熏蒸' },
  { port: '380101', agency: 'CUS', equipment: 'BL-P2', from: 100, to: 160, purpose: '二号平台地面检修' },
  { port: '650302', agency: 'CUS', equipment: 'SC-R1', from: 25, to: 70, purpose: '班列过机' },
  { port: '410001', agency: 'CUS', equipment: 'SC-Z1', from: 30, to: 60, purpose: '跨境包裹过机' },
]

/** Books what the demonstration shows as taken; gives what was refused. */
export async function bookForToday(parts: DemoParts, now: Instant): Promise<string[]> {
  const refused: string[] = []
  await parts.machine.db.transaction(async (tx) => {
    for (const { port, agency, equipment, from, to, purpose } of wishes) {
      const done = await parts.book(tx, contextOf(parts.machine, officerAt(port, agency, 0), plus(now, -minutes(30))), { equipment, from: toIso(plus(now, minutes(from))), to: toIso(plus(now, minutes(to))), purpose })
      if (!done.ok) refused.push(`booking of ${equipment}: ${done.refusals[0]?.code ?? ''}`)
    }
  })
  return refused
}
