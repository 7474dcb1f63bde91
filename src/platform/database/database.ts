import type { Writable } from 'node:stream'
import pg from 'pg'
import { fromEpoch } from '../../kernel/instant.ts'
import { endOfTurn } from '../turn.ts'
import { newGathering, type Gathering } from './gather.ts'

// timestamptz → Instant (milliseconds), bigint → number: the only two types whose driver default we change.
const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === pg.types.builtins.TIMESTAMPTZ) return (text: string) => fromEpoch(Date.parse(text))
    if (oid === pg.types.builtins.INT8) return Number
    return pg.types.getTypeParser(oid, format as 'text')
  },
} as pg.CustomTypesConfig

declare const txBrand: unique symbol

/** Something SQL can be sent to. Rows come back with `timestamptz` as `Instant` and `bigint` as number. */
export interface Queryable {
  query<Row = Record<string, unknown>>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>
}

/** An open transaction. What must be written together takes one, so that it cannot be called outside (ledger, notices, jobs). */
export interface Tx extends Queryable {
  readonly [txBrand]: true
  /** The driver's client, for COPY and prepared statements on hot paths. */
  readonly client: pg.PoolClient
  /**
   * Sends a statement whose rows nobody reads. Statements of a transaction are done in the order they were sent; on a pipelined database this
   * returns before the answer, once the database can begin with what is sent; a fault comes out at the next answer that is waited for, at the latest before
   * the commit.
   */
  send(sql: string, parameters?: readonly unknown[]): Promise<void>
  /** Where statements of several use cases are put together; absent in ordinary transactions. See `gather.ts`. */
  readonly gathering?: Gathering
  /** Tells the listeners of `topic` in this process once the transaction has committed; nothing is told when it rolls back. */
  announce(topic: string): void
}

/** The database: plain reads, and transactions that commit when the function returns and roll back when it throws. */
export interface Database extends Queryable {
  /** Runs `work` in one transaction; a serialisation failure or deadlock (40001, 40P01) is retried up to three times. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /**
   * Runs one statement, which is a transaction by itself, then tells the listeners of `topics`. For hot paths, where waiting for `begin` and
   * `commit` costs more than they do: a busy event loop is late for every answer. Retried as a transaction is. Stays prepared on its connection:
   * planning a statement that writes six tables costs as much as a dozen of its rows.
   */
  statement<Row = Record<string, unknown>>(sql: string, parameters: readonly unknown[], topics?: readonly string[]): Promise<Row[]>
  /** Calls `listener` after each commit of this process that announced `topic`; returns how to stop. Other processes must be polled for. */
  onAnnounced(topic: string, listener: () => void): () => void
  readonly pool: pg.Pool
  close(): Promise<void>
}

/** Thrown when the database cannot be reached; the edge answers 503 with Retry-After. */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable'
}

/** Thrown when a statement took longer, or waited longer for others, than its connection allows; nothing was written. The edge answers 503. */
export class DatabaseTooSlow extends Error {
  override readonly name = 'DatabaseTooSlow'
}

const retryable = new Set(['40001', '40P01'])
// Connection lost or refused, shutting down, starting up, too many connections, disk full, read only (a standby, or a disk nearly full).
const unavailable = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOENT', 'ETIMEDOUT', '57P01', '57P02', '57P03', '25P03', '53300', '53100', '25006', '08000', '08003', '08006', '08P01', '58030'])
const unavailableMessages = /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable/

/** Whether an error of the driver means weather (try later) and not a bug. */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof DatabaseUnavailable) return true
  if (!(error instanceof Error)) return false
  const code = (error as { code?: string }).code
  return (code !== undefined && unavailable.has(code)) || unavailableMessages.test(error.message)
}

// Cut off by statement_timeout (or by an administrator), by lock_timeout.
const tooSlow = new Set(['57014', '55P03'])

/** An error of the driver as the program knows it: weather, a limit that was passed, or itself, which is a bug. */
function translated(error: unknown, doing: string): unknown {
  if (error instanceof DatabaseUnavailable || error instanceof DatabaseTooSlow) return error
  if (isUnavailable(error)) return new DatabaseUnavailable(doing, { cause: error })
  return tooSlow.has((error as { code?: string }).code ?? '') ? new DatabaseTooSlow('a statement passed the limits of its connection', { cause: error }) : error
}

/** How long a connection lets things take, in milliseconds: one statement, one wait for others, a transaction in which nothing happens. */
export interface Limits {
  readonly statement: number
  readonly lock: number
  readonly idle: number
}

/** Lets the statements of this transaction take as long as they need: reports over years, which somebody waits for on purpose. */
export async function takeYourTime(tx: Tx): Promise<void> {
  await tx.send('set local statement_timeout = 0')
}

export interface DatabaseOptions {
  readonly url: string
  /** The database role every session takes. The server runs as `lianjian_app`, which cannot change the ledger; migrations run as owner. */
  readonly role?: string
  readonly connections?: number
  /** None unless told: migrations, back-ups and imports take as long as they take. */
  readonly limits?: Limits
  readonly onError?: (error: Error) => void
  /** Another pool of this process: whoever listens at one of them is told of the commits of both. */
  readonly beside?: Database
  /** Every statement stays prepared on its connection: for a process that sends the same few very often, not behind a pooler that shares connections. */
  readonly prepared?: boolean
  /**
   * Every statement looks rows up by their keys, joined in the order it is written in, or inserts rows. It is then planned once, always by
   * indexes: planning a batch's dozen statements anew costs more than a small batch, and a plan chosen by the sizes of tables, kept from when
   * they were empty, would read whole tables when they have grown.
   */
  readonly lookUps?: boolean
  /**
   * Statements of a connection do not wait for the answers to earlier ones: for long transactions of many small statements. Above all `send`
   * then costs no wait at all.
   */
  readonly pipelined?: boolean
  /** What the use cases of a transaction read and write side by side goes into shared statements; needs `pipelined`. */
  readonly gathering?: boolean
}

const listenersOf = new WeakMap<Database, Map<string, Set<() => void>>>()

const lookUpSettings = ['plan_cache_mode=force_generic_plan', 'enable_seqscan=off', 'enable_hashjoin=off', 'enable_mergejoin=off', 'join_collapse_limit=1', 'jit=off'].map((setting) => ` -c ${setting}`).join('')

const limitSettings = ({ statement, lock, idle }: Limits): string => ` -c statement_timeout=${statement} -c lock_timeout=${lock} -c idle_in_transaction_session_timeout=${idle}`

/** Opens a pool. Nothing is sent until the first query. */
export function openDatabase(options: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.connections ?? 16,
    connectionTimeoutMillis: 5_000,
    types,
    pipeline: options.pipelined === true,
    options: `-c timezone=UTC -c application_name=lianjian${options.lookUps === true ? lookUpSettings : ''}${options.limits === undefined ? '' : limitSettings(options.limits)}${options.role === undefined ? '' : ` -c role=${options.role}`}`,
  })
  // An idle connection that breaks must not end the process: the next query opens a new one.
  pool.on('error', (error) => options.onError?.(error))

  const listeners = (options.beside === undefined ? undefined : listenersOf.get(options.beside)) ?? new Map<string, Set<() => void>>()
  const names = new Map<string, string>()
  /** Sends one statement, by name where it stays prepared. */
  async function ask(to: pg.Pool | pg.PoolClient, sql: string, parameters: readonly unknown[] | undefined, prepared = options.prepared === true): Promise<unknown[]> {
    const values = parameters as unknown[] | undefined
    if (options.pipelined === true && 'connection' in to) writeTogetherWithOthers(to)
    if (!prepared || values === undefined) return (await to.query(sql, values)).rows
    const name = names.get(sql) ?? `s${names.size}`
    names.set(sql, name)
    return (await to.query({ name, text: sql, values })).rows
  }

  async function attempt<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    let client: pg.PoolClient
    try {
      client = await pool.connect()
    } catch (error) {
      throw translated(error, 'database cannot be reached')
    }
    let broken: Error | undefined
    let fault: { readonly error: unknown } | undefined
    const onError = (error: Error): void => {
      broken = error
    }
    client.on('error', onError)
    try {
      const announced = new Set<string>()
      const sent: Promise<void>[] = []
      /** Only a pipelined connection takes a statement before the one before it was answered. */
      let turn: Promise<unknown> = Promise.resolve()
      const inTurn = (sql: string, parameters?: readonly unknown[]): Promise<unknown[]> => {
        if (options.pipelined === true) return ask(client, sql, parameters)
        const answer = turn.then(() => ask(client, sql, parameters))
        turn = answer.catch(() => undefined)
        return answer
      }
      // What fails first says why; whatever comes after it is only told that the transaction is over.
      const unwaited = (answer: Promise<unknown>): void => void sent.push(answer.then(() => undefined, (error: unknown) => void (fault ??= { error })))
      if (options.pipelined === true) unwaited(ask(client, 'begin', undefined))
      else await client.query('begin')
      const gathering = options.gathering === true ? newGathering() : undefined
      const tx = {
        client,
        ...(gathering === undefined ? {} : { gathering }),
        announce: (topic: string) => announced.add(topic),
        async query(sql: string, parameters?: readonly unknown[]) {
          const waiting = gathering?.flush('before-reading')
          const answer = inTurn(sql, parameters)
          await waiting
          return answer
        },
        async send(sql: string, parameters?: readonly unknown[]) {
          const waiting = gathering?.flush('before-reading')
          const answer = inTurn(sql, parameters)
          if (options.pipelined === true) {
            unwaited(answer)
            await onItsWay(client)
          } else await answer
          await waiting
        },
      } as unknown as Tx
      const value = await work(tx)
      await gathering?.flush('at-the-end')
      await client.query('commit')
      // After a fault the commit was a rollback.
      await Promise.all(sent)
      if (fault !== undefined) throw fault.error
      tell(announced)
      return value
    } catch (caught) {
      const error = fault === undefined ? caught : fault.error
      if (isUnavailable(error)) broken = error as Error
      else await client.query('rollback').catch((failure: Error) => (broken = failure))
      throw translated(error, 'database went away during a transaction')
    } finally {
      client.off('error', onError)
      client.release(broken)
    }
  }

  function tell(topics: Iterable<string>): void {
    for (const topic of topics) listeners.get(topic)?.forEach((listener) => listener())
  }

  async function retried<T>(work: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return await work()
      } catch (error) {
        const code = (error as { code?: string }).code
        if (tries >= 3 || code === undefined || !retryable.has(code)) throw error
      }
    }
  }

  const database: Database = {
    pool,
    async query<Row>(sql: string, parameters?: readonly unknown[]) {
      try {
        return (await ask(pool, sql, parameters)) as Row[]
      } catch (error) {
        throw translated(error, 'database cannot be reached')
      }
    },
    transaction: (work) => retried(() => attempt(work)),
    async statement<Row>(sql: string, parameters: readonly unknown[], topics: readonly string[] = []) {
      try {
        const rows = (await retried(() => ask(pool, sql, parameters, true))) as Row[]
        tell(topics)
        return rows
      } catch (error) {
        throw translated(error, 'database went away during a statement')
      }
    },
    onAnnounced(topic, listener) {
      const known = listeners.get(topic) ?? new Set()
      listeners.set(topic, known.add(listener))
      return () => known.delete(listener)
    },
    close: () => pool.end(),
  }
  listenersOf.set(database, listeners)
  return database
}

const corked = new WeakSet<pg.PoolClient>()

/** Where more than this waits to be sent, in bytes, the database should begin with it while the rest is being written down. */
const muchUnsent = 65_536

/** Resolves when a statement may be followed by the next: at once where little is on its way, otherwise after the connection has had a turn to take it. */
async function onItsWay(client: pg.PoolClient): Promise<void> {
  const { stream } = (client as unknown as { readonly connection: { readonly stream: Writable } }).connection
  if (stream.writableLength > muchUnsent) await endOfTurn()
}

/** Puts what is sent within one turn of the event loop into one write: each write is a system call here and a wake-up there. */
function writeTogetherWithOthers(client: pg.PoolClient): void {
  if (corked.has(client)) return
  corked.add(client)
  const { stream } = (client as unknown as { readonly connection: { readonly stream: Writable } }).connection
  stream.cork()
  process.nextTick(() => {
    corked.delete(client)
    stream.uncork()
  })
}
