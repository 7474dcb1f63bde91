import { completeParameters } from '../../src/kernel/default-parameters.ts'
import { days, hours, minutes } from '../../src/kernel/instant.ts'
import type { Parameter } from '../../src/kernel/pack.ts'
import { jointExamination as validFrom } from './dates.ts'

type Line = readonly [name: string, unit: Parameter['unit'], value: number, clause: string, zh: string, en: string]

// Numbers the authorities of the port have set for themselves.
const lines: readonly Line[] = [
  ['lab.backtest', 'milliseconds', days(90), 'GV-12', '规则版本启用前须回测的历史', 'How far back a version of a table must have been tried on the past before it goes live'],
  ['lab.shadow', 'milliseconds', 0, 'GV-12', '规则版本启用前须影子运行的时间', 'How long a version of a table must have run in the shadow before it goes live'],
  ['lab.review', 'milliseconds', hours(24), 'GV-12', '紧急启用须复核的期限', 'Time within which a third person reviews an emergency activation'],
  ['assess.tightening', 'milliseconds', days(180), 'RR-05', '抽样不合格后从严监管的期限', 'How long a failed sample makes the mode stricter'],
  ['directives.span', 'milliseconds', days(3), 'DC-05', '派生指令所需检查时间的跨度', 'Span of the needed time of a derived directive'],
  ['issues.liaison', 'milliseconds', hours(48), 'GV-06', '联络员解决问题的期限', 'Time liaison officers have to settle a question'],
  ['issues.meeting', 'milliseconds', days(30), 'GV-06', '联席会议解决问题的期限', 'Time the joint meeting has to decide'],
  ['joint.alone', 'count', 3, 'JI-23', '单独检查时每一机构派出的人数', 'Officers an authority sends when it inspects alone'],
  ['joint.answer', 'milliseconds', hours(4), 'DC-09', '各方答复联合检查时间地点的期限', 'Time each party has to answer a proposed time and place'],
  ['joint.default', 'milliseconds', hours(4), 'GV-06', '逾期未答复后适用默认办法的时间', 'Time after which the published default applies'],
  ['joint.grace', 'milliseconds', minutes(30), 'JI-20', '到场宽限时间', 'Grace time at the site'],
  ['joint.memorandum', 'count', 0, 'LB-11', '联合检查是否须有合作备忘录', 'Whether joint work needs a memorandum'],
  ['joint.slot', 'milliseconds', minutes(90), 'JI-07', '一次联合检查的默认时长', 'Length of a joint examination unless told otherwise'],
  ['objects.visit', 'milliseconds', days(60), 'DC-04', '同一箱号在多长时间内视为同一对象', 'How long before and after it is first heard of a number means the same object'],
  ['assistance.answer', 'milliseconds', hours(48), 'SW-11', '答复协助请求的期限', 'Time to answer a request for assistance'],
  ['recall.assessment', 'milliseconds', days(3), 'RR-05', '召回评估期限', 'Time to assess a recall'],
  ['recall.escalation', 'milliseconds', days(2), 'RR-05', '召回逾期升级的期限', 'Time after which a recall is escalated'],
  ['recall.window', 'milliseconds', days(90), 'RR-05', '追溯已放行同类货物的期限', 'How far back goods of the same kind are looked for'],
  ['transfers.answer', 'milliseconds', hours(24), 'LB-13', '接收方答复案件移交的期限', 'Time the competent authority has to answer a transfer'],
  ['transfers.handling', 'milliseconds', days(30), 'LB-13', '接收方办结移交案件的期限', 'Time the competent authority has to handle a case it took over'],
]

const own: readonly Parameter[] = lines.map(([name, unit, value, clause, zh, en]) => ({ name, unit, value, owner: 'PHA', clause, validFrom, description: { zh, en } }))

/** Every number the engine asks for: what the authorities of the port have not set is as the engine takes it. */
export const parameters: readonly Parameter[] = completeParameters(own, { owner: 'PHA', validFrom })
