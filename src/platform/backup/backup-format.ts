/**
 * A backup is one gzip file of lines, readable by a person: a header, then for each table a line that names it, its rows as COPY writes them
 * and a line `\.`, and at last what was in it, so that a file cut short is known by its missing end.
 */
export interface BackupHeader {
  readonly format: 'lianjian-backup'
  readonly version: 1
  readonly takenAt: string
  /** Numbers of the migrations the data are in the shape of. */
  readonly migrations: readonly number[]
  /** Public keys of the ledger that the home kept outside of the database. */
  readonly verifiers: readonly string[]
  /** Checkpoints that the home kept outside of the database, as signed notes. */
  readonly checkpoints: readonly string[]
}

export interface TableHead {
  readonly table: string
  readonly columns: readonly string[]
}

/** Rows and SHA-256 (hex) of their text. */
export interface TableCount {
  readonly rows: number
  readonly sha256: string
}

export interface BackupEnd {
  readonly end: true
  readonly tables: Readonly<Record<string, TableCount>>
  /** Last values of sequences that were used. */
  readonly sequences: Readonly<Record<string, number>>
}

/** A backup as it is read, in this order: header, then tables with their rows, then the end. */
export type BackupPart =
  | { readonly kind: 'header'; readonly header: BackupHeader }
  | { readonly kind: 'table'; readonly head: TableHead }
  | { readonly kind: 'rows'; readonly bytes: Buffer }
  | { readonly kind: 'table-end' }
  | { readonly kind: 'end'; readonly end: BackupEnd }

/** The file is not a whole backup of ours, or not one for this program; the message says what is wrong. */
export class UnusableBackup extends Error {
  override readonly name = 'UnusableBackup'
}

export const endOfRows = '\\.\n'
const lineFeed = 10
const terminator = Buffer.from(endOfRows)

/** How many rows a piece of COPY text ends: every row is one line, line feeds in values are escaped. */
export function countLines(bytes: Buffer): number {
  let count = 0
  for (let at = bytes.indexOf(lineFeed); at !== -1; at = bytes.indexOf(lineFeed, at + 1)) count++
  return count
}

/** Reads a backup from its unpacked bytes. Throws `UnusableBackup` at what is not one, and when it ends before its end. */
export async function* readBackup(bytes: AsyncIterable<Buffer>): AsyncGenerator<BackupPart> {
  let state: 'header' | 'between' | 'rows' | 'over' = 'header'
  for await (let block of wholeLines(bytes)) {
    while (block.length > 0) {
      if (state === 'rows') {
        const end = terminatorIn(block)
        const rows = end === -1 ? block : block.subarray(0, end)
        if (rows.length > 0) yield { kind: 'rows', bytes: rows }
        if (end === -1) break
        yield { kind: 'table-end' }
        state = 'between'
        block = block.subarray(end + terminator.length)
        continue
      }
      const stop = block.indexOf(lineFeed)
      const line = parse(block.subarray(0, stop).toString())
      block = block.subarray(stop + 1)
      if (state === 'header') {
        if (line['format'] !== 'lianjian-backup' || line['version'] !== 1) throw new UnusableBackup('this is not a backup of this program')
        yield { kind: 'header', header: line as unknown as BackupHeader }
        state = 'between'
      } else if (line['end'] === true) {
        yield { kind: 'end', end: line as unknown as BackupEnd }
        state = 'over'
      } else {
        yield { kind: 'table', head: line as unknown as TableHead }
        state = 'rows'
      }
    }
  }
  if (state !== 'over') throw new UnusableBackup('the backup is cut short')
}

function parse(line: string): Record<string, unknown> {
  try {
    return JSON.parse(line) as Record<string, unknown>
  } catch {
    throw new UnusableBackup('this is not a backup, or it was changed')
  }
}

/** Where the line `\.` begins; -1 when it is not in the block. A value that reads so is written `\\.` by COPY. */
function terminatorIn(block: Buffer): number {
  for (let at = block.indexOf(terminator); at !== -1; at = block.indexOf(terminator, at + 1)) {
    if (at === 0 || block[at - 1] === lineFeed) return at
  }
  return -1
}

async function* wholeLines(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer[] = []
  for await (const chunk of bytes) {
    const end = chunk.lastIndexOf(lineFeed) + 1
    if (end === 0) {
      rest.push(chunk)
      continue
    }
    yield Buffer.concat([...rest, chunk.subarray(0, end)])
    rest = end < chunk.length ? [chunk.subarray(end)] : []
  }
  if (rest.some((part) => part.length > 0)) throw new UnusableBackup('the backup is cut short')
}
