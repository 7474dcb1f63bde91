import { z } from 'zod'
import { ok } from '../../kernel/result.ts'
import type { Api, Statuses } from '../../platform/http/api.ts'
import { decodeCursor, encodeCursor, ListQuery } from '../../platform/http/cursor.ts'
import type { AnyRegister } from './define-register.ts'
import { EntryView } from './entry-view.ts'
import { listProposals } from './proposal-store.ts'
import { ProposalView, toProposalView } from './proposal-view.ts'
import { agreeToProposal, Decline, declineProposal, proposeEnd, ProposeEnd, proposeEntry, ProposeEntry, type RuleGate } from './propose-entry.ts'
import { findRegister, sees } from './routes.ts'

const Named = z.strictObject({ name: z.string().max(40) })
const Numbered = Named.extend({ number: z.coerce.number().int().min(1).max(2_000_000_000) })
const tags = ['registry']
const statuses: Statuses = {
  'registers/changed-meanwhile': 409, 'registers/not-after-former': 409, 'registers/ended-already': 409, 'registers/decided-already': 409, 'registers/same-person': 403, 'registers/not-of-rules': 409,
}

/** Changes of registers of rules: proposed by one person, in force once another agreed (GV-12, GV-15). */
export function proposalRoutes(api: Api, registers: readonly AnyRegister[], gate: RuleGate): void {
  api.read({
    path: '/registers/:name/proposals', operation: 'listProposals', summary: 'Proposed changes of a register of rules, newest first', tags, params: Named,
    query: ListQuery.extend({ state: z.enum(['proposed', 'agreed', 'declined']).optional() }),
    reply: z.strictObject({ items: z.array(ProposalView.extend({ mayAgree: z.boolean() })), next: z.string().optional() }),
    run: async (context, { params, query }) => {
      const register = findRegister(registers, params.name, context.actor)
      if (!register.ok) return register
      const after = decodeCursor(query.after, ['int'])
      if (!after.ok) return after
      const { mayAgree, sight } = register.value
      const rows = await listProposals(context.db, params.name, query.state, after.value?.[0], query.limit)
      const last = rows.at(-1)
      const items = rows.filter((row) => row.data === null || sees(sight(context.actor), row.data))
      const { actor } = context
      return ok({
        items: items.map((row) => ({ ...toProposalView(row), mayAgree: row.state === 'proposed' && actor.kind === 'person' && actor.id !== row.authorId && mayAgree(actor, row.data ?? {}) })),
        ...(last !== undefined && rows.length === query.limit ? { next: encodeCursor([last.number]) } : {}),
      })
    },
  })
  api.command({
    method: 'POST', path: '/registers/:name/proposals', operation: 'proposeEntry', summary: 'Propose the next version of an entry of a register of rules', tags, statuses,
    params: Named, body: ProposeEntry, reply: ProposalView, success: 201,
    example: {
      data: { code: 'express', name: { zh: '快速放行', en: 'Express release' }, strictness: 15, releasedAt: 'report-judged', clause: 'RR-02' },
      validFrom: '2030-01-01T00:00:00Z', expectedVersion: 0, reason: 'Notice 12 of 2029',
    },
    run: async (tx, context, { params, body }) => {
      const register = findRegister(registers, params.name, context.actor)
      if (!register.ok) return register
      const proposed = await proposeEntry(tx, context, register.value, gate, body)
      return proposed.ok ? ok(toProposalView(proposed.value)) : proposed
    },
  })
  api.command({
    method: 'POST', path: '/registers/:name/:key/proposals', operation: 'proposeEnd', summary: 'Propose that an entry of a register of rules ends', tags, statuses,
    params: Named.extend({ key: z.string().min(1).max(200) }), body: ProposeEnd, reply: ProposalView, success: 201, example: { expectedVersion: 1, reason: 'The pilot is over' },
    run: async (tx, context, { params, body }) => {
      const register = findRegister(registers, params.name, context.actor)
      if (!register.ok) return register
      const proposed = await proposeEnd(tx, context, register.value, gate, params.key, body)
      return proposed.ok ? ok(toProposalView(proposed.value)) : proposed
    },
  })
  api.command({
    method: 'POST', path: '/registers/:name/proposals/:number/agree', operation: 'agreeToProposal', summary: 'Agree to a proposed change, as a second person: it holds', tags, statuses,
    params: Numbered, body: z.strictObject({ id: z.uuid().optional() }), reply: ProposalView.extend({ entry: EntryView }), example: {},
    run: async (tx, context, { params }) => {
      const register = findRegister(registers, params.name, context.actor)
      if (!register.ok) return register
      const agreed = await agreeToProposal(tx, context, register.value, gate, params.number)
      return agreed.ok ? ok({ ...toProposalView(agreed.value.proposal), entry: agreed.value.entry }) : agreed
    },
  })
  api.command({
    method: 'POST', path: '/registers/:name/proposals/:number/decline', operation: 'declineProposal', summary: 'Decline a proposed change for a reason, or take one back', tags, statuses,
    params: Numbered, body: Decline, reply: ProposalView, example: { reason: 'No law allows it' },
    run: async (tx, context, { params, body }) => {
      const register = findRegister(registers, params.name, context.actor)
      if (!register.ok) return register
      const declined = await declineProposal(tx, context, register.value, params.number, body.reason)
      return declined.ok ? ok(toProposalView(declined.value)) : declined
    },
  })
}
