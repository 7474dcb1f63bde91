import { z } from 'zod'
import { priorityOf } from '../../assess/credit/public.ts'
import { hasRole } from '../../kernel/actor.ts'
import type { Pack } from '../../kernel/pack.ts'
import { ok, refuse } from '../../kernel/result.ts'
import { standingPurposes } from '../../kernel/trade-fields.ts'
import type { Api } from '../../platform/http/api.ts'
import { decodeCursor, encodeCursor, ListQuery } from '../../platform/http/cursor.ts'
import { ListedDeclaration, listedDeclaration } from './declaration-view.ts'
import type { FieldsFor } from './domain/field-sight.ts'
import { listWaitingByRank } from './priority-store.ts'
import { portsOf } from './read-routes.ts'

/** `GET /declarations/waiting`: what waits, in the order in which officers take it up: by what the grade of credit brings (RR-12), then the longest waiting. */
export function priorityRoute(api: Api, law: () => Pack, fieldsFor: FieldsFor): void {
  api.read({
    path: '/declarations/waiting',
    operation: 'listWaitingDeclarations',
    summary: 'Declarations that wait, those of enterprises with priority first, then the longest waiting',
    tags: ['window'],
    query: ListQuery.extend({ port: z.string().max(12).optional() }),
    reply: z.object({ items: z.array(ListedDeclaration.extend({ priority: z.int() })), next: z.string().optional() }),
    run: async ({ actor, now, db }, { query }) => {
      if (!hasRole(actor, 'officer', 'coordinator', 'headquarters', 'auditor')) return refuse({ code: 'common/not-permitted' })
      const cursor = decodeCursor(query.after, ['int', 'id'])
      if (!cursor.ok) return cursor
      const pack = law()
      const ports = portsOf(pack, actor).filter((port) => query.port === undefined || port === query.port)
      const ranks = Object.fromEntries(pack.creditGrades.map(({ code }) => [code, priorityOf(pack.credit.measures, code, now)]))
      const rows = await listWaitingByRank(db, ports, ranks, cursor.value === undefined ? undefined : { rank: cursor.value[0], id: cursor.value[1] }, query.limit)
      const last = rows.at(-1)
      const fields = fieldsFor(actor, standingPurposes.declarations, now)
      return ok({ items: rows.map((row) => ({ ...listedDeclaration(actor, row, fields), priority: row.rank })), ...(last !== undefined && rows.length === query.limit ? { next: encodeCursor([last.rank, last.id]) } : {}) })
    },
  })
}
