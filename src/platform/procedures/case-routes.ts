import { z } from 'zod'
import { everyPort, hasRole, type Actor } from '../../kernel/actor.ts'
import { ok, refuse } from '../../kernel/result.ts'
import type { Api } from '../http/api.ts'
import { decodeIdCursor, ListQuery, pageById } from '../http/cursor.ts'
import type { AnyCaseKind } from './case-kind.ts'
import { CaseDetail, CaseView, toCaseDetail, toCaseView } from './case-view.ts'
import { findCase, listActs, listCases } from './store.ts'
import { actOnCase, partyKeyOf, seenBy } from './work-case.ts'

const Id = z.strictObject({ id: z.uuid() })
export const CaseQuery = ListQuery.extend({ state: z.string().max(40).optional(), open: z.enum(['true']).optional(), overdue: z.enum(['true']).optional() })
const ActBody = z.strictObject({ evidence: z.record(z.string().max(60), z.string().max(10_000)).default({}) })

const statuses = { 'procedures/not-now': 409, 'procedures/not-yours': 403 }

/** Whose cases are listed: everybody's for those who oversee, the own party's for others. */
export function partiesListed(actor: Actor): readonly string[] | undefined {
  if (hasRole(actor, 'headquarters', 'auditor')) return undefined
  const own = partyKeyOf(actor)
  return own === undefined ? [] : [own]
}

/** Queue, case, and one route per act, of one kind of case below `path`. Opening is the module's own. */
export function caseRoutes(api: Api, kind: AnyCaseKind, path: string): void {
  const { procedure } = kind
  const tags = [kind.subjectKind]
  api.read({
    path,
    operation: `list-${procedure.name}`,
    summary: `${procedure.title.en}: the cases of the own party, newest first, with the acts open to the caller`,
    tags,
    query: CaseQuery,
    reply: z.object({ items: z.array(CaseView), next: z.string().optional() }),
    run: async (context, { query }) => {
      const { actor } = context
      const after = decodeIdCursor(query.after)
      if (!after.ok) return after
      const ports = actor.ports.includes(everyPort) ? undefined : [...actor.ports, everyPort]
      const wanted = { ports, parties: partiesListed(actor), state: query.state, open: query.open !== undefined, overdue: query.overdue !== undefined, after: after.value, limit: query.limit }
      return ok(pageById(await listCases(context.db, [procedure.name], wanted), query.limit, (row) => toCaseView(actor, kind, row)))
    },
  })
  api.read({
    path: `${path}/:id`,
    operation: `read-${procedure.name}`,
    summary: `${procedure.title.en}: one case with its time-line`,
    tags,
    params: Id,
    reply: CaseDetail,
    run: async (context, { params }) => {
      const row = await findCase(context.db, procedure.name, params.id)
      if (!seenBy(context.actor, kind, row)) return refuse({ code: 'common/not-found' })
      return ok(toCaseDetail(context.actor, kind, row, await listActs(context.db, row.port, row.id)))
    },
  })
  for (const act of new Set(procedure.transitions.map((transition) => transition.act))) {
    const transition = procedure.transitions.find((one) => one.act === act)
    if (transition === undefined) continue
    const example = Object.fromEntries(transition.evidence.filter((one) => one.required).map((one) => [one.name, typeof one.kind === 'object' ? (one.kind.choices[0] ?? '') : one.kind === 'day' ? '2030-01-01' : '…']))
    api.command({
      method: 'POST',
      path: `${path}/:id/${act}`,
      operation: `${act}-${procedure.name}`,
      summary: transition.title.en,
      tags,
      statuses,
      params: Id,
      body: ActBody,
      reply: CaseView,
      example: { evidence: example },
      run: async (tx, context, { params, body }) => {
        const moved = await actOnCase(tx, context, kind, params.id, act, body.evidence)
        return moved.ok ? ok(toCaseView(context.actor, kind, moved.value)) : moved
      },
    })
  }
}
