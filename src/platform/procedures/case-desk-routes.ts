import { z } from 'zod'
import { everyPort } from '../../kernel/actor.ts'
import { ok, refuse } from '../../kernel/result.ts'
import type { Api } from '../http/api.ts'
import { decodeIdCursor, pageById } from '../http/cursor.ts'
import type { AnyCaseKind } from './case-kind.ts'
import { CaseQuery, partiesListed } from './case-routes.ts'
import { CaseDetail, CaseView, toCaseDetail, toCaseView } from './case-view.ts'
import { findAnyCase, listActs, listCases } from './store.ts'
import { actOnCase, seenBy } from './work-case.ts'

const Id = z.strictObject({ id: z.uuid() })
const Text = z.object({ zh: z.string(), en: z.string() })
const Kind = z.object({ name: z.string(), title: Text, clause: z.string(), states: z.array(z.object({ code: z.string(), title: Text, final: z.boolean() })) })
const Query = CaseQuery.extend({ procedure: z.string().max(60).optional() })
const Act = z.strictObject({ act: z.string().min(1).max(60), evidence: z.record(z.string().max(60), z.string().max(10_000)).default({}) })

/**
 * One desk for the cases of all procedures: what waits, each case with its time-line, and its acts. Whoever is no party to a case and oversees none does not
 * know of it. The routes of each procedure do the same for programs that know only that one.
 */
export function caseDeskRoutes(api: Api, kinds: readonly AnyCaseKind[]): void {
  const kindOf = new Map(kinds.map((kind) => [kind.procedure.name, kind]))
  const tags = ['cases']
  api.read({
    path: '/procedures',
    operation: 'listProcedures',
    summary: 'The procedures there are, with their states',
    tags,
    reply: z.object({ items: z.array(Kind) }),
    run: async () =>
      ok({
        items: kinds.map(({ procedure: { name, title, clause, states, final } }) => ({
          name, clause, title: { ...title }, states: Object.entries(states).map(([code, text]) => ({ code, title: { ...text }, final: final.includes(code) })),
        })),
      }),
  })
  api.read({
    path: '/cases',
    operation: 'listCases',
    summary: 'Cases of all procedures or of one: those of the own party, newest first, with the acts open to the caller',
    tags,
    query: Query,
    reply: z.object({ items: z.array(CaseView), next: z.string().optional() }),
    run: async (context, { query }) => {
      const { actor } = context
      const after = decodeIdCursor(query.after)
      if (!after.ok) return after
      const procedures = [...kindOf.keys()].filter((name) => query.procedure === undefined || query.procedure === name)
      const ports = actor.ports.includes(everyPort) ? undefined : [...actor.ports, everyPort]
      const wanted = { ports, parties: partiesListed(actor), state: query.state, open: query.open !== undefined, overdue: query.overdue !== undefined, after: after.value, limit: query.limit }
      const page = pageById(await listCases(context.db, procedures, wanted), query.limit, (row) => row)
      const items = page.items.flatMap((row) => {
        const kind = kindOf.get(row.procedure)
        return kind !== undefined && seenBy(actor, kind, row) ? [toCaseView(actor, kind, row)] : []
      })
      return ok({ ...page, items })
    },
  })
  api.read({
    path: '/cases/:id',
    operation: 'readCase',
    summary: 'One case of any procedure with its time-line',
    tags,
    params: Id,
    reply: CaseDetail,
    run: async (context, { params }) => {
      const row = await findAnyCase(context.db, params.id)
      const kind = kindOf.get(row?.procedure ?? '')
      if (kind === undefined || !seenBy(context.actor, kind, row)) return refuse({ code: 'common/not-found' })
      return ok(toCaseDetail(context.actor, kind, row, await listActs(context.db, row.port, row.id)))
    },
  })
  api.command({
    method: 'POST',
    path: '/cases/:id/acts',
    operation: 'actOnCase',
    summary: 'Do one of the acts a case admits, with what it has to bring',
    tags,
    statuses: { 'procedures/not-now': 409, 'procedures/not-yours': 403 },
    params: Id,
    body: Act,
    reply: CaseView,
    example: { act: 'accept', evidence: {} },
    run: async (tx, context, { params, body }) => {
      const kind = kindOf.get((await findAnyCase(tx, params.id))?.procedure ?? '')
      if (kind === undefined) return refuse({ code: 'common/not-found' })
      const moved = await actOnCase(tx, context, kind, params.id, body.act, body.evidence)
      return moved.ok ? ok(toCaseView(context.actor, kind, moved.value)) : moved
    },
  })
}
