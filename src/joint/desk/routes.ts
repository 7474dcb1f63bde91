import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import type { Pack } from '../../kernel/pack.ts'
import { ok } from '../../kernel/result.ts'
import { readBody, statusOf, type Api, type Statuses } from '../../platform/http/api.ts'
import { sendProblem } from '../../platform/http/problem.ts'
import { endOfTurn } from '../../platform/turn.ts'
import { DirectiveView, directiveView } from '../directives/public.ts'
import type { DirectiveDesk } from './directive-desk.ts'
import { prepareDirective, SendDirective } from './send-directive.ts'
import { AmendDirective, amendDirective, WithdrawDirective, withdrawDirective } from './withdraw-directive.ts'

/** The answer to a directive: what was taken, the inspection that answers it, and the match it made or joined. */
const DirectiveAnswer = z.object({
  id: z.uuid(),
  port: z.string(),
  agency: z.string(),
  object: z.object({ kind: z.string(), ref: z.string() }),
  methods: z.array(z.string()),
  window: z.object({ from: z.string(), to: z.string() }),
  power: z.string(),
  state: z.string(),
  acceptedAt: z.string(),
  inspection: z.object({ id: z.uuid(), kind: z.string() }),
  collision: z.object({ id: z.uuid(), agencies: z.array(z.string()), directives: z.array(z.uuid()), rule: z.object({ id: z.string(), version: z.number() }) }).optional(),
})

const statuses: Statuses = {
  'directives/other-agency': 403,
  'directives/inspection-started': 409,
  'directives/over': 409,
  'directives/answered-before': 409,
}

const Key = z.string().min(1).max(200).regex(/^[\x21-\x7e]+$/)
const Id = z.strictObject({ id: z.uuid() })

function exampleOf(pack: Pack): z.input<typeof SendDirective> {
  const power = pack.powers.find((known) => known.methods.includes('open') && known.methods.includes('weigh'))
  return {
    port: pack.ports[0]?.code ?? 'PORT',
    object: { kind: 'container', ref: 'TGHU1234567' },
    methods: ['open', 'weigh'],
    window: { from: '2036-03-02T08:00:00+08:00', to: '2036-03-02T20:00:00+08:00' },
    power: power?.code ?? 'POWER',
    reason: 'weight differs from manifest',
    checks: ['count', 'classify'],
  }
}

/** What agencies send to the desk: directives, their changes and withdrawals. */
export function deskRoutes(api: Api, parts: { readonly desk: DirectiveDesk; readonly law: () => Pack }): void {
  const { desk, law } = parts

  api.raw({
    method: 'POST',
    path: '/directives',
    operation: 'sendDirective',
    keyed: true,
    summary: 'Send a directive of the own agency; matched with others on the same object before it is answered',
    tags: ['joint'],
    body: SendDirective,
    reply: DirectiveAnswer,
    success: 201,
    example: exampleOf(law()),
    statuses,
    handle: async (context, request, reply): Promise<FastifyReply> => {
      const header = request.headers['idempotency-key']
      const key = Key.optional().safeParse(header)
      if (!key.success) return sendProblem(reply, 400, [{ code: 'common/bad-idempotency-key' }])
      const json = readBody(request)
      if (!json.ok) return sendProblem(reply, 400, json.refusals)
      await endOfTurn()
      const prepared = prepareDirective(json.value, context, law(), key.data)
      if (!prepared.ok) return sendProblem(reply, statusOf(prepared.refusals, statuses), prepared.refusals)
      const outcome = await desk.submit(prepared.value)
      if (outcome.kind === 'refused') return sendProblem(reply, statusOf(outcome.refusals, statuses), outcome.refusals)
      if (outcome.kind === 'repeated') reply.header('idempotent-replayed', 'true')
      return reply.code(201).header('location', `/api/v1/directives/${prepared.value.id}`).type('application/json; charset=utf-8').send(outcome.answer)
    },
  })

  api.command({
    method: 'POST',
    path: '/directives/:id/withdraw',
    operation: 'withdrawDirective',
    summary: 'Withdraw a directive; a joint inspection with one agency left becomes a single one',
    tags: ['joint'],
    params: Id,
    body: WithdrawDirective,
    reply: DirectiveView,
    example: { reason: 'documents clarified the weight' },
    statuses,
    run: async (tx, context, { params, body, ifMatch }) => {
      const done = await withdrawDirective({ tx, context, pack: law(), id: params.id, ifMatch }, body)
      return done.ok ? ok(directiveView(done.value, context.actor)) : done
    },
  })

  api.command({
    method: 'POST',
    path: '/directives/:id/amend',
    operation: 'amendDirective',
    summary: 'Change what a directive asks for; it is matched anew',
    tags: ['joint'],
    params: Id,
    body: AmendDirective,
    reply: DirectiveView,
    example: { methods: ['open', 'scan'], reason: 'scan first' },
    statuses,
    run: async (tx, context, { params, body, ifMatch }) => {
      const done = await amendDirective({ tx, context, pack: law(), id: params.id, ifMatch }, body)
      return done.ok ? ok(directiveView(done.value, context.actor)) : done
    },
  })
}
