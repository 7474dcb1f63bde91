import { createReadStream } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { readBackup, UnusableBackup, type BackupHeader, type BackupPart } from '../../platform/backup/backup-format.ts'
import { restoreBackup } from '../../platform/backup/restore-backup.ts'
import type { Config } from '../../platform/config.ts'
import { openDatabase } from '../../platform/database/database.ts'
import { prepareSchema } from '../../platform/database/prepare-schema.ts'
import { parseNote } from '../../platform/ledger/checkpoint.ts'
import { readSavedCheckpoints, saveCheckpoint, savedFolder } from '../../platform/ledger/saved-checkpoint.ts'
import { ledgerFolder } from '../../platform/ledger/signer.ts'
import { claimHome } from './home-claim.ts'
import { UsageError } from './usage-error.ts'
import { useDatabase } from './use-database.ts'
import { run as verify } from './verify.ts'

export const summary = 'fill an empty database from a backup and verify the ledger'

/**
 * `lianjian restore <file>`: into a database without a ledger, all or nothing; then brings the schema to this program's, takes over the
 * public keys and checkpoints the backup carries, and verifies. Exit code of the verification.
 */
export async function run(args: readonly string[], config: Config): Promise<number> {
  const [file] = args
  if (file === undefined || args.length > 1) throw new UsageError('name one file to read')
  const claim = await claimHome(config.home)
  if (!('announce' in claim)) throw new UsageError(`a server runs on ${config.home} (process ${claim.pid}): stop it first`)
  try {
    const header = await readHeader(file)
    const rows = await useDatabase(config, async (url) => {
      await prepareSchema(url, new Set(header.migrations))
      const restored = await fillDatabase(url, file)
      await prepareSchema(url)
      return restored
    })
    await keepOutside(config, header)
    console.log(`${rows} rows of ${header.takenAt} restored`)
  } finally {
    await claim.release()
  }
  return verify([], config)
}

async function fillDatabase(url: string, file: string): Promise<number> {
  const db = openDatabase({ url, connections: 1 })
  try {
    const { tables } = await restoreBackup(db, partsOf(file))
    return Object.values(tables).reduce((sum, { rows }) => sum + rows, 0)
  } finally {
    await db.close()
  }
}

async function readHeader(file: string): Promise<BackupHeader> {
  for await (const part of partsOf(file)) if (part.kind === 'header') return part.header
  throw new UnusableBackup('the backup is cut short')
}

async function* partsOf(file: string): AsyncGenerator<BackupPart> {
  const unpacked = createGunzip()
  // Errors of the file and of the packing surface where the bytes are read.
  pipeline(createReadStream(file), unpacked).catch(() => undefined)
  try {
    yield* readBackup(unpacked)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw code?.startsWith('Z_') === true || code === 'ERR_STREAM_PREMATURE_CLOSE' ? new UnusableBackup(`${file} is not a whole backup`, { cause: error }) : error
  }
}

/** What the old home knew from outside of its database, the new one knows too; otherwise nothing could be held against anything. */
async function keepOutside(config: Config, header: BackupHeader): Promise<void> {
  const folder = ledgerFolder(config.home)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const file = path.join(folder, 'verifiers')
  const known = (await readFile(file, 'utf8').catch(() => '')).split('\n').filter((line) => line !== '')
  await writeFile(file, [...new Set([...known, ...header.verifiers])].map((line) => `${line}\n`).join(''), { mode: 0o600 })
  const place = savedFolder(config.home, config.databaseUrl)
  const newest = new Map((await readSavedCheckpoints(place)).map(({ checkpoint }) => [checkpoint.port, checkpoint.size]))
  for (const text of header.checkpoints) {
    const note = parseNote(text)
    const signature = note?.signatures[0]
    if (note === undefined || signature === undefined) throw new UnusableBackup('a checkpoint in the backup cannot be read')
    if ((newest.get(note.checkpoint.port) ?? 0) < note.checkpoint.size) await saveCheckpoint(place, note.checkpoint, signature)
  }
}
