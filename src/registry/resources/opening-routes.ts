import { z } from 'zod'
import type { Api } from '../../platform/http/api.ts'
import { activatePort, portStatus, PortStatus, type OpeningParts } from './activate-port.ts'

const Params = z.strictObject({ port: z.string().min(1).max(40) })

/** `GET /ports/{port}/status` and `POST /ports/{port}/activate` (JI-18). */
export function openingRoutes(api: Api, parts: OpeningParts): void {
  api.read({
    path: '/ports/:port/status',
    operation: 'readPortStatus',
    summary: 'Whether a port is open or still being planned, and what its opening lacks',
    tags: ['registry'],
    params: Params,
    reply: PortStatus,
    run: async (context, { params }) => portStatus(parts, params.port, context.now),
  })
  api.command({
    method: 'POST',
    path: '/ports/:port/activate',
    operation: 'activatePort',
    summary: 'Open a new port, once it has a plan of shared platforms',
    tags: ['registry'],
    params: Params,
    body: z.strictObject({ id: z.uuid().optional() }),
    reply: PortStatus,
    statuses: { 'ports/platform-plan-required': 409, 'ports/platform-unknown': 409 },
    example: {},
    run: (tx, context, { params }) => activatePort(tx, context, parts, params.port),
  })
}
