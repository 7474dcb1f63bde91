import { days, hours, minutes, seconds } from '../../src/kernel/instant.ts'
import type { Parameter } from '../../src/kernel/pack.ts'
import { beforeReform, importReform, jointInspection } from './dates.ts'

// Numbers the documents leave open ([P]): an owner, a unit, a default.
export const parameters: readonly Parameter[] = [
  { name: 'assess.tightening', unit: 'milliseconds', owner: 'CIQ', value: days(365), clause: 'RR-05', validFrom: importReform,
    description: { zh: '抽样不合格后从严监管的期限', en: 'How long a failed sample makes the mode of that enterprise and goods stricter' } },
  { name: 'directives.span', unit: 'milliseconds', owner: 'CUS', value: hours(24), clause: 'DC-05', validFrom: jointInspection,
    description: { zh: '评估派生指令所需检查时间的跨度,自到港或受理时起', en: 'Span of the needed time of a directive derived from assessment, from arrival or acceptance' } },
  { name: 'joint.answer', unit: 'milliseconds', owner: 'CUS', value: hours(2), clause: 'DC-09', validFrom: jointInspection,
    description: { zh: '各方答复联合检查时间地点的期限', en: 'Time each party has to answer a proposed time and place' } },
  { name: 'joint.slot', unit: 'milliseconds', owner: 'CUS', value: minutes(60), clause: 'JI-07', validFrom: jointInspection,
    description: { zh: '一次联合检查的默认时长', en: 'Length of a joint inspection unless told otherwise' } },
  { name: 'joint.scan-share', unit: 'milliseconds', owner: 'CUS', value: seconds(2), clause: 'JI-13', validFrom: jointInspection,
    description: { zh: '扫描图像到达另一机构屏幕的时限', en: 'Time within which a scan reaches the other agency' } },
  { name: 'objects.visit', unit: 'milliseconds', owner: 'CUS', value: days(30), clause: 'DC-04', validFrom: beforeReform,
    overrides: { vessel: days(3), train: hours(20), wagon: hours(20), vehicle: hours(12), aircraft: hours(10), bag: hours(24), parcel: days(60), lot: days(365) },
    description: { zh: '同一箱号、船名或车次在首次出现前后多长时间内视为同一对象', en: 'How long before and after it is first heard of a number or name means the same object' } },
  { name: 'assistance.answer', unit: 'milliseconds', owner: 'CUS', value: hours(48), clause: 'SW-11', validFrom: importReform,
    description: { zh: '被请求方答复执法互助请求的期限', en: 'Time an agency has to answer a request for assistance' } },
  { name: 'recall.assessment', unit: 'milliseconds', owner: 'CIQ', value: days(3), clause: 'RR-05', validFrom: importReform,
    description: { zh: '抽样不合格后作出召回评估结论的期限；逾期上报，不自动了结', en: 'Time to assess whether goods let go before their sample failed are called back; then the case goes up, it never ends by itself' } },
  { name: 'recall.escalation', unit: 'milliseconds', owner: 'CIQ', value: days(2), clause: 'RR-05', validFrom: importReform,
    description: { zh: '召回评估上报后作出决定的期限；逾期标记', en: 'Time to decide about a recall assessment that went up; then it is flagged' } },
  { name: 'recall.window', unit: 'milliseconds', owner: 'CIQ', value: days(90), clause: 'RR-05', validFrom: importReform,
    description: { zh: '召回评估列出多长时间内已放行的同一企业同类货物', en: 'How far back a recall assessment lists goods of the same enterprise and code that were let go' } },
  { name: 'transfers.answer', unit: 'milliseconds', owner: 'CUS', value: hours(24), clause: 'LB-13', validFrom: importReform,
    description: { zh: '接收方答复案件移交的期限', en: 'Time the competent agency has to take over or decline a transferred case' } },
  { name: 'transfers.handling', unit: 'milliseconds', owner: 'CUS', value: days(30), clause: 'LB-13', validFrom: importReform,
    description: { zh: '接收方办结移交案件的期限', en: 'Time the competent agency has to handle a case it took over' } },
]
