import { Readable } from 'node:stream'
import { z } from 'zod'
import type { Pack } from '../../kernel/pack.ts'
import { contextFor, type Context } from '../../platform/context.ts'
import { DatabaseTooSlow, isUnavailable } from '../../platform/database/database.ts'
import { statusOf, type Api } from '../../platform/http/api.ts'
import { problemBody, sendProblem } from '../../platform/http/problem.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import { maySubmit } from './domain/permissions.ts'
import { cellOf, readSheetRows, type SheetDeclaration } from './domain/read-sheet-rows.ts'
import { withZone } from './domain/zone.ts'
import { inOrder } from './in-order.ts'
import type { Intake } from './intake.ts'
import { readCsv, readWorkbook } from './read-sheet.ts'
import { Receipt, submissionStatuses } from './submit-routes.ts'
import { columnTexts } from './column-texts.ts'
import { csvTemplate, workbookTemplate } from './template.ts'

const uploadBytes = 8 * 1024 * 1024
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** As a line of a batch, with `line` the first row of the declaration in the sheet; each error also names its row and column there. */
const RowAnswer = z.union([
  Receipt.extend({ line: z.int() }),
  z.looseObject({ line: z.int(), status: z.int(), code: z.string(), errors: z.array(z.looseObject({ row: z.int(), column: z.string() })) }),
])

function refused(sheet: SheetDeclaration, reference: unknown, status: number, refusals: readonly Refusal[]): string {
  const problem = problemBody(status, refusals) as { errors: { pointer: string }[] }
  const errors = problem.errors.map((error) => ({ ...error, ...cellOf(sheet, error.pointer) }))
  return `${JSON.stringify({ line: sheet.firstRow, ...(typeof reference === 'string' ? { reference } : {}), ...problem, errors })}\n`
}

async function answerRows(context: Context, intake: Intake, sheet: SheetDeclaration): Promise<string> {
  const { reference } = sheet.json as { reference?: unknown }
  try {
    await intake.room()
    const outcome = await intake.submit(context, sheet.json)
    if (outcome.kind === 'refused') return refused(sheet, reference, statusOf(outcome.refusals, submissionStatuses), outcome.refusals)
    return `${JSON.stringify({ line: sheet.firstRow, ...outcome.receipt })}\n`
  } catch (error) {
    if (isUnavailable(error)) return refused(sheet, reference, 503, [{ code: 'common/unavailable' }])
    if (error instanceof DatabaseTooSlow) return refused(sheet, reference, 503, [{ code: 'common/too-slow' }])
    context.log.error({ err: error, requestId: context.requestId, row: sheet.firstRow }, 'the program failed on a row of an upload')
    return refused(sheet, reference, 500, [{ code: 'common/failed' }])
  }
}

/** `POST /declarations:upload` and its templates: many declarations from a spreadsheet; a bad row spoils no other declaration. */
export function uploadRoutes(api: Api, intake: Intake, law: () => Pack): void {
  const zoneOf = (port: string, localMoment: string): string => {
    const place = law().ports.find((one) => one.code === port)
    return place === undefined ? localMoment : withZone(localMoment, place.timeZone)
  }

  api.raw({
    method: 'POST',
    path: '/declarations::upload',
    operation: 'uploadDeclarations',
    summary: 'Submit the declarations of a spreadsheet (.xlsx or .csv by the template), answered one per line',
    tags: ['window'],
    consumes: xlsx,
    produces: 'application/x-ndjson',
    bodyLimit: uploadBytes,
    body: z.string().meta({ format: 'binary' }),
    reply: RowAnswer,
    handle: async (context, request, reply) => {
      const stranger = maySubmit(context.actor)
      if (stranger !== undefined) return sendProblem(reply, statusOf([stranger]), [stranger])
      const bytes = request.body
      const type = request.headers['content-type'] ?? ''
      if (!Buffer.isBuffer(bytes) || type.startsWith('application/json')) return sendProblem(reply, 415, [{ code: 'common/media-type' }])
      // A ZIP file begins with PK; whatever a browser called it.
      const rows = bytes.subarray(0, 2).toString('latin1') === 'PK' ? await readWorkbook(bytes) : readCsv(bytes)
      if (!rows.ok) return sendProblem(reply, 422, rows.refusals)
      const sheets = Readable.from(readSheetRows(rows.value, zoneOf))
      const answers = inOrder<SheetDeclaration>(sheets, 400, (sheet) => answerRows(contextFor(api.machine, context.actor, context.requestId), intake, sheet))
      return reply
        .code(200)
        .type('application/x-ndjson; charset=utf-8')
        .send(Readable.from(answers, { objectMode: false }))
    },
  })

  let workbook: Promise<Buffer> | undefined
  api.raw({
    method: 'GET',
    path: '/declarations/template.xlsx',
    operation: 'getDeclarationTemplate',
    summary: 'Spreadsheet template with an example and a guide',
    tags: ['window'],
    produces: xlsx,
    handle: async (_context, _request, reply) => {
      workbook ??= workbookTemplate(columnTexts)
      return reply
        .type(xlsx)
        .header('content-disposition', 'attachment; filename="declarations.xlsx"')
        .send(await workbook)
    },
  })
  api.raw({
    method: 'GET',
    path: '/declarations/template.csv',
    operation: 'getDeclarationCsvTemplate',
    summary: 'The template as CSV',
    tags: ['window'],
    produces: 'text/csv',
    handle: async (_context, _request, reply) =>
      reply.type('text/csv; charset=utf-8').header('content-disposition', 'attachment; filename="declarations.csv"').send(csvTemplate()),
  })
}
