import { days, hours, minutes, type Instant } from './instant.ts'
import type { Parameter } from './pack.ts'

type Line = readonly [name: string, unit: Parameter['unit'], value: number, zh: string, en: string]

/**
 * Every number the engine asks for, with what it takes where a pack sets nothing. No law names these values: a pack that rests one on its own law says so
 * with its clause. Whoever makes the engine ask for another number adds it here.
 */
const lines: readonly Line[] = [
  ['acceptance.admission', 'milliseconds', days(30), '对机构准入申请作出决定的期限', 'Time to decide on a body\'s application for admission'],
  ['acceptance.comparisons', 'count', 10, '据以警示的最少比对次数', 'Fewest comparisons a flag may rest on'],
  ['acceptance.deviation', 'share', 0.1, '比对检验偏差率达到此值的机构予以警示', 'Share of deviating comparisons from which a body is flagged'],
  ['acceptance.readmission', 'milliseconds', days(365), '机构退出后不得重新申请的期限', 'How long a removed body may not apply again'],
  ['acceptance.registration', 'milliseconds', days(20), '办理出口食品企业备案的期限', 'Time to decide on the registration of an export-food producer'],
  ['acceptance.registration-validity', 'milliseconds', days(1461), '出口食品企业备案的有效期', 'How long the registration of an export-food producer holds'],
  ['acceptance.report-age', 'milliseconds', days(180), '第三方报告签发后可被采信的期限', 'How long after its issue a third party\'s report may be accepted'],
  ['access.reading', 'milliseconds', minutes(10), '同一人在多长时间内重复查看同一内容记为一次', 'Within which time somebody who looks again at the same is one reading'],
  ['assess.tightening', 'milliseconds', days(365), '抽样不合格后从严监管的期限', 'How long a failed sample makes the mode of that enterprise and goods stricter'],
  ['assistance.answer', 'milliseconds', days(2), '被请求方答复执法互助请求的期限', 'Time an agency has to answer a request for assistance'],
  ['bookings.longest', 'milliseconds', days(7), '一次预约共享设备的最长时间', 'Longest time shared equipment is booked at once'],
  ['credit.appeal-decision', 'milliseconds', days(15), '异议作出决定的期限；逾期上报', 'Time to decide an appeal; then it goes up'],
  ['credit.appeal-escalation', 'milliseconds', days(15), '上报后作出决定的期限；逾期标记', 'Time to decide an appeal that went up; then it is flagged'],
  ['credit.appeal-window', 'milliseconds', days(60), '企业对信用记录提出异议的期限，自记录之日起', 'Time an enterprise has to appeal against a credit event since it was recorded'],
  ['directives.span', 'milliseconds', days(1), '评估派生指令所需检查时间的跨度，自到港或受理时起', 'Span of the needed time of a directive derived from assessment, from arrival or acceptance'],
  ['draws.answer', 'milliseconds', days(1), '等待第二人同意抽取的期限；逾期视为不同意', 'Time a second person has to agree to a draw; then it is declined'],
  ['draws.capacity', 'count', 6, '一名查验人员未办结的抽查达到多少件即不再被抽中', 'Open inspections with which an officer is no longer drawn'],
  ['draws.commit', 'milliseconds', minutes(10), '各机构提交随机份额承诺的期限', 'Time agencies have to commit to their share of the seed'],
  ['draws.crew', 'count', 2, '每次抽查随机选派的人数', 'Officers drawn for each inspection'],
  ['draws.duty', 'milliseconds', hours(8), '名单冻结后多长时间内须在岗方可被抽中', 'Time from the freeze within which an officer must be on duty to be drawn'],
  ['draws.list', 'count', 20_000, '一次抽取名单最多列入多少票，其余列入下一次', 'Most objects on the list of one draw; what is beyond comes onto the next'],
  ['draws.look-back', 'milliseconds', days(1), '首次抽取时纳入多长时间内受理的申报', 'How far back a first draw takes accepted declarations in'],
  ['draws.owed', 'milliseconds', days(1), '抽中而派不出人员的货物须在多长时间内重新抽取人员；逾期上报', 'Time within which a drawn object without a crew is drawn one by the next draw; then headquarters is told'],
  ['draws.rate.high', 'share', 0.3, '高风险货物随机抽查比例', 'Share of high-risk consignments that is drawn for inspection'],
  ['draws.rate.low', 'share', 0.02, '低风险货物随机抽查比例', 'Share of low-risk consignments that is drawn for inspection'],
  ['draws.rate.medium', 'share', 0.08, '中风险货物随机抽查比例', 'Share of medium-risk consignments that is drawn for inspection'],
  ['draws.reveal', 'milliseconds', minutes(10), '各机构公开随机份额的期限', 'Time agencies have to reveal their share of the seed'],
  ['draws.watch', 'milliseconds', days(1), '抽取前多长时间内变更人员或规则须说明理由并经第二人同意', 'How long before a draw a change of roster or rules needs a reason and a second person'],
  ['export.rejection.least', 'count', 25, '据以评估的最少出口批次', 'Fewest export consignments a judgement may rest on'],
  ['export.rejection.rise', 'share', 0.03, '出口不合格率较上一期间上升达到此值即从严', 'Rise of the share of rejected exports over the span before from which the mode becomes stricter'],
  ['export.rejection.window', 'milliseconds', days(92), '评估出口商品质量的期间（一个季度）', 'Span over which the quality of exports is judged: a quarter'],
  ['issues.liaison', 'milliseconds', days(1), '联络员商定协调事项的期限，逾期转入联席会议', 'Time the liaison officers have to settle a question before it goes to the joint meeting'],
  ['issues.meeting', 'milliseconds', days(30), '联席会议决定协调事项的期限', 'Time the joint meeting has to decide a question'],
  ['joint.alone', 'count', 3, '单独检查时每一机构派出的人数，作为节约人员的比较基数', 'Officers an agency sends when it inspects alone: what joint inspections are compared with'],
  ['joint.answer', 'milliseconds', hours(2), '各方答复联合检查时间地点的期限', 'Time each party has to answer a proposed time and place'],
  ['joint.begin', 'milliseconds', hours(1), '约定时间过后仍未到场或未开始、提请联络员前的时间', 'Time after the agreed beginning until the liaison officers of whoever has not come are called'],
  ['joint.crews', 'count', 1, '单位未登记本口岸人员时，其派出人员：0 不核对，1 须在册', 'Crews of an agency that keeps nobody of the port in the register: 0 not asked about, 1 refused like anybody who is not in it'],
  ['joint.default', 'milliseconds', hours(2), '提请联络员后仍无答复、转入联席会议或由协调员处理前的时间；货物不因此放行', 'Time after the liaison officers were called until a missing answer goes to the joint meeting, or whatever else is owed to a coordinator; goods are never let go by it'],
  ['joint.grace', 'milliseconds', minutes(15), '约定时间过后等候未到场一方的时间', 'How long the parties at the site wait for one that has not come'],
  ['joint.grid', 'milliseconds', minutes(15), '提议的检查时间的起点间隔', 'Times that are proposed begin on multiples of it'],
  ['joint.image', 'milliseconds', minutes(30), '各方读图或答复共同开拆的期限', 'Time each party has to read an image, or to say whether it comes to another\'s opening'],
  ['joint.memorandum', 'count', 1, '没有有效合作备忘录时：0 不提示，1 提示，2 停止', 'Without a memorandum in force: 0 nothing, 1 warn, 2 stop'],
  ['joint.overrun', 'milliseconds', hours(2), '约定结束时间过后检查清单仍未完成、提请联络员前的时间', 'Time after the agreed end until the liaison officers of whoever has an open checklist are called'],
  ['joint.proposals', 'count', 5, '一次提议的时间地点的最多个数', 'Most times and places proposed at once'],
  ['joint.readiness', 'count', 0, '没有工作小组或联络员的单位：0 只在口岸概况中标明，1 视为尚未具备联合检查条件', 'An agency without a working group or a liaison officer: 0 is shown so in the profile of the port, 1 counts as not ready for joint inspection'],
  ['joint.slot', 'milliseconds', hours(1), '一次联合检查的默认时长', 'Length of a joint inspection unless told otherwise'],
  ['lab.backtest', 'milliseconds', days(30), '规则版本启用前须以多长时间的历史数据回测（零为不要求）', 'How far back a version of a table must have been tried on the past before it goes live; zero: not at all'],
  ['lab.review', 'milliseconds', days(3), '紧急启用的规则版本须在多长时间内由第三人复核', 'Time within which a third person reviews a version that was brought into force in an emergency'],
  ['lab.shadow', 'milliseconds', days(0), '规则版本启用前须影子运行的时间（零为不要求）', 'How long a version of a table must have run in the shadow before it goes live; zero: not at all'],
  ['measures.longest', 'milliseconds', days(366), '一次统计联合查验成效的最长期间', 'Longest period joint inspection is measured over at once'],
  ['objects.visit', 'milliseconds', days(30), '同一箱号、船名或车次在首次出现前后多长时间内视为同一对象', 'How long before and after it is first heard of a number or name means the same object'],
  ['offences.decision', 'milliseconds', days(30), '对本单位管辖的违法违规行为作出决定的期限；逾期标记', 'Time to decide on an offence of the finding agency\'s own power; then it is flagged'],
  ['recall.assessment', 'milliseconds', days(3), '抽样不合格后作出召回评估结论的期限；逾期上报，不自动了结', 'Time to assess whether goods let go before their sample failed are called back; then the case goes up, it never ends by itself'],
  ['recall.escalation', 'milliseconds', days(2), '召回评估上报后作出决定的期限；逾期标记', 'Time to decide about a recall assessment that went up; then it is flagged'],
  ['recall.window', 'milliseconds', days(90), '召回评估列出多长时间内已放行的同一企业同类货物', 'How far back a recall assessment lists goods of the same enterprise and code that were let go'],
  ['risk.exchange.answer', 'milliseconds', days(1), '与国家监测点交换的信息须回执的期限', 'Time within which information exchanged with a national point is acknowledged'],
  ['risk.exchange.validity', 'milliseconds', days(180), '依国家监测点警示建立的风险记录的有效期', 'How long a risk record made from an alert of a national point holds'],
  ['risk.hold.longest', 'milliseconds', days(90), '布控规则一次最长的有效期', 'Longest time a hold rule may last before it is looked at again'],
  ['risk.hold.second', 'count', 1, '布控规则须经第二人同意：0 从不，1 不限于一个口岸时，2 总是', 'Second person for a hold rule: 0 never, 1 where it is not of one port, 2 always'],
  ['risk.notified.alert', 'count', 5, '境外通报中同类货物、原产地和危害在期间内达到此数即形成警示', 'Foreign notifications of one kind of goods, origin and hazard within the span from which they are an alert'],
  ['risk.notified.fresh', 'milliseconds', days(14), '发布不久、逐件形成警示的境外通报的期限', 'Age up to which a foreign notification is an alert by itself'],
  ['risk.notified.record', 'count', 12, '境外通报中同类货物、原产地和危害在期间内达到此数即建立风险记录', 'Foreign notifications of one kind of goods, origin and hazard within the span from which they are a risk record'],
  ['risk.notified.validity', 'milliseconds', days(180), '依境外通报建立的风险记录的有效期', 'How long a risk record made from foreign notifications holds'],
  ['risk.notified.window', 'milliseconds', days(365), '计数境外通报的期间', 'Span over which foreign notifications are counted'],
  ['risk.record.longest', 'milliseconds', days(730), '风险记录最长的有效期', 'Longest time a risk record may hold'],
  ['risk.trace', 'milliseconds', days(180), '布控后向前追溯多长时间内申报的货物', 'How far back a hold rule is traced among what was declared before it'],
  ['risk.warning.window', 'milliseconds', days(30), '计入预警指标的期间', 'Span over which indicators count for a warning'],
  ['risk.yield.floor', 'share', 0.15, '查获率的可信区间上限低于此值的规则提示成效低', 'A rule is flagged for low yield when even the upper end of the interval of its rate of finds lies below'],
  ['risk.yield.hits', 'count', 40, '据以提示成效低的最少命中次数', 'Fewest hits a flag for low yield may rest on'],
  ['risk.yield.window', 'milliseconds', days(30), '计算布控成效的期间', 'Span over which the yield of a rule is told'],
  ['secondary.escalation', 'milliseconds', days(2), '后台处置逾期、提请联络员后转由协调员处理前的时间', 'Time after the liaison officers were told of late back-office handling until a coordinator is asked'],
  ['secondary.handling', 'milliseconds', days(7), '后台处置的期限；逾期标记，不自动办结', 'Time to conclude back-office handling; then it is flagged, it never ends by itself'],
  ['stages.inspected-target', 'share', 0.08, '查验批次占比的控制目标', 'Share of batches inspected that is not to be exceeded'],
  ['targeting.half-life', 'milliseconds', days(180), '查验结果在学习指征中的权重减半的时间', 'Time after which a result of an inspection counts half in the learned indicators'],
  ['targeting.random-share', 'share', 0.01, '有查验能力登记的通道中，不论评分高低、常设随机抽取的比例', 'Permanent random share of the lanes with a capacity on record, whatever the score'],
  ['transfers.answer', 'milliseconds', days(1), '接收方答复案件移交的期限', 'Time the competent agency has to take over or decline a transferred case'],
  ['transfers.handling', 'milliseconds', days(30), '接收方办结移交案件的期限', 'Time the competent agency has to handle a case it took over'],
]

/** Times that are asked about particular goods, and so may be set by a measure of policy for the goods it fits (PZ-17). */
export const clocksOfGoods = ['acceptance.report-age', 'directives.span', 'offences.decision', 'recall.assessment', 'recall.escalation', 'transfers.answer', 'transfers.handling'] as const

/** Names of all numbers the engine asks for. */
export const parameterNames: readonly string[] = lines.map(([name]) => name)

/** A pack's own parameters, and for what it leaves open the engine's defaults: in the hands of `owner`, without a law of their own. */
export function completeParameters(own: readonly Parameter[], { owner, validFrom }: { readonly owner: string; readonly validFrom: Instant }): readonly Parameter[] {
  const set = new Set(own.map(({ name }) => name))
  const defaults = lines.filter(([name]) => !set.has(name)).map(([name, unit, value, zh, en]): Parameter => ({ name, unit, value, owner, clause: 'default', validFrom, description: { zh, en } }))
  return [...own, ...defaults]
}
