import { readFileSync, readlinkSync } from 'node:fs'

/** The name under which the system counts the time of the thread that calls; undefined where it does not. */
export function ownTask(): string | undefined {
  try {
    return readlinkSync('/proc/thread-self')
  } catch {
    return undefined
  }
}

/** Where only the wall clock can be read, a thread may have waited most of that time. */
const wallPatience = 20

/** Milliseconds of processor time a thread has used; a twentieth of the wall clock where that cannot be read. Only differences mean something. */
export function threadTime(task: string | undefined): number {
  if (task === undefined) return performance.now() / wallPatience
  try {
    return Number(readFileSync(`/proc/${task}/schedstat`, 'latin1').split(' ', 1)[0]) / 1e6
  } catch {
    return performance.now() / wallPatience
  }
}
