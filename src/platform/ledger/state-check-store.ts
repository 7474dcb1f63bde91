import type { OrphanCheck } from './verify.ts'

/** Which rows of a state table the ledger must explain. All of it is text of the program, never of a user. */
export interface StateTable {
  readonly name: string
  /** Qualified, with `port` and `id`. */
  readonly table: string
  /** Only rows for which this holds. */
  readonly where?: string
  readonly subjectKind: string
  readonly type: string
  /** A bytea column that the fact's payload repeats in hex, under this name: finds a row that was edited with the fact left alone. */
  readonly hash?: { readonly column: string; readonly member: string }
}

/** The question whether a row of the table stands without its fact in the ledger. */
export function stateCheck({ name, table, where = 'true', subjectKind, type, hash }: StateTable): OrphanCheck {
  const agrees = hash === undefined ? '' : `and (e.payload is null or e.payload::json ->> '${hash.member}' = encode(state.${hash.column}, 'hex'))`
  return {
    name,
    async find(db) {
      const [row] = await db.query<{ port: string; id: string }>(
        `select state.port, state.id::text as id
         from ${table} state
         where ${where} and not exists (
           select from ledger.entry e
           where e.port = state.port and e.subject_kind = $1 and e.subject_id = state.id::text and e.type = $2 ${agrees}
         )
         order by state.port, state.id limit 1`,
        [subjectKind, type],
      )
      return row === undefined ? undefined : { port: row.port, subject: `${subjectKind}:${row.id}` }
    },
  }
}
