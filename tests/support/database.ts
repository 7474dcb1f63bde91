import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { must } from '../../src/kernel/invariant.ts'
import { openDatabase, type Database } from '../../src/platform/database/database.ts'
import { appRole } from '../../src/platform/database/roles.ts'
import { templateName, urlOf } from './postgres-for-tests.ts'

/** A database of one test's own. */
export interface FreshDatabase {
  /** As the running program sees it: role `lianjian_app`, which cannot change the ledger. */
  readonly db: Database
  /** As the owner of the schema, for set-up and for playing a tampering administrator. */
  readonly ownerDb: Database
  /** Connection of the owner, for servers that a test starts. */
  readonly url: string
  /** Closes both and deletes it. Forgotten ones go with the run. */
  drop(): Promise<void>
}

/**
 * A database of the newest schema, without rows, in 50–90 ms. `from: 'nothing'` gives one without a schema, for tests of migrations.
 * `template` names another of its kind to be copied with its rows; nobody may be connected to that one then.
 * Only in `*.pg.test.ts` and `*.journey.test.ts`, for whose runs a cluster is started.
 */
export async function freshDatabase(options: { readonly from?: 'migrations' | 'nothing'; readonly template?: string } = {}): Promise<FreshDatabase> {
  const adminUrl = clusterUrl()
  const name = `t_${randomBytes(8).toString('hex')}`
  // Copying files is several times faster here than writing every page to the log, which a cluster without fsync has no use for.
  await asAdmin(adminUrl, `create database ${name} template ${options.from === 'nothing' ? 'template0' : (options.template ?? templateName)} strategy file_copy`)
  const url = urlOf(adminUrl, name)
  const ownerDb = openDatabase({ url, connections: 4 })
  const db = openDatabase({ url, connections: 16, role: appRole })
  return {
    db,
    ownerDb,
    url,
    async drop() {
      await Promise.all([db.close(), ownerDb.close()])
      await asAdmin(adminUrl, `drop database if exists ${name} with (force)`)
    },
  }
}

/** The cluster of this worker. */
export function clusterUrl(): string {
  const urls = inject('postgresUrls')
  return must(urls[(Number(process.env['VITEST_POOL_ID'] ?? 1) - 1) % urls.length], 'a cluster for each worker')
}

async function asAdmin(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
