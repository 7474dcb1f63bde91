import type { Actor } from '../src/kernel/actor.ts'
import { days, hours, minutes, plus, toIso, type Instant } from '../src/kernel/instant.ts'

/** One thing that happened in the risk centre of the demonstration: who did what, when. `hold` names the alert by its reference. */
export type RiskDeed = { readonly by: Actor; readonly at: Instant } & (
  | { readonly what: 'partner' | 'record' | 'alert' | 'rule' | 'indicator' | 'bulletin'; readonly body: Readonly<Record<string, unknown>> }
  | { readonly what: 'hold'; readonly alert: string; readonly body: Readonly<Record<string, unknown>> }
)

const officer = (agency: string, port: string, name: string): Actor => ({ kind: 'person', id: `risk-${agency}-${port}`, name, roles: ['officer'], agency, ports: [port] })
const centre: Actor = { kind: 'person', id: 'risk-headquarters', name: '周敏 Zhou Min', roles: ['headquarters'], ports: ['*'] }
const point: Actor = { kind: 'machine', id: 'national-point', name: '进口商品风险信息国家监测点', roles: [], ports: ['*'] }
const ciq = officer('CIQ', '380101', '陈静 Chen Jing')
const cus = officer('CUS', '380101', '吴刚 Wu Gang')
const rail = officer('CUS', '650302', '阿里木 Alim')

/** What came in and was placed in the hours before `now`. Makers and numbers are made up. */
export function riskStory(now: Instant): readonly RiskDeed[] {
  const before = (span: number): Instant => plus(now, -span)
  const until = (span: number): string => toIso(plus(now, days(span)))
  const sign = (n: number, kind: string, hs: string, producer: string, note: string): RiskDeed => ({ by: ciq, at: before(hours(7) - minutes(20 * n)), what: 'indicator', body: { kind, hs, producer, reference: `12315-${n}`, note, happenedAt: toIso(before(days(2 * n) + hours(8))) } })
  return [
    { by: centre, at: before(hours(10)), what: 'partner', body: { code: 'NP-01', name: { zh: '进口商品风险信息国家监测点', en: 'National monitoring point' }, kind: 'national-point', account: point.id, receivesFinds: true } },
    { by: point, at: before(hours(9)), what: 'alert', body: { reference: 'NP-1043', title: '涂层玩具铅迁移超标 Lead in painted toys', hazard: 'lead migration', level: 'high', scope: { hs: '9503', origin: 'DE' }, classification: 'restricted' } },
    { by: cus, at: before(hours(8)), what: 'record', body: { scope: { container: 'TGHU1234567' }, level: 'high', title: '疑有夹层 Double floor reported', reason: '合作海关通报 Report of a partner administration', validTo: until(60), classification: 'restricted', evidence: [] , source: 'officer' } },
    { by: rail, at: before(hours(6)), what: 'record', body: { scope: { conveyance: 'X8044', port: '650302' }, level: 'medium', title: '上次开行货证不符 Papers did not match last time', reason: '2 票品名不符 two consignments', validTo: until(30), classification: 'restricted', evidence: [], source: 'officer' } },
    { by: cus, at: before(hours(6)), what: 'record', body: { person: { name: '演示人员 Demo Person', number: 'DEMO-310-77' }, level: 'high', title: '多次伪报 Repeated false papers', reason: '案件 2026-17', validTo: until(90), classification: 'restricted', evidence: [], source: 'officer' } },
    sign(1, 'complaint', '9503', 'Bunte Kiste Spielwaren', '小零件脱落 small parts come off'),
    sign(2, 'complaint', '950300', 'Bunte Kiste Spielwaren', '小零件脱落 small parts come off'),
    sign(3, 'complaint', '9503006000', 'Bunte Kiste Spielwaren', '涂层剥落 paint comes off'),
    sign(4, 'lab-fail', '9503006000', 'Bunte Kiste Spielwaren', '邻苯二甲酸酯超标 phthalates above the limit'),
    { by: ciq, at: before(hours(5)), what: 'alert', body: { reference: 'CIQ-2026-088', title: '葡萄酒甲醇偏高 Methanol in bottled wine', hazard: 'methanol', level: 'high', scope: { port: '380101', hs: '2204' }, classification: 'restricted' } },
    { by: ciq, at: before(hours(5) - minutes(1)), what: 'hold', alert: 'CIQ-2026-088', body: { measure: 'sample', validTo: until(29), reason: '两批检出 two lots found', recall: true } },
    { by: ciq, at: before(minutes(12)), what: 'alert', body: { reference: 'CIQ-2026-089', title: '原木检出松材线虫 Pine wood nematode in logs', hazard: 'Bursaphelenchus xylophilus', level: 'high', scope: { port: '380101', hs: '4403' }, classification: 'restricted' } },
    // Minutes ago: what lies at the port under it is kept, and waits on the screen.
    { by: ciq, at: before(minutes(10)), what: 'hold', alert: 'CIQ-2026-089', body: { measure: 'hold', methods: ['quarantine'], validTo: until(14), reason: '同一产区 Same region', recall: false } },
    { by: cus, at: before(hours(3)), what: 'rule', body: { scope: { hs: '8542', port: '380101' }, measure: 'check', methods: ['documents'], validTo: until(20), title: '集成电路低报价格 Undervalued circuits', reason: '单价低于同期三成 30 % below the usual', classification: 'restricted', evidence: [], recall: false } },
    { by: centre, at: before(hours(2)), what: 'rule', body: { scope: { hs: '0207', origin: 'BR' }, measure: 'sample', agency: 'CIQ', validTo: until(40), title: '冻禽沙门氏菌 Salmonella in frozen poultry', reason: '国外通报三起 three notifications abroad', classification: 'restricted', evidence: [], recall: false } },
    { by: ciq, at: before(minutes(50)), what: 'alert', body: { reference: 'CIQ-2026-091', title: '全脂乳粉阪崎肠杆菌 Cronobacter in milk powder', hazard: 'Cronobacter', level: 'high', scope: { hs: '0402' }, classification: 'restricted' } },
    { by: cus, at: before(minutes(25)), what: 'alert', body: { reference: 'CUS-2026-207', title: '箱体改装线索 Container reported as altered', hazard: 'concealment', level: 'medium', scope: { container: 'CSQU3054383', port: '380101' }, classification: 'restricted' } },
    { by: ciq, at: before(hours(4)), what: 'bulletin', body: { title: { zh: '进口玩具安全提示', en: 'Safety of imported toys' }, body: { zh: '近期进口玩具小零件与涂层问题增多。请核对检测报告的批次与标准编号。', en: 'Small parts and coatings of imported toys have failed more often. Check lot and standard on the test report.' }, audience: ['public', 'traders'], classification: 'public', validTo: until(60) } },
    { by: ciq, at: before(hours(1)), what: 'bulletin', body: { title: { zh: '瓶装葡萄酒申报要求', en: 'Papers for bottled wine' }, body: { zh: '申报瓶装葡萄酒请随附批次检测报告，可缩短等待时间。', en: 'Send the test report of the lot with declarations of bottled wine: it shortens the wait.' }, audience: ['traders', 'laboratories'], classification: 'restricted', validTo: until(30) } },
  ]
}
