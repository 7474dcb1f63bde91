import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { processIdentity, sameProcess } from '../../platform/postgres/process.ts'

/** What a running server says about itself in `<home>/server.json`: for `status`, and so that one home has one server. */
export interface ServerRecord {
  readonly pid: number
  /** Tells the process from a later one with the same number. */
  readonly identity: string | undefined
  /** Absent while it is still starting. */
  readonly address?: string
  readonly port?: number
  readonly databaseUrl?: string
  /** Processes that answer requests, the one that also works first; absent where the server is one process. */
  readonly processes?: readonly number[]
}

/** The hold of this process on a home. */
export interface HomeClaim {
  /** Makes known what the server has become. */
  announce(facts: Omit<ServerRecord, 'pid' | 'identity'>): Promise<void>
  release(): Promise<void>
}

/** Takes the home for this process; when another server holds it, that one's record. What a killed server left is taken over. */
export async function claimHome(home: string): Promise<HomeClaim | ServerRecord> {
  await mkdir(home, { recursive: true, mode: 0o755 })
  const file = recordFile(home)
  const own: ServerRecord = { pid: process.pid, identity: processIdentity(process.pid) }
  for (;;) {
    if (await placeNew(file, own)) break
    const holder = await readServerRecord(home)
    if (holder !== undefined) return holder
    await rm(file, { force: true })
  }
  return {
    async announce(facts) {
      const aside = `${file}.${process.pid}`
      await writeFile(aside, text({ ...own, ...facts }), { mode: 0o600 })
      await rename(aside, file)
    },
    release: () => rm(file, { force: true }),
  }
}

/** The record of the server that runs on this home; undefined when none does. */
export async function readServerRecord(home: string): Promise<ServerRecord | undefined> {
  const content = await readFile(recordFile(home), 'utf8').catch(() => undefined)
  if (content === undefined) return undefined
  const record = JSON.parse(content) as ServerRecord
  return sameProcess(record.pid, record.identity) ? record : undefined
}

function recordFile(home: string): string {
  return path.join(home, 'server.json')
}

/** The record holds the password of the database: nobody else reads it. */
function text(record: ServerRecord): string {
  return `${JSON.stringify(record, undefined, 2)}\n`
}

/** Puts the file there whole, unless there is one: a hard link fails where a rename would replace. */
async function placeNew(file: string, record: ServerRecord): Promise<boolean> {
  const aside = `${file}.${process.pid}`
  await writeFile(aside, text(record), { mode: 0o600 })
  try {
    await link(aside, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    await rm(aside, { force: true })
  }
}
