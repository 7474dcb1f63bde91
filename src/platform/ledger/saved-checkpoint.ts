import { createHash } from 'node:crypto'
import { mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { noteText, parseNote, type Checkpoint, type Note, type NoteSignature } from './checkpoint.ts'
import { ledgerFolder } from './signer.ts'

/**
 * Where this home keeps the newest checkpoint of each port of a database: outside of it, so that an administrator of the database alone cannot
 * take back what was sealed. The embedded database and one given by URL are kept apart.
 */
export function savedFolder(home: string, databaseUrl: string | undefined): string {
  return path.join(ledgerFolder(home), 'saved', databaseUrl === undefined ? 'embedded' : nameOf(databaseUrl))
}

/** Keeps the checkpoint in place of the port's earlier one: whole or not at all. */
export async function saveCheckpoint(folder: string, checkpoint: Checkpoint, signature: NoteSignature): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const file = path.join(folder, `${encodeURIComponent(checkpoint.port)}.checkpoint`)
  const fresh = `${file}.${process.pid}`
  await writeFile(fresh, noteText(checkpoint, signature), { flush: true })
  await rename(fresh, file)
}

/** The saved checkpoints of a folder; none where there is no folder. Throws at a file that is not a checkpoint. */
export async function readSavedCheckpoints(folder: string): Promise<Note[]> {
  const files = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  const notes: Note[] = []
  for (const file of files.filter((name) => name.endsWith('.checkpoint')).sort()) {
    const note = parseNote(await readFile(path.join(folder, file), 'utf8'))
    if (note === undefined) throw new Error(`${path.join(folder, file)} is not a checkpoint`)
    notes.push(note)
  }
  return notes
}

// Without user and password: a changed password is still the same database.
function nameOf(databaseUrl: string): string {
  const { host, pathname } = new URL(databaseUrl)
  return createHash('sha256').update(`${host}${pathname}`).digest('hex').slice(0, 16)
}
