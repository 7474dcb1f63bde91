import { z } from 'zod'
import { everyPort, type Actor } from '../../kernel/actor.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { Day } from '../../platform/http/moments.ts'
import { mayReport, mayReportAnything, partnerOf, type Partner } from './domain/permissions.ts'
import { partnersAt, type CreditParts } from './parts.ts'
import { recordEvents, type EnterpriseEvent } from './record-events.ts'
import { EvidenceShape } from './views.ts'

const text = (most: number) => z.string().trim().min(1).max(most)
const code = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._\-/]{0,79}$/)

const Event = z.strictObject({
  enterprise: code,
  kind: code,
  occurredOn: Day,
  /** The reporter's own number for it; two reports with one number are one. */
  reference: text(120),
  case: text(200).optional(),
  /** Of a grant: the grade granted. */
  grade: code.optional(),
  evidence: z.array(EvidenceShape).max(20).default([]),
  note: text(2000).optional(),
})

export const ReportEvent = Event.extend({ id: z.uuid().optional() })
export const ReportBatch = z.strictObject({ id: z.uuid().optional(), events: z.array(Event).min(1).max(500) })

/** What became of a reported event. */
export const RecordedView = z.strictObject({ event: z.uuid(), outcome: z.enum(['recorded', 'merged', 'repeated']) })
export const BatchReply = z.strictObject({
  items: z.array(z.strictObject({ event: z.uuid().optional(), outcome: z.enum(['recorded', 'merged', 'repeated', 'refused']), refusals: z.array(z.strictObject({ code: z.string(), pointer: z.string().optional() })).optional() })),
})

export const eventExample = {
  enterprise: 'E-B', kind: 'false-declaration', occurredOn: '2015-06-02', reference: 'CIQ-2015-0612', case: 'case 12', evidence: [{ kind: 'case', ref: 'case 12' }],
}

/** The source an actor speaks for: the partner, the agency, or headquarters. */
function sourceOf(actor: Actor, partner: Partner | undefined): string {
  return partner?.code ?? actor.agency ?? 'headquarters'
}

function toEvent(context: Context, partner: Partner | undefined, body: z.infer<typeof Event>): Result<EnterpriseEvent> {
  const { actor } = context
  if (!mayReport(actor, partner, body.kind)) return refuse({ code: 'credit/not-your-kind', pointer: '/kind', facts: { kind: body.kind }, clause: 'RR-13' })
  const { enterprise, kind, occurredOn, reference, evidence } = body
  const port = partner === undefined ? (actor.ports.find((one) => one !== everyPort) ?? everyPort) : everyPort
  return ok({
    enterprise, kind, occurredOn, reference, evidence, port, source: sourceOf(actor, partner),
    ...(body.case === undefined ? {} : { case: body.case }), ...(body.grade === undefined ? {} : { grade: body.grade }), ...(body.note === undefined ? {} : { note: body.note }),
  })
}

/** Records one event for whom its reporter speaks (RR-10, RR-13). */
export async function reportEvent(tx: Tx, context: Context, parts: CreditParts, body: z.infer<typeof ReportEvent>): Promise<Result<z.infer<typeof RecordedView>>> {
  const partner = partnerOf(context.actor, partnersAt(parts.cache, context.now))
  if (!mayReportAnything(context.actor, partner)) return refuse({ code: 'common/not-permitted' })
  const event = toEvent(context, partner, body)
  if (!event.ok) return event
  const [answer] = await recordEvents(tx, context, parts, [event.value])
  if (answer === undefined || !answer.ok) return answer ?? refuse({ code: 'common/not-found' })
  return ok({ event: answer.value.entry, outcome: answer.value.outcome })
}

/** Records a batch: each event gets its own answer, in the order they were given. */
export async function reportBatch(tx: Tx, context: Context, parts: CreditParts, body: z.infer<typeof ReportBatch>): Promise<Result<z.infer<typeof BatchReply>>> {
  const partner = partnerOf(context.actor, partnersAt(parts.cache, context.now))
  if (!mayReportAnything(context.actor, partner)) return refuse({ code: 'common/not-permitted' })
  const given = body.events.map((event) => toEvent(context, partner, event))
  const taken = given.flatMap((event) => (event.ok ? [event.value] : []))
  const answers = [...(await recordEvents(tx, context, parts, taken))]
  return ok({
    items: given.map((event) => {
      const answer = event.ok ? answers.shift() : event
      if (answer === undefined || !answer.ok) return { outcome: 'refused' as const, refusals: (answer?.refusals ?? []).map(({ code: reason, pointer }) => ({ code: reason, ...(pointer === undefined ? {} : { pointer }) })) }
      return { event: answer.value.entry, outcome: answer.value.outcome }
    }),
  })
}
