import type { Logger } from 'pino'
import type { Actor } from '../kernel/actor.ts'
import { systemActor } from '../kernel/actor.ts'
import type { Instant } from '../kernel/instant.ts'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import type { Database } from './database/database.ts'
import { uuidv7, type Random } from './random.ts'

/** What one process is made of; built once in `apps/`, handed down as a value. */
export interface Machine {
  readonly config: Config
  readonly db: Database
  readonly clock: Clock
  readonly random: Random
  readonly log: Logger
}

/** What one request or job runs in: one actor, one moment. */
export interface Context {
  readonly actor: Actor
  readonly now: Instant
  readonly newId: () => string
  readonly requestId: string
  readonly db: Database
  readonly log: Logger
}

/** A context for `actor` at this moment of the machine's clock. */
export function contextFor(machine: Machine, actor: Actor, requestId?: string): Context {
  const now = machine.clock.now()
  return {
    actor,
    now,
    newId: () => uuidv7(now, machine.random),
    requestId: requestId ?? uuidv7(now, machine.random),
    db: machine.db,
    log: machine.log,
  }
}

/** A context for what the program does by itself. */
export function systemContext(machine: Machine): Context {
  return contextFor(machine, systemActor)
}
