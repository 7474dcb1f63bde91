import { atPort, type Actor } from '../kernel/actor.ts'
import type { Pack } from '../kernel/pack.ts'

/** Ports whose cases the actor may look for: keys of all tables begin with the port, so a look-up by id alone names them. */
export function portsOf(actor: Actor, pack: Pick<Pack, 'ports'>): string[] {
  return pack.ports.map((port) => port.code).filter((port) => atPort(actor, port))
}
