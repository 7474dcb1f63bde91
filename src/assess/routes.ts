import { z } from 'zod'
import { parseInstant, toIso, type Instant } from '../kernel/instant.ts'
import { ok, refuse } from '../kernel/result.ts'
import type { Api } from '../platform/http/api.ts'
import { decodeCursor, decodeIdCursor, encodeCursor, ListQuery, pageById } from '../platform/http/cursor.ts'
import { activateTableVersion } from './activate-table-version.ts'
import { mayReadTables, maySeeTightenings, mayTighten } from './domain/permissions.ts'
import { tighteningExample, versionExample, whatIfExample } from './examples.ts'
import { PublishedRulesView, publishedRulesView, PublishedTableView, publishedTableView } from './published-rules.ts'
import { definitionOf, moment, recordTableVersion, RecordTableVersion } from './record-table-version.ts'
import { readyToGoLive } from './lab/readiness.ts'
import type { Rules } from './rules.ts'
import { findVersion, listVersions, readRows, tighteningsOf, type StoredTightening } from './store.ts'
import { TableView, tableView } from './table-schema.ts'
import { tighten } from './tighten.ts'
import { remarkViews, VersionView, versionView, WholeVersionView } from './version-view.ts'
import { WhatIfView } from './views.ts'
import { WhatIf, whatIf } from './what-if.ts'

const tags = ['assess']
const table = z.string().regex(/^[a-z][a-z-]{1,39}$/)
const bodyLimit = 8 * 1024 * 1024

/** The day the rules are asked for, now when absent. */
const OfDay = z.strictObject({ at: moment.optional() })
const momentOf = (text: string | undefined, now: Instant): Instant => (text === undefined ? now : (parseInstant(text) ?? now))

const directions = ['import', 'export', 'transit'] as const

const TighteningView = z.strictObject({
  id: z.uuid(),
  enterprise: z.string(),
  hs: z.string(),
  /** Cases of this direction only; null: of every one. */
  direction: z.enum(directions).nullable(),
  steps: z.number(),
  validFrom: z.string(),
  validTo: z.string(),
  reason: z.string(),
  cause: z.string(),
  recordedAt: z.string(),
})

const Tighten = z.strictObject({
  id: z.uuid().optional(),
  enterprise: z.string().min(1).max(32),
  hs: z.string().regex(/^\d{2,10}$/),
  direction: z.enum(directions).optional(),
  steps: z.int().min(1).max(3).optional(),
  reason: z.string().min(1).max(500),
  cause: z.string().min(1).max(200),
})

function tighteningView(stored: StoredTightening): z.infer<typeof TighteningView> {
  const { validFrom, validTo, recordedAt, direction = null, ...rest } = stored
  return { ...rest, direction, validFrom: toIso(validFrom), validTo: toIso(validTo), recordedAt: toIso(recordedAt) }
}

function tableRoutes(api: Api, rules: Rules): void {
  api.read({
    path: '/tables',
    operation: 'listTables',
    summary: 'Decision tables of the policy pack',
    tags,
    reply: z.strictObject({ items: z.array(TableView) }),
    run: async (context) => {
      const denied = mayReadTables(context.actor)
      return denied === undefined ? ok({ items: (await rules.current()).pack.tables.map((seed) => tableView(seed.definition)) }) : refuse(denied)
    },
  })
  api.read({
    path: '/tables/:name/versions',
    operation: 'listTableVersions',
    summary: 'Versions of a decision table, newest first',
    tags,
    params: z.strictObject({ name: table }),
    query: ListQuery,
    reply: z.strictObject({ items: z.array(VersionView), next: z.string().optional() }),
    run: async (context, { params, query }) => {
      const denied = mayReadTables(context.actor)
      if (denied !== undefined) return refuse(denied)
      if (definitionOf((await rules.current()).pack, params.name) === undefined) return refuse({ code: 'common/not-found' })
      const after = decodeCursor(query.after, ['int'])
      if (!after.ok) return after
      const rows = await listVersions(context.db, params.name, after.value?.[0], query.limit)
      const last = rows.at(-1)
      return ok({ items: rows.map(versionView), ...(last !== undefined && rows.length === query.limit ? { next: encodeCursor([last.version]) } : {}) })
    },
  })
  api.read({
    path: '/tables/:name/versions/:version',
    operation: 'readTableVersion',
    summary: 'One version with its rows',
    tags,
    params: z.strictObject({ name: table, version: z.coerce.number().int().min(1).max(2_000_000_000) }),
    reply: WholeVersionView,
    run: async (context, { params }) => {
      const denied = mayReadTables(context.actor)
      if (denied !== undefined) return refuse(denied)
      const stored = await findVersion(context.db, params.name, params.version)
      if (stored === undefined) return refuse({ code: 'common/not-found' })
      const rows = await readRows(context.db, params.name, params.version)
      return ok({ ...versionView(stored), rows: [...rows] })
    },
  })
  api.command({
    method: 'POST',
    path: '/tables/:name/versions',
    operation: 'recordTableVersion',
    summary: 'Record a version of a decision table; a second person puts it into force',
    tags,
    params: z.strictObject({ name: table }),
    body: RecordTableVersion,
    reply: WholeVersionView,
    success: 201,
    bodyLimit,
    example: versionExample,
    run: async (tx, context, { params, body }) => {
      const recorded = await recordTableVersion(tx, context, (await rules.current()).pack, params.name, body)
      return recorded.ok ? ok({ ...versionView(recorded.value.stored), remarks: remarkViews(recorded.value.remarks) }) : recorded
    },
  })
  api.command({
    method: 'POST',
    path: '/tables/:name/versions/:version/activate',
    operation: 'activateTableVersion',
    summary: 'Put a recorded version into force; never by its author',
    tags,
    params: z.strictObject({ name: table, version: z.coerce.number().int().min(1).max(2_000_000_000) }),
    /** In an emergency what must be done before is passed by, for a reason; a third person reviews it afterwards. */
    body: z.strictObject({ id: z.uuid().optional(), emergency: z.strictObject({ reason: z.string().trim().min(3).max(1000) }).optional(), /** The law that lowers the safety floor, where the version does. */ basis: z.string().trim().min(3).max(1000).optional() }),
    reply: WholeVersionView,
    example: {},
    statuses: { 'tables/same-person': 403, 'tables/floor-headquarters': 403, 'tables/already-active': 409 },
    run: async (tx, context, { params, body }) => {
      const activated = await activateTableVersion(tx, context, (await rules.current()).pack, params.name, params.version, { ready: readyToGoLive, emergency: body.emergency, basis: body.basis })
      return activated.ok ? ok({ ...versionView(activated.value.stored), remarks: remarkViews(activated.value.remarks) }) : activated
    },
  })
}

function ruleRoutes(api: Api, rules: Rules): void {
  api.command({
    method: 'POST',
    path: '/what-if',
    operation: 'whatIf',
    summary: 'Assess without submitting; nothing is recorded',
    tags,
    body: WhatIf,
    reply: WhatIfView,
    example: whatIfExample,
    statuses: { 'assess/foreign-declarant': 403 },
    run: async (_tx, context, { body }) => whatIf(await rules.current(), context, body),
  })
  api.read({
    path: '/public/rules',
    operation: 'readPublishedRules',
    summary: 'Rules in force with their legal basis, without targeting detail',
    tags: ['public'],
    public: true,
    kept: 60,
    query: OfDay,
    reply: PublishedRulesView,
    run: async (context, { query }) => ok(publishedRulesView(await rules.current(), momentOf(query.at, context.now))),
  })
  api.read({
    path: '/public/rules/:name',
    operation: 'readPublishedTable',
    summary: 'One table of the rules as of a day, with every version there was',
    tags: ['public'],
    public: true,
    kept: 60,
    params: z.strictObject({ name: table }),
    query: OfDay,
    reply: PublishedTableView,
    run: async (context, { params, query }) => {
      const found = publishedTableView(await rules.current(), params.name, momentOf(query.at, context.now))
      return found === undefined ? refuse({ code: 'common/not-found' }) : ok(found)
    },
  })
}

function tighteningRoutes(api: Api, rules: Rules): void {
  api.command({
    method: 'POST',
    path: '/tightenings',
    operation: 'tighten',
    summary: 'Make the mode stricter for an enterprise and goods after a failed sample',
    tags,
    body: Tighten,
    reply: TighteningView,
    success: 201,
    example: tighteningExample,
    statuses: { 'tightenings/already': 409 },
    run: async (tx, context, { body }) => {
      const denied = mayTighten(context.actor)
      if (denied !== undefined) return refuse(denied)
      const { enterprise, hs, direction, steps, reason, cause } = body
      const { pack } = await rules.current()
      const stored = await tighten(tx, context, pack, { enterprise, hs, direction, reason, cause, ...(steps === undefined ? {} : { steps }) })
      return stored === undefined ? refuse({ code: 'tightenings/already', pointer: '/cause', facts: { cause } }) : ok(tighteningView(stored))
    },
  })
  api.read({
    path: '/tightenings',
    operation: 'listTightenings',
    summary: 'What makes the modes of an enterprise stricter, newest first',
    tags,
    query: ListQuery.extend({ enterprise: z.string().min(1).max(32) }),
    reply: z.strictObject({ items: z.array(TighteningView), next: z.string().optional() }),
    run: async (context, { query }) => {
      const denied = maySeeTightenings(context.actor, query.enterprise)
      if (denied !== undefined) return refuse(denied)
      const after = decodeIdCursor(query.after)
      if (!after.ok) return after
      return ok(pageById(await tighteningsOf(context.db, query.enterprise, after.value, query.limit), query.limit, tighteningView))
    },
  })
}

/** `/what-if`, `/tables`, `/tightenings` and `/public/rules`. */
export function assessRoutes(api: Api, { rules }: { readonly rules: Rules }): void {
  tableRoutes(api, rules)
  ruleRoutes(api, rules)
  tighteningRoutes(api, rules)
}
