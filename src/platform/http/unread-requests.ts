import type { Socket } from 'node:net'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { problemBody, sendProblem } from './problem.ts'
import { apiHeaders } from './security-headers.ts'

/** Answers a request whose address no route can be looked up for: broken percent encoding, a part longer than any name. */
export function answerBadAddress(error: { readonly statusCode?: number }, _request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return sendProblem(reply.headers(apiHeaders), error.statusCode === 414 ? 414 : 400, [{ code: 'common/bad-request' }])
}

const faults: Readonly<Record<string, readonly [status: number, reason: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout'],
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large'],
}

/** Answers what is no HTTP, or HTTP that came too slowly or with too many headers, and closes the connection. */
export function answerNoRequest(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  const [status, reason] = faults[error.code ?? ''] ?? [400, 'Bad Request']
  const body = JSON.stringify(problemBody(status, [{ code: 'common/bad-request' }]))
  const headers = { ...apiHeaders, 'content-type': 'application/problem+json', 'content-length': String(Buffer.byteLength(body)), connection: 'close' }
  const lines = [`HTTP/1.1 ${status} ${reason}`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)]
  if (socket.writable) socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`)
  // Whoever sends slowly also reads slowly.
  socket.setTimeout(2_000, () => socket.destroy())
}
