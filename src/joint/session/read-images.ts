import { createHash } from 'node:crypto'
import { z } from 'zod'
import { hasRole } from '../../kernel/actor.ts'
import { canonicalJson } from '../../kernel/canonical-json.ts'
import type { Pack } from '../../kernel/pack.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { keepImage, readImage } from '../../platform/files/public.ts'
import { enqueue } from '../../platform/jobs/public.ts'
import { append } from '../../platform/ledger/append.ts'
import { oweNotices } from '../../platform/notices/public.ts'
import { systemRandom } from '../../platform/random.ts'
import { findTask, type Inspection } from '../inspections/domain/inspection.ts'
import { maySeeInspection } from '../inspections/domain/may-act.ts'
import { actOnInspection, answersDueJob, findHandlings, findInspection, objectsOf, takeInspections, type InspectionParts } from '../inspections/public.ts'
import { portsOf } from '../ports.ts'
import { nextOf, type Verdict } from './domain/verdict.ts'
import { findScanImages, findVerdicts, insertScanImage, insertVerdict, updateJoins, type KeptVerdict, type ScanImage } from './verdict-store.ts'

const share = z.number().min(0).max(1)
const text = (maximum: number) => z.string().trim().min(1).max(maximum)
export const ImageId = z.string().regex(/^[0-9a-f]{64}$/)

export const GiveVerdict = z.strictObject({
  id: z.uuid().optional(),
  verdict: z.enum(['clear', 'open']),
  marks: z.array(z.strictObject({ x: share, y: share, width: share, height: share, note: text(200).optional() })).max(50).default([]),
  note: text(1000).optional(),
})
export type GiveVerdict = z.infer<typeof GiveVerdict>

export const AnswerOffer = z.strictObject({ id: z.uuid().optional(), join: z.boolean() })

/** The running inspection the caller is a party to, locked: verdicts on it are given one after the other. */
async function takeSession(tx: Tx, context: Context, law: Pack, id: string): Promise<Result<{ readonly inspection: Inspection; readonly agency: string }>> {
  const { actor } = context
  const seen = await findInspection(tx, portsOf(actor, law), id)
  if (seen === undefined || !maySeeInspection(actor, seen)) return refuse({ code: 'common/not-found' })
  if (!hasRole(actor, 'officer', 'coordinator')) return refuse({ code: 'common/not-permitted' })
  const agency = actor.agency ?? ''
  const [inspection] = await takeInspections(tx, seen.port, [id])
  if (inspection === undefined || findTask(inspection, agency) === undefined) return refuse({ code: 'inspections/not-a-party', facts: { agency } })
  if (inspection.state !== 'started') return refuse({ code: 'inspections/not-in-this-state', facts: { act: 'scan', state: inspection.state } })
  return ok({ inspection, agency })
}

const relatedTo = (inspection: Inspection): { kind: string; id: string }[] => inspection.declarations.map((id) => ({ kind: 'declaration', id }))

/** How an image was made: `container` where the session has several, `reason` where the object has been scanned before. */
export const PutImage = z.strictObject({ device: text(64).optional(), container: text(20).optional(), reason: text(500).optional() })
export type PutImage = z.infer<typeof PutImage>

/**
 * Puts an image before every party at once (一机两屏, JI-13). The first one of a session is its one scan, recorded with the image's hash for all who list
 * it (JI-11): a scan of what was scanned before needs its reason. Further ones are further views. The same picture sent again is the same image.
 */
export async function putImage(tx: Tx, context: Context, parts: InspectionParts, id: string, bytes: Buffer, put: PutImage = {}): Promise<Result<ScanImage>> {
  const head = readImage(bytes)
  if (!head.ok) return head
  const session = await takeSession(tx, context, parts.law(), id)
  if (!session.ok) return session
  const { inspection, agency } = session.value
  const { device, container, reason } = put
  const hash = await keepImage(tx, head.value, bytes, context.now)
  const image: ScanImage = { port: inspection.port, inspection: id, id: hash, object: inspection.object.ref, ...(device === undefined ? {} : { device }), agency, by: context.actor.name, at: context.now }
  if (!(await insertScanImage(tx, image))) {
    const known = (await findScanImages(tx, inspection.port, id)).find((one) => one.id === hash)
    return ok(known ?? image)
  }
  const handled = await findHandlings(tx, inspection.port, (await objectsOf(tx, inspection)).map(({ key }) => key))
  if (!handled.some((record) => record.inspection === id && record.action === 'scan')) {
    const object = container === undefined ? {} : { object: { kind: 'container' as const, ref: container } }
    const scanned = await actOnInspection({ tx, context, id }, parts, { act: 'scan', body: { image: hash, ...object, ...(device === undefined ? {} : { device }), ...(reason === undefined ? {} : { reason }) } })
    if (!scanned.ok) return scanned
  }
  const payload = { image: hash, ...head.value, agency, device: device ?? null, sharedWith: inspection.tasks.map((task) => task.agency) }
  await append(tx, context, [{ port: inspection.port, subjectKind: 'joint-inspection', subjectId: id, type: 'ImageShared', payload, related: relatedTo(inspection) }])
  await enqueue(tx, context, answersDueJob(inspection.port, id))
  return ok(image)
}

/** SHA-256 of salt and verdict, as the ledger keeps it until all are in. */
function sealOf({ verdict, marks, note, agency, image, salt }: KeptVerdict): string {
  return createHash('sha256').update(salt).update(canonicalJson({ image, agency, verdict, marks: marks.map((mark) => ({ ...mark })), note: note ?? null })).digest('hex')
}

/**
 * An agency reads an image by itself (JI-13). Nobody knows another's verdict until all are in: the ledger has its hash meanwhile, and all of them
 * in words with the last one. Who wants to open does not go alone: those who saw nothing are offered to join (JI-14).
 */
export async function giveVerdict(tx: Tx, context: Context, law: Pack, id: string, image: string, body: GiveVerdict): Promise<Result<Inspection>> {
  const session = await takeSession(tx, context, law, id)
  if (!session.ok) return session
  const { inspection, agency } = session.value
  const { port } = inspection
  if (!(await findScanImages(tx, port, id)).some((one) => one.id === image)) return refuse({ code: 'common/not-found' })
  const marks = body.marks.map(({ note, ...mark }) => ({ ...mark, ...(note === undefined ? {} : { note }) }))
  const given: KeptVerdict = { image, agency, verdict: body.verdict, marks, ...(body.note === undefined ? {} : { note: body.note }), salt: systemRandom.bytes(16), by: context.actor.name, at: context.now }
  if (!(await insertVerdict(tx, port, id, given))) return refuse({ code: 'session/verdict-given', facts: { agency }, clause: 'JI-13' })
  const facts = [{ type: 'VerdictGiven', payload: { image, agency, seal: sealOf(given) } as Record<string, unknown> }]
  const verdicts = (await findVerdicts(tx, port, id)).filter((verdict) => verdict.image === image)
  const next = nextOf(inspection.tasks.map((task) => task.agency), verdicts)
  if (next.step !== 'awaited') facts.push({ type: 'VerdictsCompared', payload: { image, next: next.step, verdicts: verdicts.map((one) => ({ agency: one.agency, verdict: one.verdict, marks: one.marks.length, note: one.note ?? null, salt: one.salt.toString('hex') })) } })
  await append(tx, context, facts.map(({ type, payload }) => ({ port, subjectKind: 'joint-inspection', subjectId: id, type, payload: payload as never, related: relatedTo(inspection) })))
  if (next.step === 'offered') {
    await enqueue(tx, context, answersDueJob(port, id))
    const opening = verdicts.filter((verdict) => verdict.verdict === 'open').map((verdict) => verdict.agency).join(', ')
    await oweNotices(tx, context, next.to.map((code) => ({ port, recipient: { kind: 'agency' as const, code }, type: 'OpeningOffered', subjectKind: 'joint-inspection', subjectId: id, facts: { object: inspection.object.ref, agencies: opening } })))
  }
  return ok(inspection)
}

/** An agency that saw nothing says whether it comes to the opening of another (JI-14): together, or later by consent. */
export async function answerOffer(tx: Tx, context: Context, law: Pack, id: string, image: string, join: boolean): Promise<Result<Inspection>> {
  const session = await takeSession(tx, context, law, id)
  if (!session.ok) return session
  const { inspection, agency } = session.value
  const verdicts: readonly Verdict[] = (await findVerdicts(tx, inspection.port, id)).filter((verdict) => verdict.image === image)
  const next = nextOf(inspection.tasks.map((task) => task.agency), verdicts)
  if (next.step !== 'offered' || !next.to.includes(agency)) return refuse({ code: 'session/no-offer', facts: { agency }, clause: 'JI-14' })
  await updateJoins(tx, inspection.port, id, image, agency, join, context.actor.name, context.now)
  await append(tx, context, [{ port: inspection.port, subjectKind: 'joint-inspection', subjectId: id, type: 'OpeningAnswered', payload: { image, agency, join }, related: relatedTo(inspection) }])
  return ok(inspection)
}
