import { z } from 'zod'
import { inForce, parseInstant, toIso, type Instant } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { append } from '../../platform/ledger/append.ts'
import { oweNotices } from '../../platform/notices/public.ts'
import { lockCases, type DeclarationCase } from './case-store.ts'
import { DeclaredDocument } from './declaration.ts'
import { insertDocument } from './document-store.ts'
import { mayDeclare, maySubmit } from './domain/permissions.ts'

/** A document handed in after the declaration it goes with. `hash`: SHA-256 of its file, so that the file shown later is known to be the one meant. */
export const HandInDocument = DeclaredDocument.pick({ type: true, number: true, issuer: true, issuedAt: true, validTo: true }).extend({
  id: z.uuid().optional(),
  hash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
})
export type HandInDocument = z.infer<typeof HandInDocument>

/** Who judges papers of the declaration: the agencies asked for a look at them, or, where none is, all that check something. */
function judgesOf({ checks }: Pick<DeclarationCase['assessment'], 'checks'>): string[] {
  const judging = checks.filter(({ methods }) => methods.includes('documents'))
  return [...new Set((judging.length > 0 ? judging : checks).map(({ agency }) => agency))].sort()
}

/**
 * A declarant hands in a document after its declaration (RR-04), as long as the goods are neither released nor refused; whoever judges papers is told.
 * It releases nothing: an agency's judgement of it does.
 */
export async function handInDocument(tx: Tx, context: Context, pack: Pack, port: string, id: string, body: HandInDocument): Promise<Result<{ readonly number: string; readonly submittedAt: Instant }>> {
  const { actor, now } = context
  const [declaration] = await lockCases(tx, port, [id])
  if (declaration === undefined) return refuse({ code: 'common/not-found' })
  const denied = maySubmit(actor) ?? mayDeclare(actor, declaration)[0]
  if (denied !== undefined) return refuse({ code: 'common/not-permitted' })
  if (declaration.status !== 'accepted' && declaration.status !== 'held') return refuse({ code: 'declarations/no-more-documents', facts: { number: declaration.number }, clause: 'RR-04' })
  const { type, number, issuer, hash } = body
  if (!pack.documentTypes.some((known) => known.code === type && inForce(known, now))) return refuse({ code: 'declarations/unknown-document-type', pointer: '/type', facts: { value: type } })
  const moment = (at: string | undefined): Instant | null => (at === undefined ? null : (parseInstant(at) ?? null))
  const validTo = moment(body.validTo)
  if (validTo !== null && validTo <= now) return refuse({ code: 'declarations/paper-expired', pointer: '/validTo', facts: { number, validTo: toIso(validTo) } })
  const kept = await insertDocument(tx, port, id, { type, number, issuer: issuer ?? null, issuedAt: moment(body.issuedAt), validTo, hash: hash ?? null, submittedAt: now }, actor.id)
  if (!kept) return refuse({ code: 'declarations/document-known', pointer: '/number', facts: { number } })
  const judges = judgesOf(declaration.assessment)
  const facts = { number: declaration.number, reference: declaration.reference, type, document: number, at: toIso(now), ...(hash === undefined ? {} : { hash }) }
  await append(tx, context, [{ port, subjectKind: 'declaration', subjectId: id, type: 'DocumentHandedIn', payload: facts, audience: [`enterprise:${declaration.declarant}`] }])
  await oweNotices(tx, context, judges.map((code) => ({ port, recipient: { kind: 'agency', code }, type: 'DocumentHandedIn', subjectKind: 'declaration', subjectId: id, facts })))
  return ok({ number: declaration.number, submittedAt: now })
}
