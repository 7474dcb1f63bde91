import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Refusal } from '../../kernel/refusal.ts'
import { refuse } from '../../kernel/result.ts'
import { IdempotencyKey, readBody, statusOf, type Api } from '../../platform/http/api.ts'
import { sendProblem } from '../../platform/http/problem.ts'
import { endOfTurn } from '../../platform/turn.ts'
import type { Outcome } from './accept-declarations.ts'
import { Declaration } from './declaration.ts'
import { declarationExample } from './declaration-example.ts'
import type { Intake } from './intake.ts'

/** The answer to an accepted submission. */
export const Receipt = z.object({
  id: z.uuid(),
  number: z.string().length(18),
  status: z.enum(['accepted', 'released']),
  releaseMode: z.string(),
  port: z.string(),
  declarant: z.string(),
  reference: z.string(),
  acceptedAt: z.iso.datetime(),
  releasedAt: z.iso.datetime().optional(),
})

/** HTTP statuses of what a submission may be refused for; 422 for every rule of form and content. */
export const submissionStatuses = {
  'declarations/foreign-port': 403,
  'declarations/foreign-declarant': 403,
  'declarations/reference-used': 409,
  'declarations/key-used': 409,
} as const

/** The sender's idempotency key; a refusal when the header cannot be one. */
export function idempotencyKey(request: FastifyRequest): { key: string | undefined } | { refusal: Refusal } {
  const header = request.headers['idempotency-key']
  if (header === undefined) return { key: undefined }
  const key = IdempotencyKey.safeParse(header)
  return key.success ? { key: key.data } : { refusal: { code: 'common/bad-idempotency-key' } }
}

function sendOutcome(reply: FastifyReply, outcome: Outcome): void {
  if (outcome.kind === 'refused') {
    sendProblem(reply, statusOf(outcome.refusals, submissionStatuses), outcome.refusals)
    return
  }
  if (outcome.kind === 'repeated') reply.header('idempotent-replayed', 'true')
  reply
    .code(outcome.kind === 'accepted' ? 201 : 200)
    .header('location', `/api/v1/declarations/${outcome.receipt.id}`)
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(outcome.receipt))
}

/** `POST /declarations`: one submission for all agencies (SW-01). 201 when accepted now, 200 with the same bytes when it was accepted before. */
export function submitRoute(api: Api, intake: Intake): void {
  api.raw({
    method: 'POST',
    path: '/declarations',
    operation: 'submitDeclaration',
    keyed: true,
    summary: 'Submit a cargo declaration, once for all agencies',
    tags: ['window'],
    body: Declaration,
    example: declarationExample,
    reply: Receipt,
    success: 201,
    statuses: submissionStatuses,
    // No async function: what was read from the request would stay until the answer, and the collector would copy it meanwhile. Nothing is
    // returned either: whoever is given a reply waits for the end of its socket's writing.
    handle(context, request, reply) {
      const read = idempotencyKey(request)
      const json = 'refusal' in read ? refuse(read.refusal) : readBody(request)
      if (!json.ok) {
        sendProblem(reply, 400, json.refusals)
        return Promise.resolve(undefined)
      }
      const key = 'key' in read ? read.key : undefined
      return endOfTurn()
        .then(() => intake.submit(context, json.value, key))
        .then((outcome) => {
          sendOutcome(reply, outcome)
          return undefined
        })
    },
  })
}
