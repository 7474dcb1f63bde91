import { spawnSync } from 'node:child_process'
import { PostgresStartFailure } from './start-failure.ts'

/** The account PostgreSQL runs under, when it is not the one this process runs under. */
export interface Account {
  readonly uid: number
  readonly gid: number
}

// An installation that wants an account of its own creates `lianjian`; every Unix has `nobody`.
const candidates = ['lianjian', 'nobody']

/**
 * PostgreSQL refuses to run as root. Started by root it gets an unprivileged account; started by anybody else it runs as that person,
 * which is `undefined` here.
 */
export function databaseAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  for (const name of candidates) {
    const uid = idOf('-u', name)
    const gid = idOf('-g', name)
    if (uid !== undefined && gid !== undefined) return { uid, gid }
  }
  return { uid: 65534, gid: 65534 }
}

function idOf(option: '-u' | '-g', name: string): number | undefined {
  const { status, stdout } = spawnSync('id', [option, name], { encoding: 'utf8' })
  return status === 0 && /^\d+\s*$/.test(stdout) ? Number(stdout) : undefined
}

/** Whether the account can enter the folder: asked of the system by trying, because modes, ACLs and mounts all have a say. */
export function canEnter(folder: string, account: Account): boolean {
  const { status, error } = spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], { ...account, cwd: '/', stdio: 'ignore' })
  if (error !== undefined) throw new PostgresStartFailure(`This process runs as root but may not start programs as uid ${account.uid} (${error.message}).`, error)
  return status === 0
}
