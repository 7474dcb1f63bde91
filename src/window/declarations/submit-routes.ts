import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Refusal } from '../../kernel/refusal.ts'
import { readBody, statusOf, type Api } from '../../platform/http/api.ts'
import { sendProblem } from '../../platform/http/problem.ts'
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

const Key = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[\x21-\x7e]+$/)

/** The sender's idempotency key; a refusal when the header cannot be one. */
export function idempotencyKey(request: FastifyRequest): { key: string | undefined } | { refusal: Refusal } {
  const header = request.headers['idempotency-key']
  if (header === undefined) return { key: undefined }
  const key = Key.safeParse(header)
  return key.success ? { key: key.data } : { refusal: { code: 'common/bad-idempotency-key' } }
}

/** `POST /declarations`: one submission for all agencies (SW-01). 201 when accepted now, 200 with the same bytes when it was accepted before. */
export function submitRoute(api: Api, intake: Intake): void {
  api.raw({
    method: 'POST',
    path: '/declarations',
    operation: 'submitDeclaration',
    summary: 'Submit a cargo declaration, once for all agencies',
    tags: ['window'],
    body: Declaration,
    example: declarationExample,
    reply: Receipt,
    success: 201,
    statuses: submissionStatuses,
    handle: async (context, request, reply): Promise<FastifyReply> => {
      const read = idempotencyKey(request)
      if ('refusal' in read) return sendProblem(reply, 400, [read.refusal])
      const json = readBody(request)
      if (!json.ok) return sendProblem(reply, 400, json.refusals)
      const outcome = await intake.submit(context, json.value, read.key)
      if (outcome.kind === 'refused') return sendProblem(reply, statusOf(outcome.refusals, submissionStatuses), outcome.refusals)
      if (outcome.kind === 'repeated') reply.header('idempotent-replayed', 'true')
      return reply
        .code(outcome.kind === 'accepted' ? 201 : 200)
        .header('location', `/api/v1/declarations/${outcome.receipt.id}`)
        .type('application/json; charset=utf-8')
        .send(JSON.stringify(outcome.receipt))
    },
  })
}
