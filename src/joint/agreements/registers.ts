import { z } from 'zod'
import { atPort, hasRole, type Actor } from '../../kernel/actor.ts'
import { anyRegister, Code, defineRegister, Name } from '../../registry/register/public.ts'
import { Day } from '../../platform/http/moments.ts'

const text = (maximum: number) => z.string().trim().min(1).max(maximum)
const objectKind = z.enum(['consignment', 'item', 'container', 'lot', 'parcel', 'bag', 'vessel', 'train', 'wagon', 'vehicle', 'aircraft'])

/** Coordinators look after the arrangements of their ports; an entry of no port is for administrators. */
const atOwnPort = (actor: Actor, data: { readonly port?: string | undefined }): boolean =>
  hasRole(actor, 'administrator') || (hasRole(actor, 'coordinator') && data.port !== undefined && atPort(actor, data.port))
const ofOwnAgency = (actor: Actor, data: { readonly port: string; readonly agency: string }): boolean =>
  hasRole(actor, 'administrator') || (hasRole(actor, 'coordinator') && actor.agency === data.agency && atPort(actor, data.port))
/** Of concern to those who work together, and to those who oversee them. */
const amongAgencies = (actor: Actor): 'all' | 'none' => (hasRole(actor, 'officer', 'coordinator', 'headquarters', 'auditor', 'administrator') ? 'all' : 'none')

export const MemorandumEntry = z.strictObject({
  code: Code,
  title: Name,
  /** Absent: every port. */
  port: Code.optional(),
  parties: z.array(Code).min(2).max(20),
  /** Kinds of objects it covers; absent: all. */
  scope: z.array(objectKind).min(1).optional(),
  signedOn: Day,
  /** Days it is valid, both included. */
  from: Day,
  to: Day,
  document: text(200).optional(),
})
export type MemorandumEntry = z.infer<typeof MemorandumEntry>
/** Memoranda of cooperation (合作备忘录或执法合作协议): joint work rests on one between the agencies that takes part in it (LB-11). */
export const memoranda = defineRegister({
  name: 'memoranda', title: { zh: '合作备忘录', en: 'Memoranda of cooperation' }, clause: 'LB-11', owner: 'coordinator', schema: MemorandumEntry, key: (entry) => entry.code, mayRecord: atOwnPort, sight: amongAgencies,
})

export const GroupEntry = z.strictObject({
  code: Code,
  kind: z.enum(['leading', 'working']),
  port: Code,
  agency: Code,
  members: z.array(z.strictObject({ name: text(100), officer: Code.optional(), duty: text(100) })).min(1).max(100),
  tasks: z.array(text(300)).max(50),
})
/** Leading and working groups of the agencies at a port (领导小组和工作小组, GV-05). */
export const groups = defineRegister({
  name: 'groups', title: { zh: '领导小组和工作小组', en: 'Leading and working groups' }, clause: 'GV-05', owner: 'agency', schema: GroupEntry, key: (entry) => entry.code, mayRecord: ofOwnAgency, sight: amongAgencies,
})

export const LiaisonEntry = z.strictObject({
  port: Code,
  agency: Code,
  name: text(100),
  officer: Code.optional(),
  phone: text(40),
  email: z.email().max(200).optional(),
  mobile: text(40).optional(),
})
export type LiaisonEntry = z.infer<typeof LiaisonEntry>
/** Liaison officers, one per agency and port (联络员, GV-06). */
export const liaisons = defineRegister({
  name: 'liaisons', title: { zh: '联络员', en: 'Liaison officers' }, clause: 'GV-06', owner: 'agency', schema: LiaisonEntry, key: (entry) => `${entry.port}/${entry.agency}`, mayRecord: ofOwnAgency, sight: amongAgencies,
})

export const MeetingEntry = z.strictObject({
  code: Code,
  port: Code,
  heldOn: Day,
  chair: text(100),
  agencies: z.array(Code).min(2).max(20),
  agenda: text(1000),
  decisions: z.array(z.strictObject({ text: text(1000), owner: Code, dueOn: Day.optional(), issue: z.uuid().optional() })).max(100),
})
/** Joint meetings and what they decided (联席会议, GV-06). */
export const meetings = defineRegister({
  name: 'joint-meetings', title: { zh: '联席会议', en: 'Joint meetings' }, clause: 'GV-06', owner: 'coordinator', schema: MeetingEntry, key: (entry) => entry.code, mayRecord: atOwnPort, sight: amongAgencies,
})

export const OperatingProcedureEntry = z.strictObject({
  code: Code,
  edition: text(20),
  title: Name,
  port: Code.optional(),
  kinds: z.array(z.enum(['joint', 'single', 'boarding'])).min(1),
  document: text(200).optional(),
})
export type OperatingProcedureEntry = z.infer<typeof OperatingProcedureEntry>
/** Operating procedures by edition (作业制度、操作规程、工作指引, GV-09): a later edition holds from its day, and a session keeps the one it began under. */
export const operatingProcedures = defineRegister({
  name: 'operating-procedures', title: { zh: '操作规程', en: 'Operating procedures' }, clause: 'GV-09', owner: 'coordinator', schema: OperatingProcedureEntry, key: (entry) => entry.code, mayRecord: atOwnPort,
})

export const SiteProtocolEntry = z.strictObject({
  port: Code,
  title: Name,
  /** How parties are reached, in order: so many minutes after they were asked without an answer. */
  channels: z.array(z.strictObject({ channel: z.enum(['email', 'sms', 'phone']), afterMinutes: z.int().min(0).max(10_080) })).min(1).max(10),
  meetingPoint: text(200).optional(),
  /** What the trader brings to an inspection: told to everybody who has one. */
  bring: z.array(text(200)).max(30).optional(),
  rules: z.array(text(500)).max(50),
})
export type SiteProtocolEntry = z.infer<typeof SiteProtocolEntry>
/** On-site coordination protocols (现场协调配合机制、各类通讯工具): each port has its own, with the channels to fall back on (JI-20). */
export const siteProtocols = defineRegister({
  name: 'site-protocols', title: { zh: '现场协调机制', en: 'On-site protocols' }, clause: 'JI-20', owner: 'coordinator', schema: SiteProtocolEntry, key: (entry) => entry.port, mayRecord: atOwnPort, sight: amongAgencies,
})

/** Every register of what agencies have agreed on. */
export const agreementRegisters = [anyRegister(memoranda), anyRegister(groups), anyRegister(liaisons), anyRegister(meetings), anyRegister(operatingProcedures), anyRegister(siteProtocols)]
