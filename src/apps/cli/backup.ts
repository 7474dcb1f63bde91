import { createWriteStream } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { writeBackup } from '../../platform/backup/write-backup.ts'
import { systemClock } from '../../platform/clock.ts'
import type { Config } from '../../platform/config.ts'
import { openDatabase } from '../../platform/database/database.ts'
import { noteText, verifierText } from '../../platform/ledger/checkpoint.ts'
import { readSavedCheckpoints, savedFolder } from '../../platform/ledger/saved-checkpoint.ts'
import { knownVerifiers } from '../../platform/ledger/signer.ts'
import { UsageError } from './usage-error.ts'
import { useDatabase } from './use-database.ts'

export const summary = 'write the whole database, ledger included, to a file'

/**
 * `lianjian backup <file>`: everything at one moment, while the server goes on working. The file appears whole or not at all. The private key that
 * signs checkpoints is not in it: it must never lie where the data lie.
 */
export async function run(args: readonly string[], config: Config): Promise<number> {
  const [file] = args
  if (file === undefined || args.length > 1) throw new UsageError('name one file to write')
  const verifiers = (await knownVerifiers(config.home)).map(verifierText)
  // Before the data are read: a checkpoint newer than they are would call the restored ledger rolled back.
  const saved = await readSavedCheckpoints(savedFolder(config.home, config.databaseUrl))
  const checkpoints = saved.flatMap(({ checkpoint, signatures: [signature] }) => (signature === undefined ? [] : [noteText(checkpoint, signature)]))
  const unfinished = `${file}.unfinished`
  const begun = performance.now()
  try {
    const end = await useDatabase(config, async (url) => {
      const db = openDatabase({ url, connections: 1 })
      try {
        return await writeBackup(db, systemClock.now(), { verifiers, checkpoints }, (bytes) =>
          pipeline(Readable.from(bytes), createGzip({ level: 3 }), createWriteStream(unfinished, { mode: 0o600, flush: true })),
        )
      } finally {
        await db.close()
      }
    })
    await rename(unfinished, file)
    const counts = Object.values(end.tables)
    const rows = counts.reduce((sum, { rows: n }) => sum + n, 0)
    console.log(`${file}: ${rows} rows of ${counts.length} tables, ${(await stat(file)).size} bytes, ${((performance.now() - begun) / 1000).toFixed(1)} s`)
    return 0
  } finally {
    await rm(unfinished, { force: true })
  }
}
