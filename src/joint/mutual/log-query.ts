import type { Context } from '../../platform/context.ts'
import { append, type LedgerSubject } from '../../platform/ledger/append.ts'
import { insertQuery, type DataQuery } from './query-store.ts'

/** A query before it gets its id, sender and moment. */
export type AskedData = Omit<DataQuery, 'id' | 'by' | 'at'>

/** Logs a query in state and ledger, answered or denied: which fields of what, for which purpose and case; never their content. */
export async function logQuery(context: Context, asked: AskedData, related: readonly LedgerSubject[]): Promise<DataQuery> {
  const query: DataQuery = { ...asked, id: context.newId(), by: context.actor.name, at: context.now }
  const { agency, kind, subject, purpose, caseId, allowed, denied } = query
  const payload = { agency, kind, subject, purpose: purpose ?? null, case: caseId ?? null, allowed: [...allowed], denied: [...denied] }
  await context.db.transaction(async (tx) => {
    await insertQuery(tx, query)
    await append(tx, context, [{ port: query.port, subjectKind: 'data-query', subjectId: query.id, type: allowed.length === 0 ? 'DataQueryDenied' : 'DataQueryAnswered', payload, related }])
  })
  return query
}
