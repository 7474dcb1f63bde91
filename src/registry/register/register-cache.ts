import { inForce, type Instant } from '../../kernel/instant.ts'
import type { Machine } from '../../platform/context.ts'
import type { AnyRegister, Register } from './define-register.ts'
import { registersChanged } from './record-entry.ts'
import type { Queryable } from '../../platform/database/database.ts'
import { listAllVersions, listChanged, listRevisions, type EntryRow } from './store.ts'

/** One version of an entry in memory. */
export interface Version<Data> {
  readonly data: Data
  readonly version: number
  readonly validFrom: Instant
  readonly validTo?: Instant
}

/** Registers held in memory with all their versions, at most a second behind the database. Look-ups ask nobody and take no time to speak of. */
export interface RegisterCache {
  /** Grows with every change; equal revisions mean equal content. */
  revision(): number
  /** What was in force at a moment (GV-12). */
  find<Data extends object>(register: Register<Data>, key: string, at: Instant): Data | undefined
  /** Every version of every entry, by key and then newest first. */
  versions<Data extends object>(register: Register<Data>): ReadonlyMap<string, readonly Version<Data>[]>
  /** Catches up now. */
  refresh(): Promise<void>
  /** Calls after every change that was read. */
  onChange(listener: () => void): () => void
  stop(): void
}

/** A row as one version of its entry. */
const toVersion = (row: EntryRow): Version<object> => ({ data: Object.freeze(row.data), version: row.version, validFrom: row.valid_from, ...(row.valid_to === null ? {} : { validTo: row.valid_to }) })

/** All versions of a register as the database has them now, by key and then newest first. For what must not be a moment behind. */
export async function readVersions(db: Queryable, register: string): Promise<ReadonlyMap<string, readonly Version<object>[]>> {
  const found = new Map<string, Version<object>[]>()
  for (const row of await listAllVersions(db, register)) found.set(row.key, [...(found.get(row.key) ?? []), toVersion(row)])
  return found
}

const pollMs = 1000

/**
 * Reads the registers into memory and keeps them current: at once for changes of this process, within a second for those of others.
 * Reading has only begun when this returns; who cannot do without awaits `refresh`.
 */
export function openRegisterCache(machine: Machine, registers: readonly AnyRegister[]): RegisterCache {
  const read = new Map<string, number>(registers.map((register) => [register.name, 0]))
  const entries = new Map<string, Map<string, readonly Version<object>[]>>(registers.map((register) => [register.name, new Map()]))
  const listeners = new Set<() => void>()
  let revision = 0
  let running: Promise<void> | undefined
  let again = false

  async function catchUp(): Promise<void> {
    const behind = (await listRevisions(machine.db)).filter((row) => row.revision > (read.get(row.name) ?? Infinity))
    if (behind.length === 0) return
    const rows = await listChanged(machine.db, behind.map(({ name }) => ({ register: name, revision: read.get(name) ?? 0 })))
    for (const row of rows) {
      const ofRegister = entries.get(row.register)
      const others = (ofRegister?.get(row.key) ?? []).filter((version) => version.version !== row.version)
      ofRegister?.set(row.key, [...others, toVersion(row)].sort((a, b) => b.version - a.version))
    }
    for (const row of behind) read.set(row.name, row.revision)
    revision = [...read.values()].reduce((sum, one) => sum + one, 0)
    listeners.forEach((listener) => listener())
  }

  async function refresh(): Promise<void> {
    // A change that commits while a reading is under way may be missed by it: whoever asks meanwhile gets one more.
    if (running !== undefined) {
      again = true
      return running
    }
    running = (async () => {
      do {
        again = false
        await catchUp()
      } while (again)
    })().finally(() => (running = undefined))
    return running
  }

  const refreshQuietly = (): void => {
    refresh().catch((error: unknown) => machine.log.warn({ err: error }, 'registers could not be read; what was read before stays in use'))
  }
  const unsubscribe = machine.db.onAnnounced(registersChanged, refreshQuietly)
  const timer = setInterval(() => {
    if (machine.db.pool.ending) clearInterval(timer)
    else refreshQuietly()
  }, pollMs)
  timer.unref()
  refreshQuietly()

  return {
    revision: () => revision,
    find<Data extends object>(register: Register<Data>, key: string, at: Instant) {
      return entries.get(register.name)?.get(key)?.find((version) => inForce(version, at))?.data as Data | undefined
    },
    versions<Data extends object>(register: Register<Data>) {
      return (entries.get(register.name) ?? new Map()) as ReadonlyMap<string, readonly Version<Data>[]>
    },
    refresh,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    stop() {
      clearInterval(timer)
      unsubscribe()
    },
  }
}

/** As `openRegisterCache`, once everything is read. */
export async function createRegisterCache(machine: Machine, registers: readonly AnyRegister[]): Promise<RegisterCache> {
  const cache = openRegisterCache(machine, registers)
  await cache.refresh()
  return cache
}
