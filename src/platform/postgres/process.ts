import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync, readlinkSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Whether a process with this id runs, ours or somebody else's. One that has ended counts as gone even when nobody has taken note of it yet:
 * in a container the first process often never does.
 */
export function alive(pid: number): boolean {
  return numberTaken(pid) && statFields(pid)?.[0] !== 'Z'
}

/** Whether the system still knows a process by this number, be it one that has ended and that nobody has taken note of: what PostgreSQL itself asks. */
export function numberTaken(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** The fields of `/proc/<pid>/stat` from the third on (state, parent, …); the name before them may hold blanks and brackets. */
function statFields(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined
  }
}

/**
 * Whether the process is the PostgreSQL of this data folder, which is its working directory. After a power cut the number in
 * `postmaster.pid` may belong to any other program.
 */
export function worksIn(pid: number, data: string): boolean {
  if (!alive(pid)) return false
  if (existsSync('/proc/self/cwd')) return workingFolder(pid) === data
  return spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.includes(data) ?? false
}

function workingFolder(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return undefined
  }
}

/** Whether it is certain that no process has the folder as its working directory; never certain where there is no `/proc`. */
export function nobodyWorksIn(folder: string): boolean {
  try {
    return !readdirSync('/proc').some((name) => /^\d+$/.test(name) && worksIn(Number(name), folder))
  } catch {
    return false
  }
}

/** Waits until the process is gone; false when it is still there after `milliseconds`. */
export async function gone(pid: number, milliseconds: number): Promise<boolean> {
  for (const end = performance.now() + milliseconds; alive(pid); ) {
    if (performance.now() > end) return false
    await sleep(20)
  }
  return true
}

/**
 * What tells a process from a later one that got the same number: the moment it began, in the system's own words. Undefined when no such
 * process runs or the system does not say.
 */
export function processIdentity(pid: number): string | undefined {
  // Field 22 of `stat`: ticks since boot.
  const begun = statFields(pid)?.[19]
  if (begun !== undefined) return begun
  const { status, stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' })
  return status === 0 ? stdout.trim() : undefined
}

/** Whether the process still runs that had this number and this identity. */
export function sameProcess(pid: number, identity: string | undefined): boolean {
  return alive(pid) && (identity === undefined || processIdentity(pid) === identity)
}
