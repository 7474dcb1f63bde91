import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { get } from '../../../web/api/client.ts'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { Failure, Loading } from '../../../web/kit/blank.tsx'
import { useRows } from '../../../web/kit/list-query.ts'
import { Table } from '../../../web/kit/table.tsx'
import { usePackName } from '../../../web/reference/reference.ts'
import type { ChangedCase, ExplainedCase } from './lab-query.ts'

/** Cases that would have changed; one click says why, before and after. */
export function ChangedCases({ table, backtest }: { readonly table: string; readonly backtest: string }) {
  const { t } = useTexts()
  const name = usePackName()
  const [open, setOpen] = useState<string | undefined>(undefined)
  const list = useRows<ChangedCase>(['lab', 'cases'], `/tables/${table}/backtests/${backtest}/cases`, { limit: 20 }, ['table'])
  if (list.error !== null) return <Failure error={list.error} retry={list.retry} />
  return (
    <section className="panel" aria-labelledby="lab-cases">
      <div className="panel-head"><h2 id="lab-cases">{t('lab.changedCases')}</h2></div>
      {list.isPending ? <Loading rows={4} /> : (
        <Table label={t('lab.changedCases')} heads={[t('lab.case'), t('lab.trader'), t('lab.before'), t('lab.after'), t('lab.why')]}>
          {list.rows.map((one) => (
            <Row key={one.declaration} one={one} table={table} backtest={backtest} name={(code) => name('releaseModes', code)} open={open === one.declaration} toggle={() => setOpen(open === one.declaration ? undefined : one.declaration)} />
          ))}
        </Table>
      )}
      {list.more === undefined ? null : <div className="panel-body"><Button onClick={list.more} loading={list.fetching}>{t('lab.more')}</Button></div>}
    </section>
  )
}

function Row({ one, table, backtest, name, open, toggle }: { readonly one: ChangedCase; readonly table: string; readonly backtest: string; readonly name: (code: string) => string; readonly open: boolean; readonly toggle: () => void }) {
  const { t } = useTexts()
  const agencies = (outcome: ChangedCase['before']): string => [...new Set(outcome.checks.map(({ agency }) => agency))].join(' ')
  return (
    <>
      <tr>
        <th scope="row"><Link to="/declarations/$id" params={{ id: one.declaration }} className="code">{one.reference}</Link></th>
        <td className="code">{one.declarant}</td>
        <td>{name(one.before.mode)} <span className="small quiet">{agencies(one.before)}</span></td>
        <td>{name(one.after.mode)} <span className="small quiet">{agencies(one.after)}</span></td>
        <td><button type="button" className="link-button" aria-expanded={open} onClick={toggle}>{open ? t('lab.hide') : t('lab.explain')}</button></td>
      </tr>
      {open ? <tr><td colSpan={5}><Why table={table} backtest={backtest} one={one} /></td></tr> : null}
    </>
  )
}

function Why({ table, backtest, one }: { readonly table: string; readonly backtest: string; readonly one: ChangedCase }) {
  const { t, language } = useTexts()
  const found = useQuery({ queryKey: ['lab', 'why', backtest, one.declaration], queryFn: ({ signal }) => get<ExplainedCase>(`/tables/${table}/backtests/${backtest}/cases/${one.port}/${one.declaration}`, {}, signal), staleTime: Infinity })
  if (found.error !== null) return <Failure error={found.error} retry={() => void found.refetch()} />
  if (found.data === undefined) return <Loading rows={3} />
  const { before, after } = found.data
  const same = new Set(before.text[language].filter((line) => after.text[language].includes(line)))
  return (
    <div className="lab-why">
      {([['before', before], ['after', after]] as const).map(([which, explained]) => (
        <div key={which}>
          <h3>{t(`lab.${which}`)}</h3>
          <ol>{explained.text[language].map((line, i) => <li key={i} className={same.has(line) ? 'quiet' : 'strong'}>{line}</li>)}</ol>
        </div>
      ))}
    </div>
  )
}
