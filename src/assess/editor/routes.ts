import { z } from 'zod'
import type { Facts, FactValue } from '../../kernel/decision-table/table.ts'
import { parseInstant, toIso } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import { statusOf, type Api, type Statuses } from '../../platform/http/api.ts'
import { decodeIdCursor, ListQuery, pageById } from '../../platform/http/cursor.ts'
import { sendProblem } from '../../platform/http/problem.ts'
import { findVersionInForce } from '../domain/rule-snapshot.ts'
import { mayReadTables } from '../domain/permissions.ts'
import type { RuleTrials } from '../lab/public.ts'
import { definitionOf } from '../record-table-version.ts'
import type { Rules } from '../rules.ts'
import { listLiveVersions } from '../store.ts'
import { tableView } from '../table-schema.ts'
import { remarkViews, VersionView, versionView, WholeVersionView } from '../version-view.ts'
import { codeBook, EditingView, editingLaw } from './desk-view.ts'
import { mayReadDrafts, mayWriteDraft } from './domain/draft.ts'
import { DraftView, draftView, WholeDraftView } from './draft-schema.ts'
import { draftExample, factsExample } from './examples.ts'
import { draftSheet, readDraftSheet } from './read-draft-sheet.ts'
import { SeatsView, shareDraft, ShareDraft, takeDraftSeat, TakeSeat } from './share-draft.ts'
import { countDrafts, findDraft, listDrafts, readDraftRows, type StoredDraft } from './store.ts'
import { BeginDraft, beginDraft, discardDraft, RecordDraft, recordDraft, SaveDraft, saveDraft, type WholeDraft } from './write-draft.ts'

/** What the editor is made from besides the database. */
export interface EditorParts {
  readonly law: () => Pack
  readonly rules: Rules
  readonly trials: RuleTrials
}

const tags = ['assess']
const table = z.string().regex(/^[a-z][a-z-]{1,39}$/)
const ByTable = z.strictObject({ name: table })
const ByDraft = z.strictObject({ name: table, draft: z.uuid() })
const bodyLimit = 8 * 1024 * 1024
const statuses: Statuses = {
  'drafts/not-yours': 403, 'drafts/not-the-owner': 403, 'drafts/already-recorded': 409, 'drafts/already-discarded': 409, 'drafts/id-used': 409,
  'drafts/version-unknown': 428, 'drafts/not-a-hand': 409, 'lab/rule-too-slow': 422,
}
const fact = z.union([z.string().max(200), z.number(), z.boolean(), z.array(z.string().max(200)).max(200).readonly()])
const TryDraft = z.strictObject({ facts: z.array(z.record(z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,39}$/), fact)).min(1).max(100) })
const Tried = z.strictObject({ answers: z.array(z.array(z.strictObject({ row: z.string(), clause: z.string(), formula: z.string().optional(), then: z.record(z.string(), fact), values: z.record(z.string(), fact) }))) })
const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

const TableSummary = z.strictObject({
  name: z.string(),
  title: z.strictObject({ zh: z.string(), en: z.string() }),
  clause: z.string(),
  policy: z.string(),
  inForce: VersionView.optional(),
  planned: z.array(VersionView),
  waiting: z.array(VersionView),
  drafts: z.number(),
})

/** A moment a day without time begins at may be sent as instants are: columns of moments take ISO texts. */
function toFacts(sent: Readonly<Record<string, FactValue>>, moments: ReadonlySet<string>): Facts {
  return Object.fromEntries(Object.entries(sent).map(([name, value]) => [name, moments.has(name) && typeof value === 'string' ? (parseInstant(value) ?? value) : value]))
}

function overviewRoutes(api: Api, { rules, law }: EditorParts): void {
  api.read({
    path: '/rule-lab/tables',
    operation: 'listRuleLab',
    summary: 'Decision tables with the version in force, those planned and waiting, and how many drafts are written',
    tags,
    reply: z.strictObject({ items: z.array(TableSummary) }),
    run: async (context) => {
      const denied = mayReadTables(context.actor)
      if (denied !== undefined) return refuse(denied)
      const { pack, ...snapshot } = await rules.current()
      const drafts = await countDrafts(context.db)
      const live = await listLiveVersions(context.db, context.now)
      const items = pack.tables.map(({ definition }) => {
        const versions = live.filter((one) => one.table === definition.name)
        const current = findVersionInForce({ pack, ...snapshot }, definition.name, context.now)?.version.version
        return {
          name: definition.name,
          title: { ...definition.title },
          clause: definition.clause,
          policy: definition.hit.policy,
          ...(current === undefined ? {} : Object.fromEntries(versions.filter((one) => one.version === current).map((one) => ['inForce', versionView(one)]))),
          planned: versions.filter((one) => one.state === 'active' && one.validFrom !== null && one.validFrom > context.now).map(versionView),
          waiting: versions.filter((one) => one.state === 'recorded').map(versionView),
          drafts: drafts.get(definition.name) ?? 0,
        }
      })
      return ok({ items })
    },
  })
  api.read({
    path: '/tables/:name/editing',
    operation: 'readTableForEditing',
    summary: 'The shape of a table, the law its rows are held against, the codes that exist, and the rows in force',
    tags,
    params: ByTable,
    reply: EditingView,
    run: async (context, { params }) => {
      const denied = mayReadTables(context.actor)
      if (denied !== undefined) return refuse(denied)
      const definition = definitionOf(law(), params.name)
      if (definition === undefined) return refuse({ code: 'common/not-found' })
      const current = findVersionInForce(await rules.current(), params.name, context.now)?.version
      return ok({
        at: toIso(context.now),
        table: tableView(definition),
        law: editingLaw(law(), context.now),
        codes: { ...codeBook(law(), definition, context.now) },
        ...(current === undefined ? {} : { inForce: { version: current.version, rows: current.rows } }),
      })
    },
  })
}

function draftRoutes(api: Api, { law, rules }: EditorParts): void {
  const whole = ({ draft, rows }: WholeDraft, mine: boolean): z.infer<typeof WholeDraftView> => ({ ...draftView(draft, mine), rows })
  api.read({
    path: '/tables/:name/drafts',
    operation: 'listTableDrafts',
    summary: 'Drafts of a table that are still written, newest first',
    tags,
    params: ByTable,
    query: ListQuery,
    reply: z.strictObject({ items: z.array(DraftView), next: z.string().optional() }),
    run: async (context, { params, query }) => {
      const denied = mayReadDrafts(context.actor)
      if (denied !== undefined) return refuse(denied)
      if (definitionOf(law(), params.name) === undefined) return refuse({ code: 'common/not-found' })
      const after = decodeIdCursor(query.after)
      if (!after.ok) return after
      const drafts = await listDrafts(context.db, params.name, after.value, query.limit)
      return ok(pageById(drafts, query.limit, (draft) => draftView(draft, mayWriteDraft(context.actor, draft) === undefined)))
    },
  })
  api.read({
    path: '/tables/:name/drafts/:draft',
    operation: 'readTableDraft',
    summary: 'A draft with its rows',
    tags,
    params: ByDraft,
    reply: WholeDraftView,
    run: async (context, { params }) => {
      const denied = mayReadDrafts(context.actor)
      if (denied !== undefined) return refuse(denied)
      const draft = await findDraft(context.db, params.name, params.draft)
      if (draft === undefined) return refuse({ code: 'common/not-found' })
      return ok(whole({ draft, rows: await readDraftRows(context.db, draft.id) }, mayWriteDraft(context.actor, draft) === undefined))
    },
  })
  api.command({
    method: 'POST',
    path: '/tables/:name/drafts',
    operation: 'beginTableDraft',
    summary: 'Begin a draft from a version, from rows, or empty',
    tags,
    params: ByTable,
    body: BeginDraft,
    reply: WholeDraftView,
    success: 201,
    bodyLimit,
    statuses,
    example: draftExample,
    run: async (tx, context, { params, body }) => {
      // The rules as they are: the pack's own versions are there once they have been asked for.
      const begun = await beginDraft(tx, context, (await rules.current()).pack, params.name, body)
      return begun.ok ? ok(whole(begun.value, true)) : begun
    },
  })
  api.command({
    method: 'PUT',
    path: '/tables/:name/drafts/:draft',
    operation: 'saveTableDraft',
    summary: 'Save a draft as it stands, faults and all; If-Match names the version that was seen',
    tags,
    params: ByDraft,
    body: SaveDraft,
    reply: DraftView,
    bodyLimit,
    statuses,
    example: { title: 'Toys of heading 9503', collaborators: [] },
    run: async (tx, context, { params, body, ifMatch }) => {
      const saved = await saveDraft(tx, context, { table: params.name, id: params.draft }, body, ifMatch)
      return saved.ok ? ok(draftView(saved.value.draft, true)) : saved
    },
  })
  api.command({
    method: 'POST',
    path: '/tables/:name/drafts/:draft/discard',
    operation: 'discardTableDraft',
    summary: 'Throw a draft away',
    tags,
    params: ByDraft,
    body: z.strictObject({ id: z.uuid().optional() }),
    reply: DraftView,
    statuses,
    example: {},
    run: async (tx, context, { params, ifMatch }) => {
      const discarded = await discardDraft(tx, context, { table: params.name, id: params.draft }, ifMatch)
      return discarded.ok ? ok(draftView(discarded.value, false)) : discarded
    },
  })
  api.command({
    method: 'POST',
    path: '/tables/:name/drafts/:draft/record',
    operation: 'recordTableDraft',
    summary: 'Record a draft as a version, checked in full; a second person puts it into force',
    tags,
    params: ByDraft,
    body: RecordDraft,
    reply: WholeVersionView,
    success: 201,
    statuses,
    example: { note: 'Toys of heading 9503 are sampled more often' },
    run: async (tx, context, { params, body, ifMatch }) => {
      const recorded = await recordDraft(tx, context, law(), { table: params.name, id: params.draft }, body, ifMatch)
      return recorded.ok ? ok({ ...versionView(recorded.value.stored), remarks: remarkViews(recorded.value.remarks) }) : recorded
    },
  })
}

function sharingRoutes(api: Api): void {
  api.command({
    method: 'POST',
    path: '/tables/:name/drafts/:draft/hands',
    operation: 'shareTableDraft',
    summary: 'Invite somebody to write a draft, end that, or leave it',
    tags,
    params: ByDraft,
    body: ShareDraft,
    reply: DraftView,
    statuses,
    example: { invite: 'officer.ciq' },
    run: async (tx, context, { params, body }) => {
      const shared = await shareDraft(tx, context, { table: params.name, id: params.draft }, body)
      return shared.ok ? ok(draftView(shared.value, mayWriteDraft(context.actor, shared.value) === undefined)) : shared
    },
  })
  api.command({
    method: 'POST',
    path: '/tables/:name/drafts/:draft/seat',
    operation: 'takeTableDraftSeat',
    summary: 'Say that you have a draft open, and see who else has; nothing is recorded',
    tags,
    params: ByDraft,
    body: TakeSeat,
    reply: SeatsView,
    statuses,
    example: { row: 'undervalued-textiles' },
    run: (tx, context, { params, body }) => takeDraftSeat(tx, context, { table: params.name, id: params.draft }, body.row),
  })
}

function trialRoutes(api: Api, { law, trials }: EditorParts): void {
  api.command({
    method: 'POST',
    path: '/tables/:name/drafts/:draft/try',
    operation: 'tryTableDraft',
    summary: 'What the saved rows of a draft answer for these facts; nothing is recorded',
    tags,
    params: ByDraft,
    body: TryDraft,
    reply: Tried,
    statuses,
    example: factsExample,
    run: async (tx, context, { params, body }) => {
      const denied = mayReadDrafts(context.actor)
      if (denied !== undefined) return refuse(denied)
      const definition = definitionOf(law(), params.name)
      const draft = await findDraft(tx, params.name, params.draft)
      if (draft === undefined || definition === undefined) return refuse({ code: 'common/not-found' })
      const moments = new Set(definition.columns.flatMap((column) => (column.type === 'instant' ? [column.name] : [])))
      const tried = await trials.tryRule({ definition, rows: await readDraftRows(tx, draft.id), facts: body.facts.map((facts) => toFacts(facts, moments)) })
      if (!tried.ok) return tried
      return ok({
        answers: tried.value.answers.map((answer) => answer.map(({ rule, then, conditions }) => ({
          row: rule.row, clause: rule.clause, ...(rule.formula === undefined ? {} : { formula: rule.formula }), then: { ...then },
          values: Object.fromEntries(conditions.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]]))),
        }))),
      })
    },
  })
}

function sheetRoutes(api: Api, { law }: EditorParts): void {
  async function seen(context: Parameters<Parameters<Api['raw']>[0]['handle']>[0], params: unknown): Promise<Result<{ readonly draft: StoredDraft; readonly definition: NonNullable<ReturnType<typeof definitionOf>> }>> {
    const denied = mayReadDrafts(context.actor)
    if (denied !== undefined) return refuse(denied)
    const parsed = ByDraft.safeParse(params)
    if (!parsed.success) return refuse({ code: 'common/not-found' })
    const definition = definitionOf(law(), parsed.data.name)
    const draft = await findDraft(context.db, parsed.data.name, parsed.data.draft)
    return draft === undefined || definition === undefined ? refuse({ code: 'common/not-found' }) : ok({ draft, definition })
  }
  const SheetQuery = z.strictObject({ format: z.enum(['csv', 'xlsx']).default('csv') })
  api.raw({
    method: 'GET',
    path: '/tables/:name/drafts/:draft/sheet',
    operation: 'exportTableDraft',
    summary: 'The saved rows of a draft as a CSV or XLSX sheet, every cell inert',
    tags,
    params: ByDraft,
    query: SheetQuery,
    produces: 'text/csv',
    async handle(context, request, reply) {
      const found = await seen(context, request.params)
      if (!found.ok) return sendProblem(reply, statusOf(found.refusals), found.refusals)
      const query = SheetQuery.safeParse(request.query)
      if (!query.success) return sendProblem(reply, 400, [{ code: 'common/invalid' }])
      const { draft, definition } = found.value
      const { format } = query.data
      const sheet = await draftSheet(definition, await readDraftRows(context.db, draft.id), format)
      reply.header('content-disposition', `attachment; filename="${definition.name}-${draft.version}.${format}"`)
      return reply.type(format === 'csv' ? 'text/csv; charset=utf-8' : xlsxType).send(sheet)
    },
  })
  api.raw({
    method: 'POST',
    path: '/tables/:name/drafts/:draft/sheet',
    operation: 'readTableSheet',
    summary: 'Rows read from a CSV or XLSX sheet, for the draft to take; nothing is saved',
    tags,
    params: ByDraft,
    consumes: 'text/csv',
    bodyLimit,
    reply: z.strictObject({ rows: WholeDraftView.shape.rows }),
    async handle(context, request, reply) {
      const found = await seen(context, request.params)
      if (!found.ok) return sendProblem(reply, statusOf(found.refusals), found.refusals)
      const denied = mayWriteDraft(context.actor, found.value.draft)
      if (denied !== undefined) return sendProblem(reply, statusOf([denied], statuses), [denied])
      if (!Buffer.isBuffer(request.body)) return sendProblem(reply, 422, [{ code: 'drafts/not-a-sheet' }])
      const rows = await readDraftSheet(found.value.definition, request.body)
      if (!rows.ok) return sendProblem(reply, 422, rows.refusals)
      return reply.type('application/json; charset=utf-8').send(JSON.stringify({ rows: rows.value }))
    },
  })
}

/** Drafts of decision tables: begin, save, try, record; sheets in and out; what an editor judges rows by. */
export function editorRoutes(api: Api, parts: EditorParts): void {
  overviewRoutes(api, parts)
  draftRoutes(api, parts)
  sharingRoutes(api)
  trialRoutes(api, parts)
  sheetRoutes(api, parts)
}
