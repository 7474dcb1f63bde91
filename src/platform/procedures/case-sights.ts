import { rowIds, type SubjectSight } from '../sight/known-subjects.ts'
import type { AnyCaseKind } from './case-kind.ts'
import { findCasesById } from './store.ts'
import { seenBy } from './work-case.ts'

/** Who may know of cases, by kind of subject: the same as reads them. */
export function caseSights(kinds: readonly AnyCaseKind[]): ReadonlyMap<string, SubjectSight> {
  const kindOf = new Map(kinds.map((kind) => [kind.procedure.name, kind]))
  const sight: SubjectSight = {
    known: async ({ actor, db }, port, ids) => {
      const rows = await findCasesById(db, port, rowIds(ids))
      return new Set(
        rows.flatMap((row) => {
          const kind = kindOf.get(row.procedure)
          return kind !== undefined && seenBy(actor, kind, row) ? [row.id] : []
        }),
      )
    },
  }
  return new Map(kinds.map(({ subjectKind }) => [subjectKind, sight]))
}
