import { hours, minutes, plus, type Instant } from '../src/kernel/instant.ts'

/** What one agency wants of another on the demonstration's day. */
export interface DealingPlan {
  readonly port: string
  readonly agency: string
  readonly at: Instant
  readonly what: 'case-transfer' | 'mutual-assistance' | 'coordination-issue' | 'data-query' | 'laboratory-test'
  /** Without the subject, which is a declaration of the day. */
  readonly body: Readonly<Record<string, unknown>>
  /** How the other side has answered by now. */
  readonly answer?: { readonly agency: string; readonly act: string; readonly evidence: Readonly<Record<string, string>> }
}

/** Assistance, transfers, questions, queries and tests of the hours before `now`: some answered, some waiting. */
export function demoDealings(now: Instant): readonly DealingPlan[] {
  const before = (hoursAgo: number): Instant => plus(now, -hours(hoursAgo))
  const sea = '380101'
  return [
    {
      port: sea, agency: 'CIQ', at: before(5), what: 'case-transfer',
      body: { to: 'CUS', offence: '走私', description: '开箱时发现瓷砖后夹藏未申报香烟四十箱。', legalBasis: '海关法 第八十二条', materials: ['照片 12 张', '过磅单 7'] },
    },
    {
      port: sea, agency: 'CUS', at: before(7), what: 'mutual-assistance', body: { to: 'CIQ', request: '请派一组检疫人员于下午三时到一号查验平台协助开箱。' },
      answer: { agency: 'CIQ', act: 'answer', evidence: { answer: '二组两人届时到场。' } },
    },
    { port: sea, agency: 'CUS', at: before(1), what: 'mutual-assistance', body: { to: 'BPI', request: '请协查该航次离船人员携带物品情况。' } },
    { port: sea, agency: 'CUS', at: before(3), what: 'coordination-issue', body: { agencies: ['CIQ', 'MSA'], question: '危险品箱夜间开箱由哪一家先到场确认气体浓度？' } },
    { port: sea, agency: 'CIQ', at: plus(now, -minutes(95)), what: 'data-query', body: { purpose: 'quarantine', fields: ['goods', 'origin', 'value'] } },
    { port: sea, agency: 'BPI', at: plus(now, -minutes(50)), what: 'data-query', body: { purpose: 'conveyance-check', fields: ['conveyance'] } },
    { port: sea, agency: 'CUS', at: before(4), what: 'laboratory-test', body: { capability: 'pesticide-residue', sample: 'S-2201' } },
    { port: sea, agency: 'CIQ', at: before(2), what: 'laboratory-test', body: { capability: 'fibre-content', sample: 'S-2207' } },
  ]
}
