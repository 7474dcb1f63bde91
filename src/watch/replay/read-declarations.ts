import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { parse } from 'csv-parse'
import { sourceColumns } from './domain/source-row.ts'

/** A declarations file that is none; the message names file and reason and is meant for the person at the terminal. */
export class FileUnusable extends Error {
  override readonly name = 'FileUnusable'
}

/** A record of the file with the line it stands on; the header is line 1. */
export interface FileRecord {
  readonly line: number
  readonly record: Readonly<Record<string, string>>
}

/** SHA-256 of a file in hex, read as a stream: two names of one content are one file. */
export async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256')
  try {
    await pipeline(createReadStream(file), hash)
  } catch (error) {
    throw readable(error, file)
  }
  return hash.digest('hex')
}

/** How many records the file has: for the progress only, so that a quoted line break miscounts nothing of importance. */
export async function countRecords(file: string): Promise<number> {
  let lines = 0
  let last = 0x0a
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    for (const byte of chunk) if (byte === 0x0a) lines++
    last = chunk.at(-1) ?? last
  }
  return Math.max(0, lines - (last === 0x0a ? 1 : 0))
}

/**
 * Reads a declarations file record by record after the first `skip` ones; never more than a few hundred are in memory.
 * Throws FileUnusable when it cannot be read or lacks a column.
 */
export async function* readRecords(file: string, skip = 0): AsyncGenerator<FileRecord> {
  const parser = createReadStream(file).pipe(
    parse({
      bom: true,
      columns: (header: string[]) => {
        const names = header.map((column) => column.trim())
        const missing = sourceColumns.filter((column) => !names.includes(column))
        if (missing.length > 0) throw new FileUnusable(`${file} is no declarations file: no column ${missing.join(', ')}`)
        return names
      },
      skip_empty_lines: true,
      relax_column_count: true,
      relax_quotes: true,
    }),
  )
  let line = 1
  try {
    for await (const record of parser as AsyncIterable<Record<string, string>>) {
      line++
      if (line - 2 >= skip) yield { line, record }
    }
  } catch (error) {
    throw readable(error, file)
  }
}

function readable(error: unknown, file: string): unknown {
  if (error instanceof FileUnusable) return error
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOENT') return new FileUnusable(`${file} does not exist`, { cause: error })
  if (code === 'EISDIR') return new FileUnusable(`${file} is a folder; give the file`, { cause: error })
  if (code?.startsWith('CSV_') === true) return new FileUnusable(`${file} is no CSV: ${(error as Error).message}`, { cause: error })
  return error
}
