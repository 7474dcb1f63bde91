import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { append, type LedgerSubject } from '../../platform/ledger/append.ts'
import { insertQuery, type DataQuery } from './query-store.ts'

/** A query before it gets its id, sender and moment. */
export type AskedData = Omit<DataQuery, 'id' | 'by' | 'at'>

/** Logs a query in state and ledger: which fields of what, for which purpose and case; never their content. */
export async function logQuery(tx: Tx, context: Context, asked: AskedData, related: readonly LedgerSubject[]): Promise<DataQuery> {
  const query: DataQuery = { ...asked, id: context.newId(), by: context.actor.name, at: context.now }
  await insertQuery(tx, query)
  const { agency, kind, subject, purpose, caseId, allowed, denied } = query
  const payload = { agency, kind, subject, purpose: purpose ?? null, case: caseId ?? null, allowed: [...allowed], denied: [...denied] }
  await append(tx, context, [{ port: query.port, subjectKind: 'data-query', subjectId: query.id, type: allowed.length === 0 ? 'DataQueryDenied' : 'DataQueryAnswered', payload, related }])
  return query
}

/** Logs a query that gets nothing. In a transaction of its own: the command it came in is refused, and a refused command leaves nothing behind. */
export async function logDenied(context: Context, asked: AskedData, related: readonly LedgerSubject[]): Promise<void> {
  await context.db.transaction((tx) => logQuery(tx, context, { ...asked, allowed: [] }, related))
}
