import { z } from 'zod'
import { atPort, hasRole, type Actor } from '../../kernel/actor.ts'
import { inForce, toIso } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Queryable } from '../../platform/database/database.ts'
import type { Api, Statuses } from '../../platform/http/api.ts'
import { decodeIdCursor, ListQuery, pageById } from '../../platform/http/cursor.ts'
import { bodiesRoute } from './bodies-route.ts'
import type { DrawParts } from './deps.ts'
import type { Draw } from './draw.ts'
import { findOwed } from './drawn-store.ts'
import { CommitShare, commitShare, RevealShare, revealShare } from './give-share.ts'
import { AnswerDraw, answerDraw, OrderDraw, orderDraw, withdrawDraw } from './order-draw.ts'
import { approveOutcome, RecordOutcome, recordOutcome } from './record-outcome.ts'
import { approveReplacement, askReplacement, ReplaceOfficer } from './replace-officer.ts'
import { owedBy } from './owed-crews.ts'
import { NamesPage, ReadNames, readNames } from './read-names.ts'
import { countOrderers, findDraw, findRecordVersion, listDraws } from './store.ts'
import { DrawSummary, DrawView, personCode, PublicDraw, publicDraw, toSummary, viewDraw } from './views.ts'

const ById = z.strictObject({ id: z.uuid() })
const Page = z.object({ items: z.array(DrawSummary), next: z.string().optional() })
const DrawQuery = ListQuery.extend({ port: z.string().min(1).max(40).optional(), agency: z.string().min(1).max(40).optional() })
const statuses: Statuses = {
  'draws/one-at-a-time': 409, 'draws/not-now': 409, 'draws/committed-already': 409, 'draws/revealed-already': 409, 'draws/cannot-be-replaced': 409, 'draws/asked-already': 409, 'draws/outcome-asked-already': 409,
  'draws/second-person': 403, 'draws/roster-keeper': 403, 'draws/persons-only': 403, 'draws/names-of-drawn-only': 403,
}
const tags = ['draws']
const zeros = '0'.repeat(64)

const portsOf = (actor: Actor, law: Pack): string[] => law.ports.map(({ code }) => code).filter((port) => atPort(actor, port))
const mayRead = (actor: Actor): boolean => hasRole(actor, 'officer', 'coordinator', 'headquarters', 'auditor')

/** Draws of lots (DR-01…DR-05): for the agencies below `/draws`, for everybody below `/public/draws`. */
export function drawRoutes(api: Api, parts: DrawParts): void {
  const { law } = parts
  const viewed = async (db: Queryable, context: Context, done: Result<Draw>): Promise<Result<DrawView>> => {
    if (!done.ok) return done
    const draw = await findDraw(db, [done.value.port], done.value.id)
    return draw === undefined ? refuse({ code: 'common/not-found' }) : ok(await viewDraw(db, context.actor, draw))
  }
  api.command({
    method: 'POST', path: '/draws', operation: 'orderDraw', tags, statuses, success: 201,
    summary: 'Order a draw of what is inspected and by whom. Candidates are not chosen: they are all declarations accepted since the last draw, and all inspectors of the register',
    body: OrderDraw, reply: DrawView, example: { port: law().ports.find((port) => inForce(port, api.machine.clock.now()))?.code },
    run: async (tx, context, { body }) => viewed(tx, context, await orderDraw(tx, context, parts, body)),
  })
  api.command({
    method: 'POST', path: '/draws/:id/answer', operation: 'answerDraw', tags, statuses, params: ById, body: AnswerDraw, reply: DrawView, example: { agree: true },
    summary: 'Agree, as the second person, to a draw made again or after a change of roster or rules; or do not',
    run: async (tx, context, { params, body }) => viewed(tx, context, await answerDraw(tx, context, parts, portsOf(context.actor, law()), params.id, body)),
  })
  api.command({
    method: 'POST', path: '/draws/:id/withdraw', operation: 'withdrawDraw', tags, statuses, params: ById, reply: DrawView,
    summary: 'Take back a draw that waits for its second person; only who ordered it',
    run: async (tx, context, { params }) => viewed(tx, context, await withdrawDraw(tx, context, portsOf(context.actor, law()), params.id)),
  })
  api.command({
    method: 'POST', path: '/draws/:id/commitment', operation: 'commitShare', tags, statuses, params: ById, body: CommitShare, reply: DrawView, example: { commitment: zeros },
    summary: 'Commit, for an agency, to its share of the seed',
    run: async (tx, context, { params, body }) => viewed(tx, context, await commitShare(tx, context, parts, portsOf(context.actor, law()), params.id, body)),
  })
  api.command({
    method: 'POST', path: '/draws/:id/reveal', operation: 'revealShare', tags, statuses, params: ById, body: RevealShare, reply: DrawView, example: { secret: zeros },
    summary: 'Show the secret an agency committed to; told to nobody until all are in',
    run: async (tx, context, { params, body }) => viewed(tx, context, await revealShare(tx, context, parts, portsOf(context.actor, law()), params.id, body)),
  })
  api.command({
    method: 'POST', path: '/draws/:id/replacements', operation: 'askReplacement', tags, statuses, params: ById, body: ReplaceOfficer, reply: DrawView, success: 201,
    example: { object: 'O-00001', officer: 'I-001', reason: 'Former employee of the consignee.' },
    summary: 'Say that an officer who was drawn cannot come, and why; the seed names the next once a second person agrees',
    run: async (tx, context, { params, body }) => viewed(tx, context, await askReplacement(tx, context, portsOf(context.actor, law()), params.id, body)),
  })
  api.command({
    method: 'POST', path: '/draws/:id/replacements/:wish/approve', operation: 'approveReplacement', tags, statuses, params: ById.extend({ wish: z.uuid() }), reply: DrawView,
    summary: 'Agree, as the second person, that an officer is replaced',
    run: async (tx, context, { params }) => viewed(tx, context, await approveReplacement(tx, context, parts, portsOf(context.actor, law()), params.id, params.wish)),
  })
  api.command({
    method: 'POST', path: '/draws/:id/outcomes', operation: 'recordDrawOutcome', tags, statuses, params: ById, body: RecordOutcome, reply: DrawView, success: 201,
    example: { object: 'O-00001', items: [], result: 'not-inspected', exception: 'Destroyed before inspection.' },
    summary: 'Say that a drawn object was not inspected, and why; published once a second person agrees. Other outcomes are published by the decision on the inspection',
    run: async (tx, context, { params, body }) => viewed(tx, context, await recordOutcome(tx, context, portsOf(context.actor, law()), params.id, body)),
  })
  api.command({
    method: 'POST', path: '/draws/:id/outcomes/:wish/approve', operation: 'approveDrawOutcome', tags, statuses, params: ById.extend({ wish: z.uuid() }), reply: DrawView,
    summary: 'Agree, as the second person, that a drawn object was not inspected; a correction is a further version',
    run: async (tx, context, { params }) => viewed(tx, context, await approveOutcome(tx, context, portsOf(context.actor, law()), params.id, params.wish)),
  })
  api.command({
    method: 'POST', path: '/draws/:id/names', operation: 'readDrawNames', tags, statuses, params: ById, body: ReadNames, reply: NamesPage,
    example: { purpose: 'Tell the officers where to go.', of: 'drawn', object: 'O-00001' },
    summary: 'Who stands behind codes of a draw, some at a time and for a purpose; every reading is in the ledger',
    run: (tx, context, { params, body }) => readNames(tx, context, parts, portsOf(context.actor, law()), params.id, body),
  })
  bodiesRoute(api, parts, portsOf)
  api.read({
    path: '/draws', operation: 'listDraws', tags, query: DrawQuery, reply: Page,
    summary: 'Draws of the own ports, newest first',
    run: async (context, { query }) => {
      if (!mayRead(context.actor)) return refuse({ code: 'common/not-permitted' })
      return page(context.db, portsOf(context.actor, law()), false, query)
    },
  })
  api.read({
    path: '/draws/owed', operation: 'listOwedCrews', tags, query: z.strictObject({ port: z.string().min(1).max(40), agency: z.string().min(1).max(40) }),
    reply: z.object({ items: z.array(z.object({ draw: z.uuid(), label: z.string(), object: z.string(), since: z.iso.datetime(), due: z.iso.datetime() })) }),
    summary: 'Drawn objects of an agency that no full crew was found for, the oldest first: the next draw owes them one',
    run: async ({ actor, db }, { query: { port, agency } }) => {
      if (!mayRead(actor) || !portsOf(actor, law()).includes(port)) return refuse({ code: 'common/not-permitted' })
      const owed = await findOwed(db, port, agency)
      return ok({ items: owed.map(({ draw, number, object, drawnAt }) => ({ draw, label: `D-${number}`, object, since: toIso(drawnAt), due: toIso(owedBy(parts, port, drawnAt)) })) })
    },
  })
  api.read({
    path: '/draws/:id', operation: 'readDraw', tags, params: ById, reply: DrawView,
    summary: 'Where a draw stands and what waits for somebody; the lists are in its public record',
    run: async (context, { params }) => {
      if (!mayRead(context.actor)) return refuse({ code: 'common/not-permitted' })
      const draw = await findDraw(context.db, portsOf(context.actor, law()), params.id)
      return draw === undefined ? refuse({ code: 'common/not-found' }) : ok(await viewDraw(context.db, context.actor, draw))
    },
  })
  api.read({
    path: '/public/draws', operation: 'listPublicDraws', tags, public: true, kept: 5, query: DrawQuery, reply: Page,
    summary: 'The open register of draws, newest first, those that were made again too; no names',
    run: (context, { query }) => page(context.db, law().ports.map(({ code }) => code), true, query),
  })
  api.read({
    path: '/public/draws/:id', operation: 'readPublicDraw', tags, public: true, kept: 0, params: ById, reply: PublicDraw,
    summary: 'Everything a draw is recomputed from: frozen list, commitments, shares, checkpoints with proofs, result; the file of `lianjian draw verify`',
    version: ({ db }, { params }) => findRecordVersion(db, law().ports.map(({ code }) => code), params.id),
    run: async (context, { params }) => {
      const draw = await findDraw(context.db, law().ports.map(({ code }) => code), params.id)
      return draw === undefined || draw.root === null ? refuse({ code: 'common/not-found' }) : ok(await publicDraw(context.db, law(), draw))
    },
  })
  api.read({
    path: '/public/draw-orderers', operation: 'listDrawOrderers', tags, public: true, kept: 5,
    reply: z.object({ items: z.array(z.object({ person: z.string(), port: z.string(), agency: z.string(), draws: z.int(), redraws: z.int() })) }),
    summary: 'How often each person who orders draws had one made again; no names',
    run: async (context) => ok({ items: (await countOrderers(context.db)).map((row) => ({ ...row, person: personCode(row.person) })) }),
  })
}

async function page(db: Queryable, ports: readonly string[], frozenOnly: boolean, query: z.infer<typeof DrawQuery>): Promise<Result<z.infer<typeof Page>>> {
  const after = decodeIdCursor(query.after)
  if (!after.ok) return after
  const within = ports.filter((port) => query.port === undefined || port === query.port)
  return ok(pageById(await listDraws(db, { ports: within, agency: query.agency, frozenOnly, after: after.value, limit: query.limit }), query.limit, toSummary))
}
