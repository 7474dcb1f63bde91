import { Button, Input } from 'antd'
import { useState } from 'react'
import { ask as inquire } from '../../../web/api/client.ts'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { useCommand } from '../../../web/kit/command.ts'
import { ErrorSummary } from '../../../web/kit/error-summary.tsx'
import type { NamesPage } from '../read-names.ts'
import type { DrawView } from '../views.ts'

/** Asks for the names behind what lots named, some at a time and for a purpose; each reading is in the ledger. */
export function NamesPanel({ draw, known, found }: { readonly draw: DrawView; readonly known: number; readonly found: (names: readonly (readonly [string, string])[]) => void }) {
  const { t } = useTexts()
  const [purpose, setPurpose] = useState('')
  const [next, setNext] = useState<string>()
  const ask = useCommand<{ readonly after?: string }, NamesPage>(({ after }) => inquire(`/draws/${draw.id}/names`, { purpose, of: 'drawn', limit: 200, ...(after === undefined ? {} : { after }) }, new AbortController().signal), {
    done: (page) => {
      found(page.items.map(({ code, name }) => [code, name] as const))
      setNext(page.next)
    },
  })
  const purposeGiven = purpose.trim().length >= 5
  return (
    <section className="panel" aria-labelledby="names-title">
      <div className="panel-head"><h2 id="names-title">{t('draws.names')}</h2></div>
      <div className="panel-body stack">
        <p className="quiet">{t('draws.namesLead')}</p>
        {ask.error === null ? null : <ErrorSummary entries={ask.error.spoken()} />}
        <div className="row">
          <Input aria-label={t('draws.purpose')} placeholder={t('draws.purpose')} value={purpose} maxLength={200} style={{ maxWidth: 420 }} onChange={(event) => setPurpose(event.target.value)} />
          {known > 0 && next === undefined ? <span className="quiet">{t('draws.namesShown', { count: known })}</span> : (
            <Button disabled={!purposeGiven} loading={ask.isPending} onClick={() => ask.mutate(next === undefined ? {} : { after: next })}>{t(next === undefined ? 'draws.showNames' : 'draws.moreNames')}</Button>
          )}
        </div>
      </div>
    </section>
  )
}
