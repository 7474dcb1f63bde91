import { days, hours } from '../../src/kernel/instant.ts'
import type { Parameter } from '../../src/kernel/pack.ts'
import { importReform as validFrom } from './dates.ts'

// Numbers of the risk centre the documents leave open ([P]).
export const riskParameters: readonly Parameter[] = [
  { name: 'risk.hold.longest', unit: 'milliseconds', owner: 'CUS', value: days(90), clause: 'AL-03', validFrom,
    description: { zh: '布控规则一次最长的有效期', en: 'Longest time a hold rule may last before it is looked at again' } },
  { name: 'risk.hold.second', unit: 'count', owner: 'CUS', value: 1, clause: 'AL-03', validFrom,
    description: { zh: '布控规则须经第二人同意：0 从不，1 不限于一个口岸时，2 总是', en: 'Second person for a hold rule: 0 never, 1 where it is not of one port, 2 always' } },
  { name: 'risk.record.longest', unit: 'milliseconds', owner: 'CUS', value: days(730), clause: 'RR-14', validFrom,
    description: { zh: '风险记录最长的有效期', en: 'Longest time a risk record may hold' } },
  { name: 'risk.trace', unit: 'milliseconds', owner: 'CUS', value: days(180), clause: 'AL-03', validFrom,
    description: { zh: '布控后向前追溯多长时间内申报的货物', en: 'How far back a hold rule is traced among what was declared before it' } },
  { name: 'risk.yield.window', unit: 'milliseconds', owner: 'CUS', value: days(30), clause: 'RR-16', validFrom,
    description: { zh: '计算布控成效的期间', en: 'Span over which the yield of a rule is told' } },
  { name: 'risk.yield.hits', unit: 'count', owner: 'CUS', value: 40, clause: 'RR-16', validFrom,
    description: { zh: '据以提示成效低的最少命中次数', en: 'Fewest hits a flag for low yield may rest on' } },
  { name: 'risk.yield.floor', unit: 'share', owner: 'CUS', value: 0.05, clause: 'RR-16', validFrom,
    description: { zh: '查获率低于此值的规则提示成效低', en: 'Share of finds below which a rule is flagged for low yield' } },
  { name: 'risk.warning.window', unit: 'milliseconds', owner: 'CIQ', value: days(30), clause: 'RR-19', validFrom,
    description: { zh: '计入预警指标的期间', en: 'Span over which indicators count for a warning' } },
  { name: 'risk.exchange.answer', unit: 'milliseconds', owner: 'CIQ', value: hours(24), clause: 'RR-17', validFrom,
    description: { zh: '与国家监测点交换的信息须回执的期限', en: 'Time within which information exchanged with a national point is acknowledged' } },
  { name: 'risk.exchange.validity', unit: 'milliseconds', owner: 'CIQ', value: days(180), clause: 'RR-17', validFrom,
    description: { zh: '依国家监测点警示建立的风险记录的有效期', en: 'How long a risk record made from an alert of a national point holds' } },
  { name: 'export.rejection.window', unit: 'milliseconds', owner: 'CIQ', value: days(92), clause: 'RR-20', validFrom,
    description: { zh: '评估出口商品质量的期间（一个季度）', en: 'Span over which the quality of exports is judged: a quarter' } },
  { name: 'export.rejection.rise', unit: 'share', owner: 'CIQ', value: 0.03, clause: 'RR-20', validFrom,
    description: { zh: '出口不合格率较上一期间上升达到此值即从严', en: 'Rise of the share of rejected exports over the span before from which the mode becomes stricter' } },
  { name: 'export.rejection.least', unit: 'count', owner: 'CIQ', value: 25, clause: 'RR-20', validFrom,
    description: { zh: '据以评估的最少出口批次', en: 'Fewest export consignments a judgement may rest on' } },
]
