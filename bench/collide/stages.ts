import type pg from 'pg'
import type { Database } from '../../src/platform/database/database.ts'

/** What a batch waits for, one after the other. */
const names = ['lock', 'reads', 'writes', 'commit'] as const
type Stage = (typeof names)[number]

/** Where the time of the desk's transactions goes. */
export interface Stages {
  begin(): void
  end(directives: number): void
  /** Microseconds a directive. */
  total(): number
  split(): object
}

function stageOf(sql: string): Stage | undefined {
  if (sql === 'commit') return 'commit'
  if (sql.includes('pg_advisory_xact_lock')) return 'lock'
  if (sql === 'begin' || sql.startsWith('rollback')) return undefined
  return /\b(insert|update|delete)\b/.test(sql) ? 'writes' : 'reads'
}

/**
 * Listens to what the desk sends on its connections: the moment each statement of a transaction was answered, the first of a stage beginning where
 * the one before it ended. What is left between the answers to its reads and the answers to its writes is the program's own time as well.
 */
export function watchStages(db: Database): Stages {
  const spent = new Map<Stage, number>()
  let watching = false
  let batches = 0
  let statements = 0
  let directives = 0
  const watched = new WeakSet<pg.PoolClient>()
  db.pool.on('acquire', (client) => {
    if (watched.has(client)) return
    watched.add(client)
    const send = client.query.bind(client) as (...parameters: unknown[]) => Promise<unknown>
    let last = 0
    const query = (...parameters: unknown[]): Promise<unknown> => {
      const [first] = parameters
      const sql = typeof first === 'string' ? first : (first as { readonly text: string }).text
      if (sql === 'begin') {
        last = performance.now()
        if (watching) batches++
      }
      const stage = stageOf(sql)
      const answer = send(...parameters)
      if (!watching || stage === undefined) return answer
      statements++
      return answer.finally(() => {
        const now = performance.now()
        spent.set(stage, (spent.get(stage) ?? 0) + now - last)
        last = now
      })
    }
    client.query = query as typeof client.query
  })
  const perDirective = (milliseconds: number): number => Math.round((milliseconds * 1000) / Math.max(1, directives))
  return {
    begin: () => void (watching = true),
    end(count) {
      watching = false
      directives += count
    },
    total: () => perDirective([...spent.values()].reduce((all, time) => all + time, 0)),
    split: () => ({
      ...Object.fromEntries(names.map((name) => [name, perDirective(spent.get(name) ?? 0)])),
      batches,
      statementsPerBatch: Number((statements / Math.max(1, batches)).toFixed(1)),
      directivesPerBatch: Number((directives / Math.max(1, batches)).toFixed(1)),
    }),
  }
}
