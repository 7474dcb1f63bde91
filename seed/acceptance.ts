import { hours, minutes, plus, type Instant } from '../src/kernel/instant.ts'
import { enterprises } from './enterprises.ts'
import { writeDeclaration } from './declarations.ts'

const port = '380101'

/** What a body said of a declaration of the demonstration, and what its agency has made of it: nothing yet when absent. */
export interface ReportPlan {
  readonly key: string
  readonly body: string
  readonly tests: readonly string[]
  readonly standards: readonly string[]
  readonly accepted?: boolean
}

/** Reports about shirts whose papers are to be judged: two wait for an officer, one is accepted, one is beyond what its body may test. */
export const demoReports: readonly ReportPlan[] = [
  { key: 'T1', body: 'B-9', tests: ['fibre-content', 'colour-fastness'], standards: ['GB18401'], accepted: true },
  { key: 'T2', body: 'B-9', tests: ['formaldehyde', 'ph'], standards: ['GB18401'] },
  { key: 'T3', body: 'B-9', tests: ['azo-dyes'], standards: ['GB18401'] },
  { key: 'T4', body: 'B-2', tests: ['draught-survey'], standards: [] },
]

/** The declaration that a report is about: cotton shirts of a trader whose goods go on judged papers. */
export function reportedDeclaration(report: ReportPlan, now: Instant): Record<string, unknown> | undefined {
  const enterprise = enterprises.find(({ code }) => code === 'E-C')
  const at = plus(now, -hours(3))
  return enterprise === undefined ? undefined : writeDeclaration({ key: `ACC-${report.key}`, at, port, enterprise, goods: 'shirts', mode: 'sea', boxes: 1, arrival: plus(at, -minutes(45)) })
}

/** Producers of export food: one registered on its certificate, one that waits for its review. */
export const demoProducers = [
  { enterprise: 'E-A', producer: '北仑水产食品 Beilun Aquatic Foods', products: ['1605', '0304'], zone: 'NB-FTZ', evidence: [{ kind: 'haccp', reference: 'HACCP-2026-118' }], registered: true },
  { enterprise: 'E-B', producer: '甬江罐头 Yongjiang Canning', products: ['2008'], evidence: [], registered: false },
] as const

/** Notifications of a foreign food-alert network as its file has them; made up, deterministic: what recurs becomes an alert. */
export function foodAlerts(now: Instant): string {
  const day = (ago: number): string => new Date(now - ago * 86_400_000).toISOString().slice(0, 10)
  const row = (n: number, ago: number, what: string): string => `${day(ago)},${day(ago).slice(0, 4)}.${4000 + n},${what}`
  const figs = 'Germany,Türkiye,Dried figs,Fruits and vegetables,Aflatoxin B1 - mycotoxins,Mycotoxins'
  const chicken = 'Netherlands,Brazil,Frozen chicken breast,poultry meat and poultry meat products,Salmonella - pathogenic micro-organisms,Pathogenic micro-organisms'
  const fish = 'Italy,Spain,Swordfish loins,Fish and products thereof,Mercury - heavy metals,Heavy metals'
  const of = (text: string, times: number, from: number): string[] => Array.from({ length: times }, (_, n) => row(from + n, 3 + n * 4, text))
  return ['Date of Case,Reference,Notification From,Country Origin,Product,Product Category,Hazard Substance,Hazard Category', ...of(figs, 12, 0), ...of(chicken, 5, 20), ...of(fish, 2, 40)].join('\n')
}
