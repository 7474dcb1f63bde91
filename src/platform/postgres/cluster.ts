import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, lchown, mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { must } from '../../kernel/invariant.ts'
import { systemRandom } from '../random.ts'
import type { Account } from './account.ts'
import type { Engine } from './engine.ts'
import { makeWhole } from './make-whole.ts'
import { settingsText, type Settings } from './settings.ts'
import { PostgresStartFailure } from './start-failure.ts'

/**
 * One database cluster on disk. Only `data` belongs to the account of the database; the password and the settings beside it belong to
 * whoever runs this program, who may be root and must not write where others may place links.
 */
export interface Cluster {
  readonly folder: string
  readonly data: string
  readonly settings: string
  readonly user: string
  readonly password: string
}

const user = 'lianjian'

/**
 * Opens the cluster of this engine's major version under `folder`, and makes it when there is none: UTF-8, C locale (the same order on
 * every machine), data checksums, a random password. The settings are written anew at every start; what an operator sets by ALTER SYSTEM wins.
 */
export async function openCluster(engine: Engine, folder: string, account: Account | undefined, settings: Settings): Promise<Cluster> {
  const place = path.join(folder, String(engine.major))
  if (!existsSync(place)) await createCluster(engine, place, account)
  const cluster = must(await findCluster(folder, engine.major), 'the cluster was just made')
  await give(cluster.data, account)
  await writeSettings(cluster, settings)
  return cluster
}

/** Puts the settings in force at the next start, or when the running database is told to read them again. */
export async function writeSettings(cluster: Cluster, settings: Settings): Promise<void> {
  await writeFile(cluster.settings, settingsText(settings))
  await chmod(cluster.settings, 0o644)
}

/** The cluster of a major version under `folder`; undefined when none was made yet. */
export async function findCluster(folder: string, major: number): Promise<Cluster | undefined> {
  const place = path.join(folder, String(major))
  const password = await readFile(path.join(place, 'password'), 'utf8').catch(() => undefined)
  if (password === undefined) return undefined
  return { folder: place, data: path.join(place, 'data'), settings: path.join(place, 'postgresql.conf'), user, password: password.trim() }
}

/** Connection as the superuser to one database of the cluster. */
export function urlOf(cluster: Cluster, port: number, database: string): string {
  return `postgres://${cluster.user}:${cluster.password}@127.0.0.1:${port}/${database}`
}

async function createCluster(engine: Engine, place: string, account: Account | undefined): Promise<void> {
  await makeWhole(place, async (fresh) => {
    const password = `${systemRandom.bytes(24).toString('base64url')}\n`
    const data = path.join(fresh, 'data')
    const passwordForInitdb = path.join(fresh, 'initdb-password')
    await mkdir(data, { mode: 0o700 })
    await writeFile(path.join(fresh, 'password'), password, { mode: 0o600 })
    await writeFile(passwordForInitdb, password, { mode: 0o600 })
    if (account !== undefined) {
      await lchown(passwordForInitdb, account.uid, account.gid)
      await lchown(data, account.uid, account.gid)
    }
    const { status, stderr, error } = spawnSync(
      path.join(engine.bin, 'initdb'),
      ['-D', data, '-U', user, `--pwfile=${passwordForInitdb}`, '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--data-checksums'],
      { ...account, cwd: data, env: programEnvironment, encoding: 'utf8' },
    )
    if (status !== 0) throw new PostgresStartFailure(`The embedded database could not be made: ${error?.message ?? stderr.trim()}.`, error)
    await rm(passwordForInitdb)
  })
}

/** What PostgreSQL's programs see of the environment: nothing that could change the cluster's locale, zone or libraries. */
export const programEnvironment: Readonly<Record<string, string>> = { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' }

/** Hands the data to the account; the whole tree only when it belongs to somebody else, e.g. after a home was copied. */
async function give(data: string, account: Account | undefined): Promise<void> {
  if (account === undefined || (await stat(data)).uid === account.uid) return
  for (const entry of await readdir(data, { withFileTypes: true, recursive: true })) {
    await lchown(path.join(entry.parentPath, entry.name), account.uid, account.gid)
  }
  await lchown(data, account.uid, account.gid)
}
