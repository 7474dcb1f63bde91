import type { FastifyReply } from 'fastify'
import type { Refusal } from '../../kernel/refusal.ts'
import { refusalText } from '../i18n/texts.ts'

const titles: Readonly<Record<number, string>> = {
  400: 'The request cannot be read',
  401: 'Sign in first',
  403: 'Not permitted',
  404: 'Not found',
  408: 'Too slow',
  409: 'In conflict with what is recorded',
  412: 'Changed by somebody else meanwhile',
  413: 'Too large',
  414: 'Too long an address',
  415: 'Media type not supported',
  422: 'Refused by the rules',
  429: 'Too many requests',
  431: 'Too many headers',
  500: 'The program failed',
  503: 'Not available at the moment',
  507: 'No space left',
}

/** Body of a problem (RFC 9457): the code of the first refusal, and every refusal with pointer and text in both languages. */
export function problemBody(status: number, refusals: readonly Refusal[], requestId?: string): object {
  return {
    type: 'about:blank',
    title: titles[status] ?? 'Problem',
    status,
    code: refusals[0]?.code ?? 'common/failed',
    errors: refusals.map((refusal) => ({
      pointer: refusal.pointer ?? '',
      code: refusal.code,
      message: refusalText(refusal),
      ...(refusal.facts === undefined ? {} : { facts: refusal.facts }),
      ...(refusal.agency === undefined ? {} : { agency: refusal.agency }),
      ...(refusal.clause === undefined ? {} : { clause: refusal.clause }),
    })),
    ...(requestId === undefined ? {} : { requestId }),
  }
}

/** Answers with a problem; 503 and 429 tell when to come back. */
export function sendProblem(reply: FastifyReply, status: number, refusals: readonly Refusal[]): FastifyReply {
  if (status === 503 || status === 429 || status === 507) reply.header('retry-after', '2')
  return reply.code(status).type('application/problem+json').send(JSON.stringify(problemBody(status, refusals, reply.request.id)))
}
