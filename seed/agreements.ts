import type { Bilingual } from '../src/kernel/refusal.ts'
import { demoPorts } from './cast.ts'
import { officers } from './officers.ts'

const names: Readonly<Record<string, Bilingual>> = {
  '380101': { zh: '北仑口岸', en: 'Beilun' },
  '650302': { zh: '阿拉山口口岸', en: 'Alashankou' },
  '410001': { zh: '郑州口岸', en: 'Zhengzhou' },
}
const nameOf = (port: string): Bilingual => names[port] ?? { zh: port, en: port }
const chiefs = officers.filter((officer, n) => officers.findIndex((other) => other.port === officer.port && other.agency === officer.agency) === n)

/** Memoranda of the demonstration's ports between all agencies there. */
export const demoMemoranda = demoPorts.map((port) => ({
  ...{ code: `MOU-${port}`, port, parties: [...new Set(chiefs.filter((chief) => chief.port === port).map((chief) => chief.agency))] },
  title: { zh: `${nameOf(port).zh}联合检查合作备忘录`, en: `Memorandum on joint inspection, ${nameOf(port).en}` },
  ...{ signedOn: '2018-01-15', from: '2018-02-01', to: '2099-12-31' },
}))

/** Liaison officers: the first of each agency at each port. */
export const demoLiaisons = chiefs.map((chief, n) => ({ port: chief.port, agency: chief.agency, name: chief.name, officer: chief.id, phone: `0574-8600 ${1101 + n}`, mobile: `1380000${String(1101 + n)}`, email: `${chief.agency.toLowerCase()}.${chief.port}@liaison.example` }))

/** Working groups; one agency at each port has not named its own yet, and shows as not ready. */
export const demoGroups = chiefs
  .filter((chief) => chief.agency !== 'MSA')
  .map((chief) => ({ code: `WG-${chief.port}-${chief.agency}`, kind: 'working' as const, port: chief.port, agency: chief.agency, members: [{ name: chief.name, officer: chief.id, duty: '组长' }], tasks: ['统一检查平台', '联合检查排班'] }))

/** What happens at the site: where to meet, what to bring, how parties are reached. */
export const demoProtocols = demoPorts.map((port) => ({
  port,
  title: { zh: `${nameOf(port).zh}现场协调机制`, en: `On-site protocol, ${nameOf(port).en}` },
  channels: [{ channel: 'email' as const, afterMinutes: 15 }, { channel: 'sms' as const, afterMinutes: 30 }, { channel: 'phone' as const, afterMinutes: 60 }],
  meetingPoint: '平台值班室',
  bring: ['提单或运单正本', '装箱单', '许可证件正本'],
  rules: ['各方在同一平台会合，一次开箱', '约定时间过后等候期满方可报告缺席'],
}))

/** The procedure joint sessions go by, with the edition in force. */
export const demoProcedures = [
  { code: 'SOP-JI', edition: 'v2', title: { zh: '联合检查操作规程', en: 'Operating procedure of joint inspection' }, kinds: ['joint' as const] },
  { code: 'SOP-LB', edition: 'v1', title: { zh: '船舶联合登临操作规程', en: 'Operating procedure of joint boarding' }, kinds: ['boarding' as const] },
]
