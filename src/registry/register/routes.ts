import { z } from 'zod'
import type { Actor } from '../../kernel/actor.ts'
import { parseInstant } from '../../kernel/instant.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Api } from '../../platform/http/api.ts'
import { decodeCursor, encodeCursor, ListQuery } from '../../platform/http/cursor.ts'
import { Moment } from '../../platform/http/moments.ts'
import type { AnyRegister, Sight } from './define-register.ts'
import { EntryView, toEntryView } from './entry-view.ts'
import { endEntry, EndEntry, recordEntry, RecordEntry } from './record-entry.ts'
import { listEntries, listRevisions, listVersions } from './store.ts'

const Named = z.strictObject({ name: z.string().max(40) })
const Keyed = Named.extend({ key: z.string().min(1).max(200) })

const EntryQuery = ListQuery.extend({
  /** As of this moment; now when absent. */
  at: Moment.optional(),
  q: z.string().trim().min(1).max(100).optional(),
  port: z.string().max(40).optional(),
  agency: z.string().max(40).optional(),
})

const RegisterView = z.object({
  name: z.string(),
  title: z.object({ zh: z.string(), en: z.string() }),
  clause: z.string(),
  owner: z.string(),
  revision: z.int(),
  /** Set where it holds rules, which nobody changes alone: `agreed` by a second person, `tried` on the past as well. */
  rule: z.enum(['agreed', 'tried']).optional(),
  /** JSON Schema of an entry's content, for forms. */
  schema: z.record(z.string(), z.json()),
})

const statuses = { 'registers/second-person-first': 409, 'registers/changed-meanwhile': 409, 'registers/not-after-former': 409, 'registers/ended-already': 409 }

/** A register by name, where the actor may see at least some of it; others do not exist for them. */
export function findRegister(registers: readonly AnyRegister[], name: string, actor: Actor): Result<AnyRegister> {
  const register = registers.find((one) => one.name === name)
  return register === undefined || register.sight(actor) === 'none' ? refuse({ code: 'common/not-found' }) : ok(register)
}

/** Whether an actor of that sight sees content. */
export function sees(sight: Sight, data: object): boolean {
  return sight === 'all' || (sight !== 'none' && sight.values.includes(String((data as Record<string, unknown>)[sight.field])))
}

/** Reading and recording of every register by one set of routes (GV-12). */
export function registerRoutes(api: Api, registers: readonly AnyRegister[]): void {
  api.read({
    path: '/registers',
    operation: 'listRegisters',
    summary: 'The registers the caller may read, with the form of their entries',
    tags: ['registry'],
    reply: z.object({ items: z.array(RegisterView) }),
    run: async (context) => {
      const revisions = new Map((await listRevisions(context.db)).map((row) => [row.name, row.revision]))
      const visible = registers.filter((register) => register.sight(context.actor) !== 'none')
      return ok({
        items: visible.map(({ name, title, clause, owner, rule, schema }) => ({
          name,
          title: { ...title },
          clause,
          owner,
          revision: revisions.get(name) ?? 0,
          ...(rule === undefined ? {} : { rule }),
          schema: z.toJSONSchema(schema, { io: 'input' }) as Record<string, z.infer<ReturnType<typeof z.json>>>,
        })),
      })
    },
  })
  api.read({
    path: '/registers/:name',
    operation: 'listEntries',
    summary: 'Entries of a register in force at a moment, by key',
    tags: ['registry'],
    params: Named,
    query: EntryQuery,
    reply: z.object({ items: z.array(EntryView), next: z.string().optional() }),
    run: async (context, { params, query }) => {
      const register = findRegister(registers, params.name, context.actor)
      if (!register.ok) return register
      const after = decodeCursor(query.after, ['text'])
      if (!after.ok) return after
      const at = query.at === undefined ? context.now : (parseInstant(query.at) ?? context.now)
      const rows = await listEntries(context.db, params.name, {
        at,
        sight: register.value.sight(context.actor),
        search: query.q,
        port: query.port,
        agency: query.agency,
        after: after.value?.[0],
        limit: query.limit,
      })
      const last = rows.at(-1)
      return ok({ items: rows.map(toEntryView), ...(last !== undefined && rows.length === query.limit ? { next: encodeCursor([last.key]) } : {}) })
    },
  })
  api.read({
    path: '/registers/:name/:key',
    operation: 'readEntry',
    summary: 'An entry with all its versions, newest first',
    tags: ['registry'],
    params: Keyed,
    reply: z.object({ key: z.string(), version: z.int(), mayRecord: z.boolean(), current: EntryView.optional(), versions: z.array(EntryView) }),
    run: async (context, { params }) => {
      const register = findRegister(registers, params.name, context.actor)
      if (!register.ok) return register
      const rows = await listVersions(context.db, params.name, params.key)
      const [newest] = rows
      if (newest === undefined || !sees(register.value.sight(context.actor), newest.data)) return refuse({ code: 'common/not-found' })
      const current = rows.find((row) => row.valid_from <= context.now && (row.valid_to === null || row.valid_to > context.now))
      return ok({
        key: newest.key,
        version: newest.version,
        mayRecord: register.value.mayRecord(context.actor, newest.data),
        ...(current === undefined ? {} : { current: toEntryView(current) }),
        versions: rows.map(toEntryView),
      })
    },
  })
  api.command({
    method: 'POST',
    path: '/registers/:name',
    operation: 'recordEntry',
    summary: 'Record an entry or its next version, from now or a later moment; the former version ends there',
    tags: ['registry'],
    params: Named,
    body: RecordEntry,
    reply: EntryView,
    success: 201,
    statuses,
    example: {
      data: { scheme: 'overseas-producers', number: 'NZ-0417', enterprise: 'E-NZ', clause: 'RR-08' },
      validFrom: '2030-01-01T00:00:00Z',
      expectedVersion: 0,
    },
    run: async (tx, context, { params, body, ifMatch }) => {
      const register = findRegister(registers, params.name, context.actor)
      return register.ok ? recordEntry(tx, context, register.value, body, ifMatch) : register
    },
  })
  api.command({
    method: 'POST',
    path: '/registers/:name/:key/end',
    operation: 'endEntry',
    summary: 'End an entry without a successor',
    tags: ['registry'],
    params: Keyed,
    body: EndEntry,
    reply: EntryView,
    statuses,
    example: { reason: 'site closed', expectedVersion: 1 },
    run: async (tx, context, { params, body, ifMatch }) => {
      const register = findRegister(registers, params.name, context.actor)
      return register.ok ? endEntry(tx, context, register.value, params.key, body, ifMatch) : register
    },
  })
}
