import { z } from 'zod'
import { everyPort } from '../../kernel/actor.ts'
import { inForce, plus, toIso } from '../../kernel/instant.ts'
import { must } from '../../kernel/invariant.ts'
import type { Method, Pack } from '../../kernel/pack.ts'
import { parameterValue } from '../../kernel/parameter.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import { personBehind } from '../../kernel/second-person.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { enqueue } from '../../platform/jobs/public.ts'
import { append } from '../../platform/ledger/append.ts'
import { ruleSpread } from '../domain/rule-spread.ts'
import { decideAlert, lockAlert, type Alert } from './alert-store.ts'
import { mayTarget, needsSecond } from './domain/permissions.ts'
import { cleanScope, measures, subjectOf, type Measure } from './domain/risk-entry.ts'
import { findEntry, insertEntries, type NewEntry, type StoredEntry } from './entry-store.ts'
import type { RiskParts } from './parts.ts'
import { checkEntry, ClassificationBody, EvidenceBody, moment, readMoment, ScopeBody, text } from './scope-body.ts'
import { insertTrace } from './trace-store.ts'

/** Methods a hold rule may ask for. */
export const holdMethods = ['documents', 'open', 'weigh', 'scan', 'radiation', 'quarantine', 'treatment', 'sample', 'seal'] as const

const how = {
  id: z.uuid().optional(),
  measure: z.enum(measures),
  /** Never left open: a hold rule that nobody looks at again would hold for ever. */
  validTo: moment,
  /** Who checks, with what; the sender's own agency and what the measure needs, unless told otherwise. */
  agency: z.string().min(1).max(12).optional(),
  methods: z.array(z.enum(holdMethods)).min(1).max(holdMethods.length).optional(),
  power: text(64).optional(),
  reason: text(1000),
  /** Recall assessments are opened for what was let go before. */
  recall: z.boolean().default(false),
}

/** A hold rule made from an alert: its scope is the alert's, unless it is narrowed or widened here. */
export const HoldAlert = z.strictObject({ ...how, scope: ScopeBody.optional() })
export type HoldAlert = z.infer<typeof HoldAlert>

export const PlaceHold = z.strictObject({ ...how, scope: ScopeBody, title: text(200), classification: ClassificationBody.default('restricted'), evidence: EvidenceBody.default([]) })
export type PlaceHold = z.infer<typeof PlaceHold>

/** How goods are looked at under a measure, unless the rule says otherwise. */
const usualMethods: Readonly<Record<Measure, readonly Method[]>> = { hold: ['open'], supervised: [], sample: ['sample'], check: ['documents'] }

/** The power the checks of a rule rest on: the one named, else the first of the agency that covers all its methods (GV-07). */
function powerFor(law: Pack, now: Context['now'], agency: string, wanted: readonly Method[], named: string | undefined): string | undefined {
  return law.powers.find((power) => inForce(power, now) && power.agency === agency && (named === undefined || power.code === named) && wanted.every((method) => power.methods.includes(method)))?.code
}

/** Who checks what a rule fits, with what and by which power: the actor's own agency and what the measure needs, unless told otherwise. Faults: `risk/agency-missing`, `risk/power-missing`. */
export function checkedBy(law: Pack, { actor, now }: Pick<Context, 'actor' | 'now'>, body: Pick<PlaceHold, 'agency' | 'methods' | 'measure' | 'power'>): { readonly agency: string | undefined; readonly methods: readonly Method[]; readonly power: string | undefined; readonly faults: readonly Refusal[] } {
  const agency = body.agency ?? actor.agency
  const methods = body.methods ?? usualMethods[body.measure]
  const power = agency === undefined || methods.length === 0 ? undefined : powerFor(law, now, agency, methods, body.power)
  if (agency === undefined) return { agency, methods, power, faults: [{ code: 'risk/agency-missing', pointer: '/agency' }] }
  if (power === undefined && methods.length > 0) return { agency, methods, power, faults: [{ code: 'risk/power-missing', pointer: '/power', facts: { agency, methods: methods.join(', ') }, clause: 'GV-07' }] }
  return { agency, methods, power, faults: [] }
}

/**
 * Places a hold rule (布控规则, AL-03): in force on every process when `ruleSpread` has passed, or waiting for a second person where the pack says. What it fits
 * among what was declared before is traced by a job that begins at once.
 */
export async function placeHold(tx: Tx, context: Context, { law }: RiskParts, body: PlaceHold, alert?: Alert): Promise<Result<StoredEntry>> {
  const { actor, now } = context
  const pack = law()
  const scope = cleanScope(body.scope)
  const denied = mayTarget(actor, scope.port)
  if (denied !== undefined) return refuse(denied)
  const validTo = readMoment(body.validTo)
  const faults = checkEntry(pack, now, { scope, validTo, longest: 'risk.hold.longest' })
  const { agency, methods, power, faults: ofChecks } = checkedBy(pack, context, body)
  faults.push(...ofChecks)
  if (actor.agency !== undefined && body.agency !== undefined && body.agency !== actor.agency) faults.push({ code: 'risk/other-agency', pointer: '/agency', facts: { agency: body.agency } })
  const [first, ...rest] = faults
  if (first !== undefined) return refuse(first, ...rest)
  const second = needsSecond(parameterValue(pack, 'risk.hold.second', now, scope.port === undefined ? {} : { port: scope.port }), scope.port)
  const id = body.id ?? context.newId()
  const homePort = scope.port ?? everyPort
  const entry: NewEntry = {
    id, kind: 'hold', subject: subjectOf(scope), homePort, scope, level: null, measure: body.measure, agency: agency ?? null, methods, power: power ?? null, title: body.title, reason: body.reason,
    source: alert === undefined ? 'officer' : `${alert.sender} ${alert.reference}`, classification: body.classification, evidence: body.evidence, alertId: alert?.id ?? null,
    state: second ? 'proposed' : 'in-force', validFrom: plus(now, ruleSpread), validTo, createdBy: personBehind(actor), createdName: actor.name, createdAt: now,
  }
  const [label = ''] = await insertEntries(tx, [entry])
  const payload = { label, measure: body.measure, scope: { ...scope }, agency: agency ?? null, methods, power: power ?? null, title: body.title, reason: body.reason, validTo: toIso(validTo), recall: body.recall }
  await append(tx, context, [{ port: homePort, subjectKind: 'hold-rule', subjectId: id, type: second ? 'HoldRuleProposed' : 'HoldRulePlaced', payload, ...(alert === undefined ? {} : { related: [{ kind: 'alert', id: alert.id }] }) }])
  await insertTrace(tx, { entry: id, since: plus(now, -parameterValue(pack, 'risk.trace', now)), ports: scope.port === undefined ? pack.ports.filter((port) => inForce(port, now)).map(({ code }) => code) : [scope.port], recall: body.recall, startedAt: now })
  if (!second) await beginHold(tx, context, { id, homePort, validTo })
  return ok(must(await findEntry(tx, id), 'the rule just written'))
}

/** What a rule that comes into force starts: the trace of what was before it, and the clock of its end. */
export async function beginHold(tx: Tx, context: Context, { id, homePort, validTo }: Pick<StoredEntry, 'id' | 'homePort' | 'validTo'>): Promise<void> {
  await enqueue(tx, context, { port: homePort, kind: holdTraced, payload: { id }, key: id }, { port: homePort, kind: holdEnds, payload: { id }, runAt: validTo })
}
export const holdTraced = 'risk-hold-traced'
export const holdEnds = 'risk-hold-ends'

/** Makes an alert a hold rule, by one action (AL-03). */
export async function holdAlert(tx: Tx, context: Context, parts: RiskParts, id: string, body: HoldAlert): Promise<Result<StoredEntry>> {
  const alert = await lockAlert(tx, id)
  if (alert === undefined) return refuse({ code: 'common/not-found' })
  const denied = mayTarget(context.actor, alert.homePort)
  if (denied !== undefined) return refuse(denied)
  if (alert.state === 'held' || alert.state === 'dismissed') return refuse({ code: 'risk/alert-decided', facts: { state: alert.state } })
  const { title, classification, evidence } = alert
  const placed = await placeHold(tx, context, parts, { ...body, scope: body.scope ?? alert.scope, title: title.slice(0, 200), classification, evidence: [...evidence] }, alert)
  if (!placed.ok) return placed
  await decideAlert(tx, id, { state: 'held', by: context.actor.id, at: context.now, decision: placed.value.id, acknowledged: false })
  await append(tx, context, [{ port: alert.homePort, subjectKind: 'alert', subjectId: id, type: 'AlertHeld', payload: { reference: alert.reference, hold: placed.value.label }, related: [{ kind: 'hold-rule', id: placed.value.id }] }])
  return placed
}
