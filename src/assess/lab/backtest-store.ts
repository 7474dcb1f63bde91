import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'
import type { PartFigures } from './domain/tally.ts'

export type BacktestState = 'waiting' | 'running' | 'done' | 'cancelled' | 'failed'

/** A back-test as it is stored. */
export interface Backtest {
  readonly id: string
  readonly table: string
  readonly version: number
  readonly rowsHash: string
  /** The rules it was judged beside: `ruleState`. Null before it began. */
  readonly rulesHash: string | null
  readonly ports: readonly string[] | null
  readonly from: Instant | null
  readonly to: Instant | null
  readonly state: BacktestState
  /** Cases to judge, and judged. */
  readonly total: number
  readonly done: number
  readonly error: string | null
  readonly askedBy: string
  readonly askedName: string
  readonly askedAt: Instant
  readonly startedAt: Instant | null
  readonly endedAt: Instant | null
}

const columns = `id, table_name as "table", version, encode(rows_hash, 'hex') as "rowsHash", encode(rules_hash, 'hex') as "rulesHash", ports, period_from as "from", period_to as "to", state, total, done, error,
  asked_by as "askedBy", asked_name as "askedName", asked_at as "askedAt", started_at as "startedAt", ended_at as "endedAt"`

export type NewBacktest = Pick<Backtest, 'id' | 'table' | 'version' | 'rowsHash' | 'ports' | 'from' | 'to' | 'askedBy' | 'askedName' | 'askedAt'>

/** Writes a back-test that waits for its job. */
export async function insertBacktest(tx: Tx, one: NewBacktest): Promise<void> {
  await tx.query(
    `insert into assess.backtest (id, table_name, version, rows_hash, ports, period_from, period_to, state, asked_by, asked_name, asked_at) values ($1, $2, $3, decode($4, 'hex'), $5, $6, $7, 'waiting', $8, $9, $10)`,
    [one.id, one.table, one.version, one.rowsHash, one.ports, one.from === null ? null : toIso(one.from), one.to === null ? null : toIso(one.to), one.askedBy, one.askedName, toIso(one.askedAt)],
  )
}

/** A back-test of the table; undefined when it has none of that id. */
export async function findBacktest(q: Queryable, table: string, id: string): Promise<Backtest | undefined> {
  const [row] = await q.query<Backtest>(`select ${columns} from assess.backtest where table_name = $1 and id = $2`, [table, id])
  return row
}

/** As `findBacktest`, for its job, which is told the id alone. */
export async function findBacktestById(q: Queryable, id: string): Promise<Backtest | undefined> {
  const [row] = await q.query<Backtest>(`select ${columns} from assess.backtest where id = $1`, [id])
  return row
}

/** Back-tests of a table, newest first, of one version and one person where given. */
export function listBacktests(q: Queryable, table: string, version: number | undefined, before: string | undefined, limit: number, askedBy?: string): Promise<Backtest[]> {
  return q.query<Backtest>(
    `select ${columns} from assess.backtest where table_name = $1 and ($2::int is null or version = $2) and ($3::uuid is null or id < $3::uuid) and ($5::text is null or asked_by = $5) order by id desc limit $4`,
    [table, version ?? null, before ?? null, limit, askedBy ?? null],
  )
}

/** Back-tests of these very rows that are done, on every port and all cases since a moment at least up to when they were made: the newest first. */
export function listTrying(q: Queryable, table: string, rowsHash: string, since: Instant): Promise<Pick<Backtest, 'id' | 'total' | 'rulesHash' | 'endedAt'>[]> {
  return q.query(
    `select id, total, encode(rules_hash, 'hex') as "rulesHash", ended_at as "endedAt" from assess.backtest
     where table_name = $1 and rows_hash = decode($2, 'hex') and state = 'done' and ports is null and period_to is null and (period_from is null or period_from <= $3) order by id desc limit 100`,
    [table, rowsHash, toIso(since)],
  )
}

/** Begins or goes on, beside the rules as they are; false when it has ended meanwhile. */
export async function startBacktest(q: Queryable, id: string, { total, done, beside }: { readonly total: number; readonly done: number; readonly beside: string }, at: Instant): Promise<boolean> {
  const rows = await q.query(
    `update assess.backtest set state = 'running', total = $2, done = $3, started_at = coalesce(started_at, $4), rules_hash = decode($5, 'hex') where id = $1 and state in ('waiting', 'running') returning id`,
    [id, total, done, toIso(at), beside],
  )
  return rows.length > 0
}

/** Ends a back-test without a result, `error` saying why it failed; false when it had ended before. */
export async function endBacktest(q: Queryable, id: string, state: 'cancelled' | 'failed', at: Instant, error: string | null = null): Promise<boolean> {
  const rows = await q.query(`update assess.backtest set state = $2, ended_at = $3, error = $4 where id = $1 and state in ('waiting', 'running') returning id`, [id, state, toIso(at), error])
  return rows.length > 0
}

/** Ends a back-test with its summary over `done` cases; false when it has ended meanwhile. */
export async function completeBacktest(tx: Tx, id: string, summary: object, done: number, at: Instant): Promise<boolean> {
  const rows = await tx.query(`update assess.backtest set state = 'done', summary = $2::json, done = $3, total = $3, ended_at = $4 where id = $1 and state = 'running' returning id`, [id, JSON.stringify(summary), done, toIso(at)])
  return rows.length > 0
}

/** What a back-test came to, in the shape of `SummaryView`; undefined until it is done. */
export async function readSummary(q: Queryable, id: string): Promise<unknown> {
  const [row] = await q.query<{ summary: unknown }>('select summary from assess.backtest where id = $1', [id])
  return row?.summary ?? undefined
}

/** What one block came to. */
export interface StoredPart {
  readonly port: string
  readonly month: string
  readonly n: number
  readonly firstId: string
  readonly cases: number
  readonly changed: number
}

/** Writes a part and the progress; false when the back-test has been cancelled meanwhile. */
export async function insertPart(tx: Tx, id: string, part: StoredPart & { readonly figures: PartFigures; readonly rows: Buffer; readonly pairs: Buffer }): Promise<boolean> {
  const going = await tx.query(`update assess.backtest set done = done + $2 where id = $1 and state = 'running' returning id`, [id, part.cases])
  if (going.length === 0) return false
  await tx.query(
    `insert into assess.backtest_part (backtest, port, month, n, first_id, cases, changed, figures, rows, pairs) values ($1, $2, $3::date, $4, $5, $6, $7, $8::json, $9, $10) on conflict do nothing`,
    [id, part.port, part.month, part.n, part.firstId, part.cases, part.changed, JSON.stringify(part.figures), part.rows, part.pairs],
  )
  return true
}

const partColumns = `port, month::text as month, n, first_id as "firstId", cases, changed`

/** The parts of a back-test without their rows, by port, month and block. */
export function listParts(q: Queryable, id: string): Promise<StoredPart[]> {
  return q.query<StoredPart>(`select ${partColumns} from assess.backtest_part where backtest = $1 order by port, month, n`, [id])
}

/** The figures of every part, in the order of `listParts`, to be put together. */
export async function readFigures(q: Queryable, id: string): Promise<(PartFigures & { readonly port: string })[]> {
  const rows = await q.query<{ port: string; figures: PartFigures }>('select port, figures from assess.backtest_part where backtest = $1 order by port, month, n', [id])
  return rows.map(({ port, figures }) => ({ ...figures, port }))
}

/** The rows of one part that change. */
export async function readChanged(q: Queryable, id: string, { port, month, n }: Pick<StoredPart, 'port' | 'month' | 'n'>): Promise<{ readonly figures: PartFigures; readonly rows: Buffer; readonly pairs: Buffer } | undefined> {
  const [row] = await q.query<{ figures: PartFigures; rows: Buffer; pairs: Buffer }>('select figures, rows, pairs from assess.backtest_part where backtest = $1 and port = $2 and month = $3::date and n = $4', [id, port, month, n])
  return row
}

/** Takes the parts away: of a back-test whose blocks were written anew under it. */
export async function deleteParts(tx: Tx, id: string): Promise<void> {
  await tx.query('delete from assess.backtest_part where backtest = $1', [id])
}
