import { z } from 'zod'
import { hasRole, type Actor } from '../../kernel/actor.ts'
import { Code, defineRegister, LooseName, Name } from '../register/public.ts'

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

export const PowerEntry = z.strictObject({ code: Code, agency: Code, methods: z.array(method).min(1), name: Name, clause })
/** Legal powers of the agencies (权力清单). */
export const powers = defineRegister({ name: 'powers', title: { zh: '权力清单', en: 'Powers' }, clause: 'GV-07', owner: 'agency', schema: PowerEntry, key: (power) => power.code, mayRecord: byAgency('agency') })

export const ReleaseModeEntry = z.strictObject({
  code: Code,
  name: Name,
  strictness: z.int().min(0).max(1000),
  releasedAt: z.enum(['acceptance', 'report-judged', 'sampled', 'inspected']),
  clause,
})
/** Ways of letting goods go (放行模式): an open list (RR-02). */
export const releaseModes = defineRegister({
  name: 'release-modes', title: { zh: '放行模式', en: 'Release modes' }, clause: 'RR-02', owner: 'administrator', schema: ReleaseModeEntry, key: (mode) => mode.code,
})

export const ParameterEntry = z.strictObject({
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
  name: 'parameters', title: { zh: '参数', en: 'Parameters' }, clause: 'DC-05', owner: 'agency', schema: ParameterEntry, key: (parameter) => parameter.name, mayRecord: byAgency('owner'),
})

export const CodeEntry = z.strictObject({
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

export const TariffRecord = z.strictObject({
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
/** The tariff: what is wanted for a commodity code, or for all codes that begin with it. */
export const tariff = defineRegister({ name: 'tariff', title: { zh: '税则', en: 'Tariff' }, clause: 'SW-02', owner: 'administrator', schema: TariffRecord, key: (record) => record.hs })
