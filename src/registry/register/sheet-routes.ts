import { z } from 'zod'
import { parseInstant, toIso } from '../../kernel/instant.ts'
import type { Json } from '../../kernel/canonical-json.ts'
import { statusOf, type Api } from '../../platform/http/api.ts'
import { sendProblem } from '../../platform/http/problem.ts'
import { Moment } from '../../platform/http/moments.ts'
import { writeCsv, writeXlsx, type Cell } from '../../platform/files/public.ts'
import type { AnyRegister } from './define-register.ts'
import { toCell, toInert } from './domain/sheet.ts'
import { importSheet, ImportReport } from './import-sheet.ts'
import { findRegister } from './routes.ts'
import { sheetColumns } from './sheet-columns.ts'
import { listEntries, type EntryRow } from './store.ts'

const ExportQuery = z.strictObject({ format: z.enum(['csv', 'xlsx']).default('csv'), at: Moment.optional() })
const ImportQuery = z.strictObject({ dryRun: z.enum(['true', 'false']).default('false'), validFrom: Moment.optional() })

/** Rows of one export; a register larger than this is read page by page through the API. */
const exportLimit = 50_000
const uploadLimit = 8 * 1024 * 1024
const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

function sheetOf(register: AnyRegister, rows: readonly EntryRow[]): Cell[][] {
  const columns = sheetColumns(register)
  const cells = rows.map((row) => [...columns.map((column) => toCell(column, row.data as unknown as Json)), toIso(row.valid_from), row.valid_to === null ? undefined : toIso(row.valid_to)])
  return [[...columns.map((column) => column.title), 'validFrom', 'validTo'], ...cells]
}

const inert = (cell: Cell): Cell => (typeof cell === 'string' ? toInert(cell) : cell)

/** Registers as sheets: out as CSV or XLSX with every cell inert, in with all faults named by row and column. */
export function sheetRoutes(api: Api, registers: readonly AnyRegister[]): void {
  const { machine } = api
  api.raw({
    method: 'GET',
    path: '/registers/:name/sheet',
    operation: 'exportRegister',
    summary: 'Entries in force at a moment as a CSV or XLSX sheet',
    tags: ['registry'],
    params: z.strictObject({ name: z.string() }),
    query: ExportQuery,
    produces: 'text/csv',
    async handle(context, request, reply) {
      const register = findRegister(registers, (request.params as { name: string }).name, context.actor)
      if (!register.ok) return sendProblem(reply, statusOf(register.refusals), register.refusals)
      const query = ExportQuery.safeParse(request.query)
      if (!query.success) return sendProblem(reply, 400, [{ code: 'common/invalid' }])
      const { name, sight } = register.value
      const at = query.data.at === undefined ? context.now : (parseInstant(query.data.at) ?? context.now)
      const rows = await listEntries(context.db, name, { at, sight: sight(context.actor), limit: exportLimit })
      const sheet = sheetOf(register.value, rows).map((row) => row.map(inert))
      reply.header('content-disposition', `attachment; filename="${name}-${toIso(at).slice(0, 10)}.${query.data.format}"`)
      if (query.data.format === 'csv') return reply.type('text/csv; charset=utf-8').send(writeCsv(sheet))
      return reply.type(xlsxType).send(await writeXlsx(name, sheet))
    },
  })
  api.raw({
    method: 'POST',
    path: '/registers/:name/sheet',
    operation: 'importRegister',
    summary: 'Record the rows of a CSV or XLSX sheet, all or none; equal rows are left alone. `dryRun` only says what would happen',
    tags: ['registry'],
    params: z.strictObject({ name: z.string() }),
    query: ImportQuery,
    consumes: 'text/csv',
    bodyLimit: uploadLimit,
    reply: ImportReport,
    async handle(context, request, reply) {
      const register = findRegister(registers, (request.params as { name: string }).name, context.actor)
      if (!register.ok) return sendProblem(reply, statusOf(register.refusals), register.refusals)
      const query = ImportQuery.safeParse(request.query)
      if (!query.success) return sendProblem(reply, 400, [{ code: 'common/invalid' }])
      if (!Buffer.isBuffer(request.body)) return sendProblem(reply, 422, [{ code: 'registers/not-a-sheet' }])
      const validFrom = query.data.validFrom === undefined ? context.now : (parseInstant(query.data.validFrom) ?? context.now)
      const report = await importSheet(machine.db, context, register.value, request.body, { dryRun: query.data.dryRun === 'true', validFrom })
      if (!report.ok) return sendProblem(reply, statusOf(report.refusals), report.refusals)
      return reply.type('application/json; charset=utf-8').send(JSON.stringify(report.value))
    },
  })
}
