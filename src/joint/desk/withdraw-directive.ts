import { z } from 'zod'
import { toIso, type Instant } from '../../kernel/instant.ts'
import { must } from '../../kernel/invariant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { append } from '../../platform/ledger/append.ts'
import { oweNotices } from '../../platform/notices/public.ts'
import { endNearMisses } from '../collisions/public.ts'
import { amendDirectiveRow, checkDirective, findDirective, keepVersion, maySendDirective, moveDirectives, refuseChange, type Directive } from '../directives/public.ts'
import { leaveInspection, planArrangement, settleGoods, writeArrangement, type Arrangement, type Arranging, type LeftInspection } from '../inspections/public.ts'
import { nameOfKey } from '../object-names.ts'
import { lockPort, portsOf } from '../ports.ts'
import { methods, plainText, readMoment, Window } from './send-directive.ts'

/** Why an agency no longer wants the inspection (DC-12). */
export const WithdrawDirective = z.strictObject({ id: z.uuid().optional(), reason: plainText(500) })
export type WithdrawDirective = z.infer<typeof WithdrawDirective>

/** What an agency wants instead; what is not named stays (DC-12). */
export const AmendDirective = z.strictObject({
  id: z.uuid().optional(),
  methods: z.array(z.enum(methods)).min(1).max(methods.length).optional(),
  window: Window.optional(),
  checks: z.array(plainText(100)).max(50).optional(),
  site: plainText(64).optional(),
  reason: plainText(500),
})
export type AmendDirective = z.infer<typeof AmendDirective>

/** What changing a directive is given. */
export interface Changing {
  readonly tx: Tx
  readonly context: Context
  readonly pack: Pack
  readonly id: string
  readonly ifMatch: string | undefined
}

/** The sender's own directive, alone at its port; whoever is not of its agency is told it does not exist. */
async function takeDirective({ tx, context, pack, id, ifMatch }: Changing): Promise<Result<Directive>> {
  const ports = portsOf(context.actor, pack)
  const seen = await findDirective(tx, ports, id)
  if (seen === undefined || maySendDirective(context.actor, seen.agency, seen.port) !== undefined) return refuse({ code: 'common/not-found' })
  await lockPort(tx, seen.port)
  const directive = must(await findDirective(tx, [seen.port], id), 'directives are never deleted')
  if (ifMatch !== undefined && ifMatch !== '*' && ifMatch !== String(directive.version)) return refuse({ code: 'common/changed-meanwhile', facts: { version: directive.version } })
  return ok(directive)
}

const arrangingOf = ({ context, pack }: Changing, directive: Directive): Arranging => ({ port: directive.port, pack, actor: context.actor, now: context.now, newId: context.newId })

function relatedOf(directive: Directive): { kind: string; id: string }[] {
  return [...directive.declarations.map((id) => ({ kind: 'declaration', id })), ...(directive.inspection === undefined ? [] : [{ kind: 'joint-inspection', id: directive.inspection }])]
}

const windowOf = (directive: Directive): { from: string; to: string } => ({ from: toIso(directive.window.from), to: toIso(directive.window.to) })

/** Matches anew what was changed and what only it had held together. */
async function rearrange({ tx, context, pack }: Changing, port: string, { object, parted }: LeftInspection, changed: readonly Directive[]): Promise<Arrangement> {
  const arranging: Arranging = { port, pack, actor: context.actor, now: context.now, newId: context.newId }
  const plan = await planArrangement(tx, arranging, [...changed, ...parted], (key) => (key === object.key ? object.ref : nameOfKey(key, new Map())))
  await writeArrangement(tx, port, plan, new Set())
  return plan
}

/**
 * Withdraws a directive (DC-12): it leaves its inspection, of which one agency's is left as a single one; everybody concerned is told, and goods that
 * only waited for it may go.
 */
export async function withdrawDirective(changing: Changing, body: WithdrawDirective): Promise<Result<Directive>> {
  const found = await takeDirective(changing)
  if (!found.ok) return found
  const directive = found.value
  const refused = await refuseChange(changing.tx, changing.context.actor, directive, { methods: [], checks: [] })
  if (refused !== undefined) return refuse(refused)
  const { tx, context } = changing
  const arranging = arrangingOf(changing, directive)
  const left = await leaveInspection(tx, arranging, directive, body.reason)
  if (!left.ok) return left
  await keepVersion(tx, directive, context.actor.name, context.now)
  await moveDirectives(tx, directive.port, [directive.id], 'withdrawn', body.reason)
  await endNearMisses(tx, directive.port, directive.id, context.now)
  const plan = await rearrange(changing, directive.port, left.value, [])
  const payload = { agency: directive.agency, reason: body.reason, became: left.value.became }
  await append(tx, context, [{ port: directive.port, subjectKind: 'directive', subjectId: directive.id, type: 'DirectiveWithdrawn', payload, related: relatedOf(directive) }, ...plan.facts])
  await oweNotices(tx, context, [...left.value.notices('DirectiveWithdrawn', { agency: directive.agency, reason: body.reason }), ...plan.notices])
  await settleGoods(tx, arranging, directive.declarations)
  return ok({ ...directive, state: 'withdrawn', withdrawnReason: body.reason, version: directive.version + 1 })
}

function amended(directive: Directive, body: AmendDirective, now: Instant): Directive {
  const { inspection: _left, ...rest } = directive
  return {
    ...rest,
    methods: body.methods === undefined ? directive.methods : [...new Set(body.methods)].sort(),
    window: body.window === undefined ? directive.window : { from: readMoment(body.window.from), to: readMoment(body.window.to) },
    checks: body.checks ?? directive.checks,
    ...(body.site === undefined ? {} : { site: body.site }),
    reason: body.reason,
    // Who declined to join what it was may join what it is now.
    state: 'open',
    // The rule in force at the change judges what the changed directive meets (GV-12).
    judgedAt: now,
  }
}

/** Changes a directive and matches it anew (DC-12): it leaves its inspection and joins whatever it meets as it now is. */
export async function amendDirective(changing: Changing, body: AmendDirective): Promise<Result<Directive>> {
  const found = await takeDirective(changing)
  if (!found.ok) return found
  const before = found.value
  const { tx, context, pack } = changing
  const after = amended(before, body, context.now)
  const refused = await refuseChange(tx, context.actor, before, after)
  if (refused !== undefined) return refuse(refused)
  const [first, ...rest] = checkDirective(after, pack, context.now)
  if (first !== undefined) return refuse(first, ...rest)
  const arranging = arrangingOf(changing, before)
  const left = await leaveInspection(tx, arranging, before, body.reason)
  if (!left.ok) return left
  await keepVersion(tx, before, context.actor.name, context.now)
  await amendDirectiveRow(tx, after)
  await endNearMisses(tx, before.port, before.id, context.now)
  const plan = await rearrange(changing, before.port, left.value, [after])
  const payload = { agency: after.agency, reason: body.reason, from: { methods: before.methods, window: windowOf(before) }, to: { methods: after.methods, window: windowOf(after), checks: after.checks } }
  await append(tx, context, [{ port: before.port, subjectKind: 'directive', subjectId: before.id, type: 'DirectiveAmended', payload, related: relatedOf(before) }, ...plan.facts])
  await oweNotices(tx, context, [...left.value.notices('DirectiveAmended', { agency: after.agency, reason: body.reason }), ...plan.notices])
  const inspection = must(plan.inspectionOf.get(after.id), 'every directive gets an inspection')
  return ok({ ...after, inspection: inspection.id, version: before.version + 1 })
}
