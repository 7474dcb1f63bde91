import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readlinkSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** Whether a process with this id runs, ours or somebody else's. */
export function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
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
