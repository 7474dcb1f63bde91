import { queryOptions } from '@tanstack/react-query'
import type { Row, TableDefinition } from '../../../kernel/decision-table/table.ts'
import { fromEpoch, parseInstant } from '../../../kernel/instant.ts'
import { get } from '../../../web/api/client.ts'
import type { DraftLaw } from '../domain/analyse-draft.ts'
import type { EditingView } from '../desk-view.ts'
import type { WholeDraftView } from '../draft-schema.ts'

/** A table made ready for its editor. */
export interface Editing {
  readonly definition: TableDefinition
  readonly against: DraftLaw
  readonly inForce: { readonly version: number; readonly rows: readonly Row[] } | undefined
}

function toEditing({ table, law, codes, inForce, at }: EditingView): Editing {
  const { complete, ...shape } = table
  const always = { validFrom: fromEpoch(0) }
  const since = Object.fromEntries(Object.entries(law).map(([list, entries]) => [list, entries.map((entry) => ({ ...always, ...entry }))]))
  return {
    definition: { ...shape, ...(complete ? { complete } : {}) } as unknown as TableDefinition,
    against: { law: since as unknown as DraftLaw['law'], codes, inForce: (inForce?.rows ?? []) as readonly Row[], at: parseInstant(at) ?? fromEpoch(0) },
    inForce: inForce as Editing['inForce'],
  }
}

/** What the editor of a table needs: its columns, the law rows are checked against, the rows in force. Fetched once, since it holds for the sitting. */
export const editingQuery = (table: string) => queryOptions({
  queryKey: ['table-editing', table],
  queryFn: async ({ signal }) => toEditing(await get<EditingView>(`/tables/${table}/editing`, undefined, signal)),
  staleTime: Infinity,
})

/** Fetched anew whenever the editor is opened: it goes on from what was saved last. */
export const draftQuery = (table: string, draft: string) => queryOptions({
  queryKey: ['table-draft', table, draft],
  queryFn: ({ signal }) => get<WholeDraftView>(`/tables/${table}/drafts/${draft}`, undefined, signal),
  staleTime: Infinity,
  gcTime: 0,
  refetchOnWindowFocus: false,
})
