import { z } from 'zod'
import { hasRole, atPort, type Actor } from '../../kernel/actor.ts'
import { inForce, type Instant } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { parameterValue } from '../../kernel/parameter.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import { dayAt } from '../../registry/identity/public.ts'
import type { RegisterCache } from '../../registry/register/public.ts'
import { equipment, portStatus, sites } from '../../registry/resources/public.ts'
import { agencyReadiness } from './domain/readiness.ts'
import { groups, liaisons, memoranda, operatingProcedures, siteProtocols } from './registers.ts'
import { entriesAt } from './terms-of.ts'

const Name = z.object({ zh: z.string(), en: z.string().optional() })

/** Everything that says how agencies work together at a port. */
export const PortProfile = z.object({
  port: z.string(),
  status: z.enum(['planning', 'active']),
  matrix: z.array(z.object({ objectKind: z.string(), required: z.array(z.string()), optional: z.array(z.string()), withLegalBasis: z.array(z.string()), mechanism: z.enum(['goods', 'boarding']) })),
  windows: z.array(z.object({ rule: z.string(), version: z.int(), objectKind: z.string().optional(), window: z.number() })),
  /** Times and the published default of answers, in milliseconds. `afterwards`: what becomes of an answer nobody gives; it is never a release. */
  answers: z.object({ answer: z.number(), default: z.number(), grace: z.number(), slot: z.number(), afterwards: z.literal('joint-meeting') }),
  memorandumPolicy: z.enum(['nothing', 'warn', 'stop']),
  memoranda: z.array(z.object({ code: z.string(), title: Name, parties: z.array(z.string()), scope: z.array(z.string()).optional(), from: z.string(), to: z.string(), valid: z.boolean() })),
  liaisons: z.array(z.object({ agency: z.string(), name: z.string(), phone: z.string(), email: z.string().optional() })),
  groups: z.array(z.object({ code: z.string(), kind: z.enum(['leading', 'working']), agency: z.string(), members: z.array(z.object({ name: z.string(), duty: z.string() })), tasks: z.array(z.string()) })),
  readiness: z.array(z.object({ agency: z.string(), ready: z.boolean(), missing: z.array(z.string()) })),
  protocol: z.object({ title: Name, channels: z.array(z.object({ channel: z.string(), afterMinutes: z.int() })), meetingPoint: z.string().optional(), rules: z.array(z.string()) }).optional(),
  procedures: z.array(z.object({ code: z.string(), edition: z.string(), title: Name, kinds: z.array(z.string()) })),
  sites: z.array(z.object({ code: z.string(), name: Name, platforms: z.int(), area: z.string().optional(), inPort: z.boolean(), centralised: z.boolean(), hours: z.string() })),
  equipment: z.array(z.object({ code: z.string(), name: Name, kind: z.string(), owner: z.string(), site: z.string(), shared: z.boolean(), status: z.string(), calibratedUntil: z.string().optional(), bookable: z.boolean() })),
})
export type PortProfile = z.infer<typeof PortProfile>

/** Names of registers may have one language; the missing one is left out, not written as nothing. */
const named = ({ zh, en }: { readonly zh: string; readonly en?: string | undefined }): { zh: string; en?: string } => ({ zh, ...(en === undefined ? {} : { en }) })

/** Whether the actor reads the profile of a port: those who work there or oversee it. */
export function mayReadProfile(actor: Actor, port: string): boolean {
  return hasRole(actor, 'officer', 'coordinator', 'operator', 'headquarters', 'auditor', 'administrator') && atPort(actor, port)
}

/** The profile of a port as it stands now: matrix, windows, clocks, memoranda, people, protocol, places and equipment (JI-05, JI-20, GV-05, LB-11). */
export function portProfile({ cache, law }: { readonly cache: RegisterCache; readonly law: () => Pack }, port: string, now: Instant): Result<PortProfile> {
  const status = portStatus({ cache, law }, port, now)
  if (!status.ok) return refuse({ code: 'common/not-found' })
  const pack = law()
  const day = dayAt(now, pack.ports.find((known) => known.code === port)?.timeZone ?? 'UTC')
  const here = <Entry extends { readonly port?: string | undefined }>(entries: readonly Entry[]): Entry[] => entries.filter((entry) => (entry.port ?? port) === port)
  const kinds = new Map(pack.participants.filter((each) => inForce(each, now) && (each.port ?? port) === port).sort((a, b) => Number(a.port !== undefined) - Number(b.port !== undefined)).map((each) => [each.objectKind, each]))
  const agencies = [...new Set([...kinds.values()].flatMap((each) => [...each.required]))].sort()
  const [ownGroups, ownLiaisons] = [here(entriesAt(cache, groups, now)), here(entriesAt(cache, liaisons, now))]
  const length = (name: string): number => parameterValue(pack, name, now, { port })
  const policy = length('joint.memorandum')
  const protocol = here(entriesAt(cache, siteProtocols, now))[0]
  return ok({
    port,
    status: status.value.status,
    matrix: [...kinds.values()].map(({ objectKind, required, optional, withLegalBasis = [], mechanism }) => ({ objectKind, required: [...required], optional: [...optional], withLegalBasis: [...withLegalBasis], mechanism })),
    windows: pack.collisionRules.filter((rule) => inForce(rule, now) && (rule.port ?? port) === port).map((rule) => ({ rule: rule.id, version: rule.version, ...(rule.objectKind === undefined ? {} : { objectKind: rule.objectKind }), window: rule.window })),
    answers: { answer: length('joint.answer'), default: length('joint.default'), grace: length('joint.grace'), slot: length('joint.slot'), afterwards: 'joint-meeting' },
    memorandumPolicy: policy >= 2 ? 'stop' : policy >= 1 ? 'warn' : 'nothing',
    memoranda: here(entriesAt(cache, memoranda, now)).map(({ code, title, parties, scope, from, to }) => ({ code, title: named(title), parties, ...(scope === undefined ? {} : { scope }), from, to, valid: from <= day && day <= to })),
    liaisons: ownLiaisons.map(({ agency, name, phone, email }) => ({ agency, name, phone, ...(email === undefined ? {} : { email }) })),
    groups: ownGroups.map(({ code, kind, agency, members, tasks }) => ({ code, kind, agency, members: members.map(({ name, duty }) => ({ name, duty })), tasks })),
    readiness: agencyReadiness(agencies, ownGroups, ownLiaisons).map(({ agency, ready, missing }) => ({ agency, ready, missing: [...missing] })),
    ...(protocol === undefined ? {} : { protocol: { title: named(protocol.title), channels: protocol.channels, ...(protocol.meetingPoint === undefined ? {} : { meetingPoint: protocol.meetingPoint }), rules: protocol.rules } }),
    procedures: here(entriesAt(cache, operatingProcedures, now)).map(({ code, edition, title, kinds: of }) => ({ code, edition, title: named(title), kinds: of })),
    sites: here(entriesAt(cache, sites, now)).map(({ code, name, platforms, area, inPort = true, centralised = false, calendar }) => ({ code, name: named(name), platforms, ...(area === undefined ? {} : { area }), inPort, centralised, hours: `${calendar.from}–${calendar.to}` })),
    equipment: here(entriesAt(cache, equipment, now)).map(({ code, name, kind, owner, site, shared = true, status: is = 'in-service', calibration }) => ({
      ...{ code, name: named(name), kind, owner, site, shared, status: is },
      ...(calibration === undefined ? {} : { calibratedUntil: calibration.validTo }),
      bookable: is === 'in-service' && (calibration === undefined || day <= calibration.validTo),
    })),
  })
}
