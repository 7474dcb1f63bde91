import { z } from 'zod'
import { hasRole, type Actor } from '../../kernel/actor.ts'
import { clocksOfGoods } from '../../kernel/default-parameters.ts'
import { objectKinds } from '../../kernel/pack.ts'
import { anyRegister, Code, defineRegister, type AnyRegister, LooseName, Name } from '../register/public.ts'

const method = z.enum(['documents', 'open', 'weigh', 'scan', 'radiation', 'quarantine', 'treatment', 'sample', 'board', 'seal'])
const clause = z.string().trim().min(1).max(200)
const texts = z.array(z.string().min(1).max(200)).max(500)

/** Coordinators look after what belongs to their own agency. */
const byAgency = (field: string) => (actor: Actor, data: object): boolean =>
  hasRole(actor, 'administrator') || (hasRole(actor, 'coordinator') && actor.agency !== undefined && (data as Record<string, unknown>)[field] === actor.agency)

export const PortEntry = z.strictObject({
  code: Code,
  name: Name,
  kind: z.enum(['sea', 'rail', 'road', 'air', 'inland']),
  timeZone: z.string().max(60),
  office: Code.optional(),
  clause,
})
/** Ports of entry and inland places of destination (口岸). */
export const ports = defineRegister({ name: 'ports', title: { zh: '口岸', en: 'Ports' }, clause: 'JI-05', owner: 'administrator', schema: PortEntry, key: (port) => port.code })

const PortOpeningEntry = z.strictObject({ port: Code, openedBy: z.string().min(1).max(100) })
/** Ports beyond those of the pack that were opened, once they had a plan of shared platforms (JI-18). Written by opening a port, by nobody's hand. */
export const portOpenings = defineRegister({
  name: 'port-openings', title: { zh: '口岸启用', en: 'Port openings' }, clause: 'JI-18', owner: 'administrator', schema: PortOpeningEntry, key: (opening) => opening.port, mayRecord: () => false,
})

const PowerEntry = z.strictObject({
  ...{ code: Code, agency: Code, methods: z.array(method).min(1), name: Name, clause },
  /** Absent: every kind of object, every port. */
  objectKinds: z.array(z.enum(objectKinds)).min(1).max(20).optional(),
  ports: z.array(Code).min(1).max(500).optional(),
})
/** Legal powers of the agencies (权力清单). */
export const powers = defineRegister({ name: 'powers', title: { zh: '权力清单', en: 'Powers' }, clause: 'GV-07', owner: 'agency', schema: PowerEntry, key: (power) => power.code, mayRecord: byAgency('agency'), rule: 'agreed' })

const agencies = z.array(Code).max(20)
const objectKind = z.enum(objectKinds)
/** The part of a key for what an entry leaves open. */
const any = (code: string | undefined): string => code ?? 'any'

const ParticipantsEntry = z.strictObject({
  objectKind,
  /** Absent: every port. */
  port: Code.optional(),
  required: agencies,
  optional: agencies,
  withLegalBasis: agencies.optional(),
  invited: agencies.optional(),
  duties: z.array(z.strictObject({ agency: Code, power: Code, methods: z.array(method).min(1) })).max(20).optional(),
  consultation: z.boolean().optional(),
  mechanism: z.enum(['goods', 'boarding']),
  clause,
})
/** `<object kind>/<port>`, `any` where the entry holds at every port. */
export const participantsKey = (entry: { readonly objectKind: string; readonly port?: string | undefined }): string => `${entry.objectKind}/${any(entry.port)}`
/** Who inspects which kind of object where (JI-01…JI-06). */
export const participants = defineRegister({
  name: 'participants', title: { zh: '参与查验单位', en: 'Participants' }, clause: 'JI-01', owner: 'administrator', schema: ParticipantsEntry, key: participantsKey,
  mayRecord: (actor) => hasRole(actor, 'administrator', 'headquarters'),
})

const ReadinessEntry = z.strictObject({ agency: Code.optional(), business: Code.optional(), port: Code.optional(), ready: z.boolean(), note: Name.optional(), clause })
/** `<agency>/<business>/<port>`, `any` for what the entry leaves open. */
export const readinessKey = (entry: { readonly agency?: string | undefined; readonly business?: string | undefined; readonly port?: string | undefined }): string =>
  `${any(entry.agency)}/${any(entry.business)}/${any(entry.port)}`
/** Which agencies and channels pass directives on yet (DC-14, EC-01); a coordinator speaks for its own agency. */
export const readiness = defineRegister({
  name: 'readiness', title: { zh: '指令传输准备情况', en: 'Readiness' }, clause: 'DC-14', owner: 'agency', schema: ReadinessEntry, key: readinessKey,
  mayRecord: (actor, entry) => hasRole(actor, 'headquarters') || byAgency('agency')(actor, entry),
})

const RollOutEntry = z.strictObject({ business: Code.optional(), objectKind: objectKind.optional(), port: Code.optional(), on: z.boolean(), clause })
/** `<business>/<object kind>/<port>`, `any` for what the entry leaves open. */
export const rollOutKey = (entry: { readonly business?: string | undefined; readonly objectKind?: string | undefined; readonly port?: string | undefined }): string =>
  `${any(entry.business)}/${any(entry.objectKind)}/${any(entry.port)}`
/** Where joint inspection is practised (推进范围, JI-25). */
export const rollOut = defineRegister({
  name: 'roll-out', title: { zh: '一站式作业推进范围', en: 'Roll-out' }, clause: 'JI-25', owner: 'administrator', schema: RollOutEntry, key: rollOutKey,
  mayRecord: (actor) => hasRole(actor, 'administrator', 'headquarters'),
})

const MethodConflictEntry = z.strictObject({ methods: z.array(method).min(2).max(2), reason: Name, clause })
/** Both methods in alphabetical order: a conflict is the same from either side. */
export const methodConflictKey = (entry: { readonly methods: readonly string[] }): string => [...entry.methods].sort().join('/')
/** Methods that cannot share an operation (JI-09, JI-26). */
export const methodConflicts = defineRegister({
  name: 'method-conflicts', title: { zh: '不可同时实施的检查方式', en: 'Methods that exclude each other' }, clause: 'JI-26', owner: 'administrator', schema: MethodConflictEntry, key: methodConflictKey,
  mayRecord: (actor) => hasRole(actor, 'administrator', 'headquarters'),
})

const MethodEntry = z.strictObject({
  method,
  name: Name,
  objectKinds: z.array(objectKind).min(1).max(20),
  /** One record serves every party (JI-10, JI-11). */
  shared: z.boolean(),
  desk: z.boolean(),
  equipment: z.array(Code).max(20).optional(),
  /** Kinds of object whose clear image, read by every party, makes it not needed (JI-14). */
  waivedByImage: z.array(objectKind).max(20).optional(),
  stage: z.enum(['outside', 'inside', 'shut']).optional(),
  turn: z.int().min(1).max(1000).optional(),
  measured: z.boolean().optional(),
  speciality: z.boolean().optional(),
  qualification: z.string().regex(/^[a-z][a-z-]*$/).max(40).optional(),
  clause,
})
/** How methods are carried out, what one record of serves all, and what a crew needs for them (检查方式). */
export const methods = defineRegister({
  name: 'methods', title: { zh: '检查方式', en: 'Methods' }, clause: 'JI-10', owner: 'administrator', schema: MethodEntry, key: (entry) => entry.method, rule: 'agreed',
  mayRecord: (actor) => hasRole(actor, 'administrator', 'headquarters'),
})

const DispositionEntry = z.strictObject({ code: Code, agency: Code, powers: z.array(Code).min(1).max(50), name: Name, effect: z.enum(['qualify', 'treat', 'hold', 'refuse']), clause })
/** What an agency may decide, and by which of its powers (处置, LB-01, GV-07). */
export const dispositions = defineRegister({
  name: 'dispositions', title: { zh: '处置', en: 'Dispositions' }, clause: 'LB-01', owner: 'agency', schema: DispositionEntry, key: (entry) => entry.code, mayRecord: byAgency('agency'), rule: 'agreed',
})

/** What collision, participation and sessions go by: registers an officer changes without a change of code. */
export const jointRegisters: readonly AnyRegister[] = [anyRegister(participants), anyRegister(readiness), anyRegister(rollOut), anyRegister(methodConflicts), anyRegister(methods), anyRegister(dispositions)]

const ReleaseModeEntry = z.strictObject({
  code: Code,
  name: Name,
  strictness: z.int().min(0).max(1000),
  releasedAt: z.enum(['acceptance', 'report-judged', 'sampled', 'inspected']),
  clause,
})
/** Ways of letting goods go (放行模式): an open list (RR-02). */
export const releaseModes = defineRegister({
  name: 'release-modes', title: { zh: '放行模式', en: 'Release modes' }, clause: 'RR-02', owner: 'administrator', schema: ReleaseModeEntry, key: (mode) => mode.code, rule: 'tried',
})

/** One registration, accreditation or approval: the scheme, its number there and whose it is; an overseas producer is named as declarations name it (RR-08). */
export const RegistrationEntry = z.strictObject({ scheme: Code, number: Code, enterprise: z.string().trim().min(1).max(200), clause })
/** `<scheme>/<number>`: numbers are unique within their scheme only. */
export const registrationKey = (entry: { readonly scheme: string; readonly number: string }): string => `${entry.scheme}/${entry.number}`
/** Enterprises registered, accredited or approved under a scheme (注册、认可、批准, RR-08). Goods that wait are looked at again when a registration they ask for begins or ends. */
export const registrations = defineRegister({
  name: 'registrations', title: { zh: '注册认可批准', en: 'Registrations' }, clause: 'RR-08', owner: 'coordinator', schema: RegistrationEntry, key: registrationKey,
  mayRecord: (actor) => hasRole(actor, 'administrator', 'coordinator'),
  follows: ({ scheme, enterprise }) => ({ kind: 'registration-began', payload: { scheme, enterprise } }),
  ends: ({ scheme, enterprise }) => ({ kind: 'registration-ended', payload: { scheme, enterprise } }),
})

const positiveCell = z.union([
  z.strictObject({ op: z.literal('equals'), value: z.string().max(200) }),
  z.strictObject({ op: z.literal('one-of'), values: z.array(z.string().max(200)).min(1).max(200) }),
  z.strictObject({ op: z.literal('prefix'), values: z.array(z.string().min(1).max(20)).min(1).max(200) }),
])
const scopeCell = z.union([positiveCell, z.strictObject({ op: z.literal('not'), cell: positiveCell })])
const scopeNames = z.enum(['direction', 'mode', 'port', 'destination', 'hs', 'ciq', 'origin', 'attributes', 'conditions', 'categories'])

export const PolicyEntry = z.strictObject({
  code: Code,
  name: Name,
  /** 1 goes before 2. */
  precedence: z.int().min(1).max(1000),
  when: z.partialRecord(scopeNames, scopeCell),
  effect: z.strictObject({
    mode: z.union([z.strictObject({ atMost: Code }), z.strictObject({ atLeast: Code })]).optional(),
    checks: z.array(z.strictObject({ agency: Code, method, then: z.enum(['waive', 'keep']) })).max(50).optional(),
    /** Only clocks that are asked of goods: one that nothing looks at would be set in vain. */
    clocks: z.partialRecord(z.enum(clocksOfGoods), z.number().min(0)).optional(),
  }),
  clause,
})
/** Measures of policy that bear on consignments: zones, pilots (PZ-17). */
export const policyMeasures = defineRegister({
  name: 'policy-measures', title: { zh: '政策措施', en: 'Measures of policy' }, clause: 'PZ-17', owner: 'headquarters', schema: PolicyEntry, key: (policy) => policy.code, rule: 'tried',
  mayRecord: (actor) => hasRole(actor, 'administrator', 'headquarters'),
})

const ParameterEntry = z.strictObject({
  name: z.string().regex(/^[a-z]+(\.[a-z-]+)+$/).max(80),
  unit: z.enum(['milliseconds', 'count', 'share', 'kilograms', 'days']),
  owner: Code,
  value: z.number().min(0),
  overrides: z.record(z.string().max(80), z.number().min(0)).optional(),
  description: Name,
  clause,
})
/** Numbers the documents leave open. */
export const parameters = defineRegister({
  name: 'parameters', title: { zh: '参数', en: 'Parameters' }, clause: 'DC-05', owner: 'agency', schema: ParameterEntry, key: (parameter) => parameter.name, mayRecord: byAgency('owner'), rule: 'agreed',
})

const CodeEntry = z.strictObject({
  table: Code,
  code: z.string().min(1).max(100),
  name: LooseName,
  aliases: texts.optional(),
  attributes: z.record(z.string().max(60), z.union([z.string().max(2000), z.number(), texts])).optional(),
})
/** Key of a code within its list. */
export const codeKey = (table: string, code: string): string => `${table}:${code}`
/** Code lists: units, currencies, countries, document types … each a `table`. */
export const codes = defineRegister({ name: 'codes', title: { zh: '代码表', en: 'Code lists' }, clause: 'GV-16', owner: 'administrator', schema: CodeEntry, key: (entry) => codeKey(entry.table, entry.code) })

const TariffRecord = z.strictObject({
  hs: z.string().regex(/^\d{2,10}$/),
  name: LooseName,
  /** Codes of the list `units`; the first is the first statutory unit. Empty: any. */
  units: texts,
  /** Supervision conditions (监管条件). */
  conditions: texts,
  /** Inspection and quarantine categories (检验检疫类别) on entry and exit. */
  importCategories: texts,
  exportCategories: texts,
  dutyRate: z.string().max(200).optional(),
  vatRate: z.string().max(200).optional(),
  exportRebates: texts.optional(),
  /** Declaration elements (申报要素). */
  elements: texts.optional(),
})
/** The tariff: what is wanted for a commodity code, or for all codes that begin with it. Its categories and conditions decide what is looked at: two persons change it; a published one is loaded by who runs the installation. */
export const tariff = defineRegister({ name: 'tariff', title: { zh: '税则', en: 'Tariff' }, clause: 'SW-02', owner: 'administrator', schema: TariffRecord, key: (record) => record.hs, rule: 'agreed' })
