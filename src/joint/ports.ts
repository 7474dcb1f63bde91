import { atPort, type Actor } from '../kernel/actor.ts'
import type { Pack } from '../kernel/pack.ts'
import type { Tx } from '../platform/database/database.ts'

/** Ports whose cases the actor may look for: keys of all tables begin with the port, so a look-up by id alone names them. */
export function portsOf(actor: Actor, pack: Pick<Pack, 'ports'>): string[] {
  return pack.ports.map((port) => port.code).filter((port) => actor.kind === 'system' || actor.enterprise !== undefined || atPort(actor, port))
}

/**
 * Makes the transaction the only one that arranges directives and inspections of the port until it ends. Look-ups of simultaneous partners miss
 * nearly all of them otherwise: neither transaction sees what the other has not yet committed.
 */
export async function lockPort(tx: Tx, port: string): Promise<void> {
  await tx.send(`select pg_advisory_xact_lock(hashtextextended('joint ' || $1, 0))`, [port])
}

/** As `lockPort`, for one object only: whoever counts its openings, weighings and scans. Taken after the inspection's row. */
export async function lockObject(tx: Tx, port: string, key: string): Promise<void> {
  await tx.send(`select pg_advisory_xact_lock(hashtextextended('handling ' || $1 || ' ' || $2, 0))`, [port, key])
}
