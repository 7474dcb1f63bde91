import path from 'node:path'
import { systemActor } from '../../kernel/actor.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import type { Context, Machine } from '../../platform/context.ts'
import { append } from '../../platform/ledger/append.ts'
import { uuidv7 } from '../../platform/random.ts'
import { acceptanceOf, declarantOf, gradeOf, mapDeclaration, supplyPapers, type MappedDeclaration, type SourceProfile, type TariffView } from './domain/map-declaration.ts'
import { readSourceRow, sourceColumns, type RejectedRow, type SourceRow } from './domain/source-row.ts'
import { findImport, findRejections, finishImport, insertImport, insertImportedRows, type NewImportedRow } from './import-store.ts'
import { countRecords, hashFile, readRecords, type FileRecord } from './read-declarations.ts'

/** What became of one submission, as the intake answers. */
export type Submitted = { readonly kind: 'accepted' | 'repeated' } | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] }

/** What an import needs of the rest of the product; given by apps. */
export interface ImportDeps {
  readonly machine: Machine
  readonly profile: SourceProfile
  /** The intake of declarations: the same one the API has. */
  readonly submit: (context: Context, declaration: MappedDeclaration) => Promise<Submitted>
  /** The tariff of the rules in force at a moment. */
  readonly tariffAt: (at: Instant) => TariffView
  /** Makes the grades of enterprises known to assessment before their declarations come. */
  readonly gradeEnterprises: (grades: ReadonlyMap<string, string>) => Promise<void>
}

/** What is asked of an import. */
export interface ImportRequest {
  readonly file: string
  readonly port: string
  /** Stops at the end of a batch; what is done stays done, a later call goes on. */
  readonly stop?: AbortSignal
  readonly onProgress?: (done: number, total: number) => void
  /** Rows submitted and noted together; 400 unless told. */
  readonly batchSize?: number
}

/** What an import did. `already` rows had been taken over by an earlier call. */
export interface ImportSummary {
  readonly importId: string
  readonly state: 'running' | 'done'
  readonly already: number
  readonly read: number
  readonly imported: number
  readonly rejected: number
  readonly rejections: readonly { readonly reason: string; readonly count: number; readonly lines: readonly number[] }[]
}

const usualBatch = 400

/**
 * Takes a declarations file over at a port through the real intake, each row accepted at a moment of its own date. Rows come as a stream, a batch
 * is submitted together and noted in one transaction with its ledger fact. The file is known by its content: a second call goes on where
 * the first stopped, and a batch that was submitted but not noted is submitted again and recognised by its references.
 */
export async function importDeclarations(deps: ImportDeps, request: ImportRequest): Promise<ImportSummary> {
  const { machine, profile } = deps
  const { file, port } = request
  const fileHash = await hashFile(file)
  const total = await countRecords(file)
  const earlier = await findImport(machine.db, port, fileHash, profile.name)
  const importId = earlier?.id ?? (await begin(machine, port, { hash: fileHash, name: path.basename(file) }, profile))
  const already = earlier?.rowsRead ?? 0
  let finished = earlier?.state === 'done'
  if (!finished) {
    let batch: FileRecord[] = []
    let read = already
    const flush = async (): Promise<void> => {
      if (batch.length === 0) return
      await importBatch(deps, port, importId, batch)
      read += batch.length
      batch = []
      request.onProgress?.(read, total)
    }
    for await (const record of readRecords(file, already)) {
      batch.push(record)
      if (batch.length >= (request.batchSize ?? usualBatch)) await flush()
      if (request.stop?.aborted === true) break
    }
    await flush()
    finished = request.stop?.aborted !== true
    if (finished) await end(machine, port, importId)
  }
  const now = await findImport(machine.db, port, fileHash, profile.name)
  const rejections = await findRejections(machine.db, port, importId)
  return {
    importId,
    state: finished ? 'done' : 'running',
    already,
    read: now?.rowsRead ?? 0,
    imported: now?.imported ?? 0,
    rejected: now?.rejected ?? 0,
    rejections,
  }
}

async function begin(machine: Machine, port: string, file: { readonly hash: string; readonly name: string }, profile: SourceProfile): Promise<string> {
  const context = contextAt(machine, machine.clock.now())
  const id = context.newId()
  await machine.db.transaction(async (tx) => {
    await insertImport(tx, port, id, file, profile.name, context.now)
    await append(tx, context, [{ port, subjectKind: 'import', subjectId: id, type: 'DeclarationImportStarted', payload: { file: file.name, hash: file.hash, profile: profile.name, seed: profile.seed } }])
  })
  return id
}

async function end(machine: Machine, port: string, importId: string): Promise<void> {
  const context = contextAt(machine, machine.clock.now())
  await machine.db.transaction(async (tx) => {
    await finishImport(tx, port, importId, context.now)
    await append(tx, context, [{ port, subjectKind: 'import', subjectId: importId, type: 'DeclarationImportFinished', payload: {} }])
  })
}

async function importBatch(deps: ImportDeps, port: string, importId: string, batch: readonly FileRecord[]): Promise<void> {
  const { machine, profile } = deps
  const read = batch.map(({ line, record }) => ({ record, row: readSourceRow(record, line) }))
  const rows = read.flatMap(({ row }) => ('reason' in row ? [] : [row]))
  await deps.gradeEnterprises(new Map(rows.map((row) => [declarantOf(row, profile), gradeOf(declarantOf(row, profile), profile)])))
  const noted = await Promise.all(read.map(({ record, row }) => ('reason' in row ? rejection(record, row) : submitRow(deps, port, record, row))))
  const context = contextAt(machine, machine.clock.now())
  const rejected = noted.filter((row) => row.rejected !== undefined).length
  const span = { from: batch[0]?.line ?? 0, to: batch.at(-1)?.line ?? 0 }
  await machine.db.transaction(async (tx) => {
    await insertImportedRows(tx, port, importId, noted)
    await append(tx, context, [{ port, subjectKind: 'import', subjectId: importId, type: 'DeclarationsImported', payload: { ...span, imported: noted.length - rejected, rejected } }])
  })
}

async function submitRow(deps: ImportDeps, port: string, record: FileRecord['record'], row: SourceRow): Promise<NewImportedRow> {
  const { machine, profile } = deps
  const acceptedAt = acceptanceOf(row, profile)
  const mapped = mapDeclaration(row, port, profile, deps.tariffAt(acceptedAt))
  if ('reason' in mapped) return rejection(record, mapped)
  const context = contextAt(machine, acceptedAt)
  let outcome = await deps.submit(context, mapped)
  const supplied = outcome.kind === 'refused' ? supplyPapers(mapped, outcome.refusals) : undefined
  if (supplied !== undefined) outcome = await deps.submit(context, supplied)
  if (outcome.kind === 'refused') return rejection(record, { line: row.line, reason: outcome.refusals[0]?.code ?? 'refused', text: '' })
  return { line: row.line, record: unlabelled(record), taken: { reference: mapped.reference, acceptedAt, verdict: row.verdict }, rejected: undefined }
}

function rejection(record: FileRecord['record'], { line, reason }: RejectedRow): NewImportedRow {
  return { line, record: unlabelled(record), taken: undefined, rejected: reason }
}

/** The record as the file has it, without the labels and without columns nobody reads. */
function unlabelled(record: FileRecord['record']): Readonly<Record<string, string>> {
  return Object.fromEntries(sourceColumns.filter((column) => column !== 'Fraud' && column !== 'Critical Fraud').map((column) => [column, record[column] ?? '']))
}

function contextAt(machine: Machine, now: Instant): Context {
  return { actor: systemActor, now, newId: () => uuidv7(now, machine.random), requestId: 'import', db: machine.db, log: machine.log }
}
