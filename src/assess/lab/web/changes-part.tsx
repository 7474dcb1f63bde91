import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Row } from '../../../kernel/decision-table/table.ts'
import { get } from '../../../web/api/client.ts'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { Failure, Loading } from '../../../web/kit/blank.tsx'
import { DiffPart } from '../../editor/web/diff-part.tsx'
import { editingQuery } from '../../editor/web/editor-query.ts'
import type { Version } from './lab-query.ts'
import '../../editor/web/editor.css'

/** Rows never change once they are recorded. */
const useRows = (table: string, version: number | undefined) =>
  useQuery({
    queryKey: ['lab', table, version, 'rows'],
    queryFn: async ({ signal }) => (await get<{ readonly rows: readonly Row[] }>(`/tables/${table}/versions/${version}`, undefined, signal)).rows,
    staleTime: Infinity,
    enabled: version !== undefined,
  })

/** What is compared with unless another is chosen: of a version that is not in force the one that is, of the one in force the one before it. */
function usualBase(versions: readonly Version[], shown: Version, now: number): number | undefined {
  const inForce = versions.filter(({ state, validFrom, validTo }) => state === 'active' && validFrom !== null && Date.parse(validFrom) <= now && (validTo === null || Date.parse(validTo) > now))
  const newest = inForce.toSorted((a, b) => Date.parse(b.validFrom ?? '') - Date.parse(a.validFrom ?? ''))[0]
  if (newest !== undefined && newest.number !== shown.number) return newest.number
  return versions.find(({ number }) => number < shown.number)?.number
}

/** What a version changes, row by row and cell by cell, in the rows of another: what a second person reads before putting it into force. */
export function ChangesPart({ table, version, versions }: { readonly table: string; readonly version: Version; readonly versions: readonly Version[] }) {
  const { t } = useTexts()
  const [chosen, setChosen] = useState<number | undefined>(undefined)
  const base = chosen ?? usualBase(versions, version, Date.now())
  const editing = useQuery(editingQuery(table))
  const before = useRows(table, base)
  const after = useRows(table, version.number)
  if (base === undefined) return null
  const error = editing.error ?? before.error ?? after.error
  return (
    <section className="panel" aria-labelledby="lab-changes">
      <div className="panel-head">
        <h2 id="lab-changes">{t('lab.changes')}</h2>
        <label className="row small">{t('lab.comparedWith')}
          <select className="lab-select" value={base} onChange={(event) => setChosen(Number(event.target.value))}>
            {versions.filter(({ number }) => number !== version.number).map(({ number }) => <option key={number} value={number}>{t('editor.version', { version: number })}</option>)}
          </select>
        </label>
      </div>
      <div className="panel-body">
        {error !== null ? <Failure error={error} retry={() => { void before.refetch(); void after.refetch() }} /> : editing.data === undefined || before.data === undefined || after.data === undefined ? <Loading rows={3} /> : (
          <DiffPart definition={editing.data.definition} before={before.data} after={after.data} />
        )}
      </div>
    </section>
  )
}
