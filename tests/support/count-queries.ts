import type { Database, Tx } from '../../src/platform/database/database.ts'

/** A database that keeps the statements it was sent, also those of its transactions. */
export interface CountedDatabase {
  readonly db: Database
  /** Statements since the last call, in the order they were sent. */
  taken(): readonly string[]
}

/** Counts what goes to a database: whether a read asks once for everything or once for each thing shows in the number of its statements. */
export function countQueries(db: Database): CountedDatabase {
  let sent: string[] = []
  const noting = <Arguments extends readonly [sql: string, ...rest: never[]], Answer>(send: (...sent: Arguments) => Answer) => (...asked: Arguments): Answer => {
    sent.push(asked[0])
    return send(...asked)
  }
  const inside = (tx: Tx): Tx => ({ ...tx, query: noting(tx.query.bind(tx)) as Tx['query'], send: noting(tx.send.bind(tx)) })
  return {
    db: { ...db, query: noting(db.query.bind(db)) as Database['query'], statement: noting(db.statement.bind(db)) as Database['statement'], transaction: (work) => db.transaction((tx) => work(inside(tx))) },
    taken() {
      const taken = sent
      sent = []
      return taken
    },
  }
}
