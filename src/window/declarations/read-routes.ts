import { z } from 'zod'
import { cutForTrader } from '../../assess/public.ts'
import { atPort, type Actor } from '../../kernel/actor.ts'
import type { Pack } from '../../kernel/pack.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import { standingPurposes } from '../../kernel/trade-fields.ts'
import type { Context } from '../../platform/context.ts'
import type { Queryable } from '../../platform/database/database.ts'
import type { Api } from '../../platform/http/api.ts'
import { decodeIdCursor, encodeCursor, ListQuery } from '../../platform/http/cursor.ts'
import { allowedTimeline, timeline } from '../../platform/ledger/timeline.ts'
import type { Sights } from '../../platform/sight/known-subjects.ts'
import { isContainerNumber } from '../../kernel/container-number.ts'
import { DeclarationView, declarationView, ListedDeclaration, listedDeclaration, type Starts } from './declaration-view.ts'
import { findDocuments } from './document-store.ts'
import { splitFields, type FieldsFor } from './domain/field-sight.ts'
import { maySee, maySeeTargeting, sightOf } from './domain/permissions.ts'
import { nextStatuses, type DeclarationStatus } from './domain/status.ts'
import { TimelineView, timelineView } from './timeline-view.ts'
import { findDeclaration, type WholeRow } from './list-store.ts'
import { countByStatus, listDeclarations, mostCounted, type ListFilter } from './page-store.ts'

/** When the agencies' work on a declaration began, as their directives say (SW-04). */
export type StartsOf = (db: Queryable, port: string, declaration: string) => Promise<Starts>

/** What agencies read by entitlement, and who is told that they have (SW-08). */
export interface Shared {
  readonly fieldsFor: FieldsFor
  readonly onRead: (context: Context, declaration: { readonly port: string; readonly number: string }, purpose: string, split: ReturnType<typeof splitFields>) => Promise<void>
}

const statuses = Object.keys(nextStatuses) as [DeclarationStatus, ...DeclarationStatus[]]
const Id = z.strictObject({ id: z.uuid() })
const ListDeclarations = ListQuery.extend({
  port: z.string().max(12).optional(),
  status: z.enum(statuses).optional(),
  mode: z.string().max(20).optional(),
  direction: z.enum(['import', 'export', 'transit']).optional(),
  releaseMode: z.string().max(40).optional(),
  /** A declaration number, a container number, a transport document or a reference, in full. */
  q: z.string().trim().max(64).optional(),
})

/** Ports of the pack the actor sees declarations of. */
export function portsOf(pack: Pick<Pack, 'ports'>, actor: Actor): string[] {
  return [...new Set(pack.ports.map((port) => port.code))].filter((port) => atPort(actor, port))
}

function searchOf(q: string | undefined): ListFilter['search'] {
  if (q === undefined || q === '') return undefined
  if (/^\d{18}$/.test(q)) return { by: 'number', value: q }
  const upper = q.toUpperCase().replaceAll(' ', '')
  return isContainerNumber(upper) ? { by: 'container', value: upper } : { by: 'paper', value: q }
}

/** A declaration the actor may see. Not there and not theirs to see are told apart by nobody. */
async function findSeen(pack: Pack, context: Context, id: string): Promise<Result<WholeRow>> {
  const row = await findDeclaration(context.db, portsOf(pack, context.actor), id)
  if (row === undefined || !maySee(context.actor, { port: row.port, declarant: row.content.declarant })) return refuse({ code: 'common/not-found' })
  return ok(row)
}

/**
 * Reading declarations: officials all of their ports (SW-09), traders their own; of their time-lines an official what it may know of by `sights` (LB-09), of
 * their content what its agency is entitled to, which is logged (SW-08).
 */
export function readRoutes(api: Api, law: () => Pack, sights: Sights, shared: Shared, startsOf: StartsOf): void {
  api.read({
    path: '/declarations',
    operation: 'listDeclarations',
    summary: 'Declarations, newest first: all of the ports of an official, their own for a trader. A page may be short and still have a `next`: only so many are looked at for one',
    tags: ['window'],
    query: ListDeclarations,
    reply: z.object({ items: z.array(ListedDeclaration), next: z.string().optional() }),
    run: async (context, { query }) => {
      const sight = sightOf(context.actor)
      if (sight === undefined) return refuse({ code: 'common/not-permitted' })
      const after = decodeIdCursor(query.after)
      if (!after.ok) return after
      const ports = portsOf(law(), context.actor).filter((port) => query.port === undefined || port === query.port)
      const { rows, next } = await listDeclarations(context.db, {
        ports,
        declarant: 'enterprise' in sight ? sight.enterprise : undefined,
        status: query.status,
        mode: query.mode,
        direction: query.direction,
        releaseMode: query.releaseMode,
        search: searchOf(query.q),
        after: after.value,
        limit: query.limit,
      })
      const fields = shared.fieldsFor(context.actor, standingPurposes.declarations, context.now)
      return ok({ items: rows.map((row) => listedDeclaration(context.actor, row, fields)), ...(next === undefined ? {} : { next: encodeCursor([next]) }) })
    },
  })

  api.read({
    path: '/declarations/counts',
    operation: 'countDeclarations',
    summary: `How many declarations there are of each status: every record, not only the selected ones. What \`more\` names was counted up to ${mostCounted} and has more; of a trader the newest ${mostCounted} are counted`,
    tags: ['window'],
    query: z.strictObject({ port: z.string().max(12).optional() }),
    reply: z.object({ total: z.int(), byStatus: z.record(z.string(), z.int()), more: z.array(z.enum(['total', ...statuses])) }),
    run: async (context, { query }) => {
      const sight = sightOf(context.actor)
      if (sight === undefined) return refuse({ code: 'common/not-permitted' })
      const ports = portsOf(law(), context.actor).filter((port) => query.port === undefined || port === query.port)
      const counts = await countByStatus(context.db, ports, 'enterprise' in sight ? sight.enterprise : undefined, statuses)
      const more = counts.filter((each) => each.more).map((each) => each.status)
      return ok({
        total: counts.reduce((sum, { count }) => sum + count, 0),
        byStatus: Object.fromEntries(counts.filter(({ count }) => count > 0).map(({ status, count }) => [status, count])),
        more: more.length === 0 ? more : ['total' as const, ...more],
      })
    },
  })

  api.read({
    path: '/declarations/:id',
    operation: 'getDeclaration',
    summary: 'A declaration as the caller may see it: of an agency the fields it is entitled to for the purpose, and that it has read them is logged',
    tags: ['window'],
    params: Id,
    query: z.strictObject({ purpose: z.string().trim().min(1).max(80).default(standingPurposes.declarations) }),
    reply: DeclarationView,
    run: async (context, { params, query: { purpose } }) => {
      const row = await findSeen(law(), context, params.id)
      if (!row.ok) return row
      const fields = shared.fieldsFor(context.actor, purpose, context.now)
      await shared.onRead(context, row.value, purpose, splitFields(fields))
      return ok(declarationView(context.actor, row.value, fields, await startsOf(context.db, row.value.port, row.value.id), await findDocuments(context.db, row.value.port, row.value.id)))
    },
  })

  api.read({
    path: '/declarations/:id/explanation',
    operation: 'explainDeclaration',
    summary: 'Why the declaration was assessed as it was, cut to what the caller may see',
    tags: ['window'],
    params: Id,
    reply: z.looseObject({ at: z.iso.datetime(), audience: z.enum(['officer', 'trader']), steps: z.array(z.looseObject({ factor: z.string() })) }),
    run: async (context, { params }) => {
      const row = await findSeen(law(), context, params.id)
      if (!row.ok) return row
      const { explanation } = row.value.assessment
      const { at, audience, steps } = maySeeTargeting(context.actor) ? explanation : cutForTrader(explanation)
      return ok({ at, audience, steps: steps.map((step) => ({ ...step })) })
    },
  })

  api.read({
    path: '/declarations/:id/timeline',
    operation: 'readDeclarationTimeline',
    summary: 'What happened to the declaration, oldest first or newest first (`order=`), cut to what the caller may see',
    tags: ['window'],
    params: Id,
    query: ListQuery.extend({ order: z.enum(['oldest', 'newest']).default('oldest') }),
    reply: z.object({ items: z.array(TimelineView), next: z.string().optional() }),
    run: async (context, { params, query }) => {
      const row = await findSeen(law(), context, params.id)
      if (!row.ok) return row
      const after = decodeIdCursor(query.after)
      if (!after.ok) return after
      const { port, id } = row.value
      const page = maySeeTargeting(context.actor)
        ? await allowedTimeline(context, sights, { port, kind: 'declaration', id }, after.value, query.limit, query.order)
        : await timeline(context.db, port, 'declaration', id, after.value, query.limit, query.order)
      const items = page.items.flatMap((entry) => timelineView(context.actor, entry) ?? [])
      return ok(page.next === undefined ? { items } : { items, next: encodeCursor([page.next]) })
    },
  })
}
