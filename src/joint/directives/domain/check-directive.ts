import { atPort, hasRole, type Actor } from '../../../kernel/actor.ts'
import { inForce, type Instant, type Interval } from '../../../kernel/instant.ts'
import type { Method, ObjectKind, Pack, Power } from '../../../kernel/pack.ts'
import { reaches } from '../../../kernel/power.ts'
import type { Refusal } from '../../../kernel/refusal.ts'
import { checkParticipation, participantsFor } from './participation.ts'

/** What a directive (指令) asks for: an object, methods, a needed time, resting on a listed power (DC-01, GV-07). */
export interface Wanted {
  readonly port: string
  readonly agency: string
  readonly object: { readonly kind: ObjectKind; readonly ref: string }
  readonly methods: readonly Method[]
  readonly window: Interval
  readonly power: string
  readonly legalBasis?: string | undefined
  /** Kind of business (业务种类), where known: that of the declaration, or what the sender says. */
  readonly business?: string | undefined
}

/** The parts of a policy pack a directive is checked against. */
export type DirectiveLaw = Pick<Pack, 'ports' | 'powers' | 'participants'>

/**
 * Whether the actor may send directives of `agency` at `port`: officers and coordinators (and machines) of that very agency, at their own ports.
 * The program itself may, for what assessment wants.
 */
export function maySendDirective(actor: Actor, agency: string | undefined, port: string): Refusal | undefined {
  if (actor.kind === 'system') return undefined
  if (actor.agency === undefined || !hasRole(actor, 'officer', 'coordinator') || !atPort(actor, port)) return { code: 'common/not-permitted' }
  if (agency !== undefined && agency !== actor.agency) return { code: 'directives/other-agency', pointer: '/agency', facts: { agency, own: actor.agency } }
  return undefined
}

/** The version of a power in force; any other where none is, so that the refusal can name it. */
function powerNamed(law: DirectiveLaw, code: string, now: Instant): Power | undefined {
  const versions = law.powers.filter((power) => power.code === code)
  return versions.find((power) => inForce(power, now)) ?? versions[0]
}

/** `inForceThen`: whether a version of it is in force when the object is first needed. */
function checkPower(power: Power | undefined, wanted: Wanted, now: Instant, inForceThen: boolean): Refusal[] {
  if (power === undefined) return [{ code: 'directives/unknown-power', pointer: '/power', facts: { power: wanted.power }, clause: 'GV-07' }]
  if (power.agency !== wanted.agency) return [{ code: 'directives/power-of-another-agency', pointer: '/power', facts: { power: power.code, agency: power.agency }, clause: 'GV-07' }]
  if (!inForce(power, now) || !inForceThen) return [{ code: 'directives/power-not-in-force', pointer: '/power', facts: { power: power.code }, clause: 'GV-07' }]
  const { kind } = wanted.object
  if (!reaches(power, { port: wanted.port, kind })) {
    const facts = { power: power.code, kind, kinds: power.objectKinds?.join(', ') ?? '*', port: wanted.port, ports: power.ports?.join(', ') ?? '*' }
    return [{ code: 'directives/power-without-object', pointer: '/power', facts, clause: 'GV-07' }]
  }
  return wanted.methods.flatMap((method, i): Refusal[] =>
    power.methods.includes(method) ? [] : [{ code: 'directives/power-without-method', pointer: `/methods/${i}`, facts: { power: power.code, method, methods: power.methods.join(', ') }, clause: 'GV-07' }],
  )
}

/**
 * Everything that speaks against a directive, at once and before anything is looked up: port, power (GV-07), participants (JI-01, JI-03), window.
 * Empty when it may be taken.
 */
export function checkDirective(wanted: Wanted, law: DirectiveLaw, now: Instant): Refusal[] {
  const refusals: Refusal[] = []
  const port = law.ports.find((known) => known.code === wanted.port)
  if (port === undefined) refusals.push({ code: 'directives/unknown-port', pointer: '/port', facts: { port: wanted.port } })
  if (wanted.window.to < wanted.window.from) refusals.push({ code: 'directives/window-inverted', pointer: '/window/to', clause: 'DC-05' })
  else if (wanted.window.to <= now) refusals.push({ code: 'directives/window-past', pointer: '/window/to', clause: 'DC-05' })
  const { kind } = wanted.object
  const participation = checkParticipation(participantsFor(law.participants, wanted.port, kind, now), kind, wanted.agency, wanted.legalBasis)
  if (participation !== undefined) refusals.push(participation)
  const then = wanted.window.from > now ? wanted.window.from : now
  refusals.push(...checkPower(powerNamed(law, wanted.power, now), wanted, now, law.powers.some((power) => power.code === wanted.power && inForce(power, then))))
  return refusals
}
