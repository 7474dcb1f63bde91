import { z } from 'zod'
import type { Actor } from '../../kernel/actor.ts'
import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { ok, refuse } from '../../kernel/result.ts'
import type { Api } from '../../platform/http/api.ts'
import { decodeIdCursor, ListQuery, pageById } from '../../platform/http/cursor.ts'
import { append } from '../../platform/ledger/append.ts'
import { oweNotices } from '../../platform/notices/public.ts'
import { portsOf } from '../ports.ts'
import { mayAdopt, resultSight, type Adoption } from './domain/result.ts'
import { permittedParts, type PermittedPart } from './permitted-part.ts'
import { RecordResult, recordResult } from './record-result.ts'
import { findAdoptions, findResult, insertAdoption, listResults } from './store.ts'

const AdoptionView = z.object({ id: z.uuid(), adopter: z.string(), liable: z.string(), purpose: z.string(), by: z.string(), at: z.string() })

/** A result as it is read; `checks` and `adoptions` are for officials. */
export const ResultView = z.object({
  id: z.uuid(),
  port: z.string(),
  /** Absent where the agency looked by itself elsewhere. */
  inspection: z.uuid().optional(),
  agency: z.string(),
  object: z.object({ kind: z.string(), ref: z.string() }),
  declarations: z.array(z.uuid()),
  participants: z.array(z.string()),
  /** Absent for a trader whose lots of a shared box are not decided yet (TM-06). */
  outcome: z.enum(['clear', 'problem', 'not-looked']).optional(),
  checks: z.array(z.object({ code: z.string(), outcome: z.enum(['ok', 'problem', 'omitted', 'not-needed']), note: z.string().optional() })).optional(),
  disposition: z.string().optional(),
  effect: z.enum(['qualify', 'treat', 'hold', 'refuse']).optional(),
  recordedAt: z.string(),
  adoptions: z.array(AdoptionView).optional(),
  version: z.number(),
})

const AdoptResult = z.strictObject({ id: z.uuid().optional(), purpose: z.string().trim().min(1).max(500) })
const Query = ListQuery.extend({ port: z.string().optional(), declaration: z.uuid().optional(), object: z.string().max(100).optional(), inspection: z.uuid().optional(), agency: z.string().max(12).optional() })

const adoptionView = ({ id, adopter, liable, purpose, by, at }: Adoption): z.infer<typeof AdoptionView> => ({ id, adopter, liable, purpose, by, at: toIso(at) })

function viewOf(result: PermittedPart, full: boolean, adoptions: readonly Adoption[]): z.infer<typeof ResultView> {
  return {
    id: result.id,
    port: result.port,
    ...(result.inspection === undefined ? {} : { inspection: result.inspection }),
    agency: result.agency,
    object: { kind: result.object.kind, ref: result.object.ref },
    declarations: [...result.declarations],
    participants: [...result.participants],
    ...(result.outcome === undefined ? {} : { outcome: result.outcome }),
    ...(full ? { checks: [...result.checks], adoptions: adoptions.filter((adoption) => adoption.result === result.id).map(adoptionView) } : {}),
    ...(result.disposition === undefined ? {} : { disposition: result.disposition }),
    ...(result.effect === undefined ? {} : { effect: result.effect }),
    recordedAt: toIso(result.recordedAt),
    version: result.version,
  }
}

/** Results of inspections, shared by entitlement (`shares`; LB-02), and their adoption by other agencies (LB-07). */
export function resultRoutes(api: Api, law: () => Pack, shares: (actor: Actor, at: Instant) => boolean): void {
  api.read({
    path: '/results',
    operation: 'listResults',
    summary: 'Results of inspections: in full for agencies that took part, are entitled or asked too late, the permitted part for the trader whose goods they are',
    tags: ['joint'],
    query: Query,
    reply: z.object({ items: z.array(ResultView), next: z.string().optional() }),
    run: async (context, { query }) => {
      const sight = resultSight(context.actor, shares(context.actor, context.now))
      if (sight === 'none') return ok({ items: [] })
      const cursor = decodeIdCursor(query.after)
      if (!cursor.ok) return cursor
      const ports = portsOf(context.actor, law()).filter((port) => query.port === undefined || port === query.port)
      const { declaration, object, inspection, agency, limit } = query
      const results = await listResults(context.db, { ports, declaration, object, inspection, agency, enterprise: sight === 'permitted' ? context.actor.enterprise : undefined, participant: sight === 'participant' ? context.actor.agency : undefined, before: cursor.value, limit })
      const full = sight !== 'permitted'
      const adoptions = full ? await findAdoptions(context.db, ports, results.map((result) => result.id)) : []
      const read = full ? results : await permittedParts(context.db, context.actor, results)
      return ok(pageById(read, limit, (result) => viewOf(result, full, adoptions)))
    },
  })

  api.command({
    method: 'POST',
    path: '/results',
    operation: 'recordResult',
    summary: 'Share what the own agency found in a look of its own, for others to read and adopt',
    tags: ['joint'],
    body: RecordResult,
    reply: ResultView,
    success: 201,
    example: { port: law().ports[0]?.code, object: { kind: 'container', ref: 'TGHU1234562' }, checks: [{ code: 'origin', outcome: 'ok', note: 'certificate verified' }] },
    statuses: { 'transfers/not-your-port': 403 },
    run: async (tx, context, { body }) => {
      const recorded = await recordResult(tx, context, law(), body)
      return recorded.ok ? ok(viewOf(recorded.value, true, [])) : recorded
    },
  })

  api.command({
    method: 'POST',
    path: '/results/:id/adopt',
    operation: 'adoptResult',
    summary: 'Rely on another agency\'s result instead of looking again; the inspecting party stays liable',
    tags: ['joint'],
    params: z.strictObject({ id: z.uuid() }),
    body: AdoptResult,
    reply: ResultView,
    example: { purpose: 'same weight needed for the duty assessment' },
    statuses: { 'results/own-result': 409, 'results/not-looked': 409, 'results/already-adopted': 409 },
    run: async (tx, context, { params, body }) => {
      const sight = resultSight(context.actor, shares(context.actor, context.now))
      const agency = sight === 'participant' ? context.actor.agency : undefined
      const result = sight === 'full' || sight === 'participant' ? await findResult(tx, portsOf(context.actor, law()), params.id, agency) : undefined
      if (result === undefined) return refuse({ code: 'common/not-found' })
      const forbidden = mayAdopt(context.actor, result)
      if (forbidden !== undefined) return refuse(forbidden)
      const adopter = context.actor.agency ?? ''
      const adoption = await insertAdoption(tx, result.port, { id: context.newId(), result: result.id, adopter, liable: result.agency, purpose: body.purpose, by: context.actor.name, at: context.now })
      if (adoption === undefined) return refuse({ code: 'results/already-adopted', facts: { agency: adopter } })
      const related = [...(result.inspection === undefined ? [] : [{ kind: 'joint-inspection', id: result.inspection }]), ...result.declarations.map((id) => ({ kind: 'declaration', id }))]
      await append(tx, context, [{ port: result.port, subjectKind: 'result', subjectId: result.id, type: 'ResultAdopted', payload: { adopter, liable: result.agency, purpose: body.purpose }, related }])
      await oweNotices(tx, context, [
        { port: result.port, recipient: { kind: 'agency', code: result.agency }, type: 'ResultAdopted', subjectKind: 'result', subjectId: result.id, facts: { adopter, liable: result.agency, object: result.object.ref, purpose: body.purpose } },
      ])
      return ok(viewOf(result, true, await findAdoptions(tx, [result.port], [result.id])))
    },
  })
}
