import { statfs } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'

/** Space kept free for PostgreSQL itself: without it even a rollback cannot be written down, and the database goes down instead of refusing. */
export const reservedBytes = 256 * 1024 * 1024

/** Whether writing is allowed with `free` bytes: no below the reserve, and then not again before there is half as much more. */
export function mayWrite(free: number, wasAllowed: boolean): boolean {
  return free >= (wasAllowed ? reservedBytes : reservedBytes * 1.5)
}

export interface SpaceGuardOptions {
  readonly folder: string
  /** Makes the database refuse or allow writing. */
  readonly allowWriting: (allowed: boolean) => Promise<void>
  readonly log: { warn(facts: object, message: string): void; info(facts: object, message: string): void }
}

/**
 * Looks after the space under a database twice a second: when it runs out writing is refused while reading goes on, and allowed again when there is
 * enough. Ends when `signal` is aborted.
 */
export async function guardSpace({ folder, allowWriting, log }: SpaceGuardOptions, signal: AbortSignal): Promise<void> {
  for (let allowed = true; !signal.aborted; ) {
    try {
      const { bavail, bsize } = await statfs(folder)
      const free = bavail * bsize
      if (mayWrite(free, allowed) !== allowed) {
        await allowWriting(!allowed)
        allowed = !allowed
        if (allowed) log.info({ folder, free }, 'there is space again: the database takes changes')
        else log.warn({ folder, free }, 'the disk is nearly full: the database refuses changes until there is space')
      }
    } catch (error) {
      // A guard that stumbles must not take the server with it; it looks again at once.
      log.warn({ folder, error: (error as Error).message }, 'the space under the database cannot be looked after')
    }
    await sleep(500, undefined, { signal, ref: false }).catch(() => undefined)
  }
}
