import { z } from 'zod'
import { everyPort, hasRole, type Actor, type Role } from '../../kernel/actor.ts'
import { toIso } from '../../kernel/instant.ts'
import { must } from '../../kernel/invariant.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { append } from '../../platform/ledger/append.ts'
import { findBulletin, insertBulletin, withdrawBulletinRow, type Bulletin } from './bulletin-store.ts'
import { mayReadRisk, mayTarget } from './domain/permissions.ts'
import { ClassificationBody, lines, moment, readMoment, text } from './scope-body.ts'

/** Whom a bulletin is for; `public`: everybody, without signing in. */
export const audiences = ['public', 'traders', 'operators', 'laboratories', 'officers'] as const
export type Audience = (typeof audiences)[number]

const Bilingual = (maximum: number) => z.strictObject({ zh: text(maximum), en: text(maximum) })

export const PublishBulletin = z
  .strictObject({
    id: z.uuid().optional(),
    title: Bilingual(200),
    body: z.strictObject({ zh: lines(4000), en: lines(4000) }),
    audience: z.array(z.enum(audiences)).min(1).max(audiences.length),
    classification: ClassificationBody,
    validFrom: moment.optional(),
    validTo: moment,
    /** The record or rule behind it: told to those who target only. */
    basis: z.uuid().optional(),
  })
  .refine(({ audience, classification }) => classification === 'public' || !audience.includes('public'), { path: ['classification'], params: { code: 'risk/not-public' } })
  .refine(({ audience, classification }) => classification !== 'confidential' || audience.every((one) => one === 'officers'), { path: ['audience'], params: { code: 'risk/too-wide' } })
export type PublishBulletin = z.infer<typeof PublishBulletin>

const roleOf: Readonly<Record<Exclude<Audience, 'public' | 'officers'>, Role>> = { traders: 'trader', operators: 'operator', laboratories: 'laboratory' }

/** The audiences an actor belongs to; who is signed in to nothing belongs to the public. */
export function audiencesOf(actor: Actor): Audience[] {
  if (mayReadRisk(actor) === undefined) return [...audiences]
  return ['public', ...(Object.keys(roleOf) as (keyof typeof roleOf)[]).filter((audience) => hasRole(actor, roleOf[audience]))]
}

/** Publishes a bulletin on risks (口岸安全风险防控信息, RR-18) for an audience and a time. What is behind it is never part of it. */
export async function publishBulletin(tx: Tx, context: Context, body: PublishBulletin): Promise<Result<Bulletin>> {
  const denied = mayTarget(context.actor, undefined)
  if (denied !== undefined) return refuse(denied)
  const validFrom = body.validFrom === undefined ? context.now : readMoment(body.validFrom)
  const validTo = readMoment(body.validTo)
  if (validTo <= context.now || validTo <= validFrom) return refuse({ code: 'risk/ends-in-the-past', pointer: '/validTo' })
  const id = body.id ?? context.newId()
  const { title, classification } = body
  const audience = [...new Set(body.audience)]
  await insertBulletin(tx, { id, title, body: body.body, audience, classification, validFrom, validTo, entryId: body.basis ?? null, publishedBy: context.actor.name, publishedAt: context.now })
  await append(tx, context, [{ port: everyPort, subjectKind: 'bulletin', subjectId: id, type: 'BulletinPublished', payload: { title, audience, classification, validFrom: toIso(validFrom), validTo: toIso(validTo) }, ...(body.basis === undefined ? {} : { related: [{ kind: 'risk-record', id: body.basis }] }) }])
  return ok(must(await findBulletin(tx, id), 'the bulletin just written'))
}

export const WithdrawBulletin = z.strictObject({ id: z.uuid().optional(), reason: text(500) })
export type WithdrawBulletin = z.infer<typeof WithdrawBulletin>

/** Takes a bulletin back before its time. */
export async function withdrawBulletin(tx: Tx, context: Context, id: string, { reason }: WithdrawBulletin): Promise<Result<Bulletin>> {
  const denied = mayTarget(context.actor, undefined)
  if (denied !== undefined) return refuse(denied)
  const bulletin = await findBulletin(tx, id)
  if (bulletin === undefined) return refuse({ code: 'common/not-found' })
  if (bulletin.withdrawnAt !== null) return refuse({ code: 'risk/bulletin-over' })
  await withdrawBulletinRow(tx, id, context.now, reason)
  await append(tx, context, [{ port: everyPort, subjectKind: 'bulletin', subjectId: id, type: 'BulletinWithdrawn', payload: { label: bulletin.label, reason } }])
  return ok(must(await findBulletin(tx, id), 'the bulletin just withdrawn'))
}
