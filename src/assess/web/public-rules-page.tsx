import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { PrinterOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { Cell } from '../../kernel/decision-table/table.ts'
import { get } from '../../web/api/client.ts'
import { useTexts } from '../../web/i18n/i18n.ts'
import { Empty, Failure, Loading } from '../../web/kit/blank.tsx'
import { DayInput } from '../../web/kit/field.tsx'
import { PageHead } from '../../web/kit/page-head.tsx'
import { Table } from '../../web/kit/table.tsx'
import { Party } from '../../web/reference/party.tsx'
import { useClauseName, usePackName, useReference } from '../../web/reference/reference.ts'
import { PublicFrame } from '../../web/shell/public-frame.tsx'
import type { PublishedRulesView, PublishedTableView } from '../published-rules.ts'
import { spell, spellCell } from './spell.ts'

/** The end of a day that was chosen, as the rules are asked for. */
const atOf = (day: string | undefined): Record<string, string> => (day === undefined ? {} : { at: `${day}T23:59:59Z` })

/** A day of the rules, by the calendar where they are made: that of the first port. */
function Day({ at }: { readonly at: string }) {
  const timeZone = useReference().ports[0]?.timeZone ?? 'UTC'
  return <time dateTime={at}>{new Date(at).toLocaleDateString('sv-SE', { timeZone })}</time>
}

function PrintButton() {
  const { t } = useTexts()
  return (
    <Button icon={<PrinterOutlined aria-hidden />} onClick={() => window.print()}>
      {t('common.print')}
    </Button>
  )
}

/** The rules in force on a day for everybody: the way of a consignment, powers, tables (GV-08). */
export function PublicRulesPage() {
  const { t, language } = useTexts()
  const name = usePackName()
  const { day } = useSearch({ from: '/public/rules' })
  const navigate = useNavigate()
  const found = useQuery({ queryKey: ['public-rules', day], queryFn: ({ signal }) => get<PublishedRulesView>('/public/rules', atOf(day), signal) })
  const titleOf = (table: string): string => found.data?.tables.find((one) => one.table.name === table)?.table.title[language] ?? table
  return (
    <PublicFrame>
      <PageHead title={t('modes.public.rulesTitle')} lead={t('modes.public.rulesLead')}>
        <DayInput value={day} label={t('modes.public.day')} onChange={(value) => void navigate({ to: '/public/rules', search: value === undefined ? {} : { day: value } })} />
        <PrintButton />
      </PageHead>
      {found.error !== null ? (
        <Failure error={found.error} retry={() => void found.refetch()} />
      ) : found.data === undefined ? (
        <Loading rows={10} />
      ) : (
        <>
          <section aria-labelledby="flow-title" className="stack">
            <h2 id="flow-title">{t('modes.public.flow')}</h2>
            <ol className="public-flow">
              {found.data.flow.map(({ step, clause, tables }) => (
                <li key={step}>
                  <b>{t(`modes.public.steps.${step}` as never)}</b>
                  <span className="small quiet">{clause}</span>
                  {tables.map((table) => (
                    <Link key={table} to="/public/rules/$table" params={{ table }} search={day === undefined ? {} : { day }} className="small way">
                      {titleOf(table)}
                    </Link>
                  ))}
                </li>
              ))}
            </ol>
          </section>
          <section className="panel" aria-labelledby="tables-title">
            <div className="panel-head">
              <h2 id="tables-title">{t('modes.public.tables')}</h2>
            </div>
            <ul className="panel-body stack tight">
              {found.data.tables.map(({ table, version, validFrom, withheld }) => (
                <li key={table.name} className="row">
                  <Link to="/public/rules/$table" params={{ table: table.name }} search={day === undefined ? {} : { day }}>
                    {table.title[language]}
                  </Link>
                  <span className="small quiet">
                    {t('modes.public.version', { version })} · <Day at={validFrom} /> · {table.clause}
                    {withheld ? ` · ${t('modes.public.withheldShort')}` : ''}
                  </span>
                </li>
              ))}
            </ul>
          </section>
          <section className="panel" aria-labelledby="powers-title">
            <div className="panel-head">
              <h2 id="powers-title">{t('modes.public.powers')}</h2>
            </div>
            <ul className="panel-body stack tight">
              {found.data.powers.map((power) => (
                <li key={power.code} className="row">
                  <Party code={power.agency} />
                  <span>{power.name[language]}</span>
                  <span className="small quiet">{power.methods.map((method) => name('methods', method)).join(' · ')}</span>
                  <span className="small quiet">{name('clauses', power.clause)}</span>
                </li>
              ))}
            </ul>
          </section>
        </>
      )}
    </PublicFrame>
  )
}

type Row = NonNullable<PublishedTableView['version']>['rows'][number]

/** One table of a day with its rows, and every version there was (GV-08, GV-12). */
export function PublicTablePage() {
  const { t, language } = useTexts()
  const { table } = useParams({ from: '/public/rules/$table' })
  const { day } = useSearch({ from: '/public/rules/$table' })
  const navigate = useNavigate()
  const found = useQuery({ queryKey: ['public-rules', table, day], queryFn: ({ signal }) => get<PublishedTableView>(`/public/rules/${table}`, atOf(day), signal) })
  if (found.error !== null) return <PublicFrame><Failure error={found.error} retry={() => void found.refetch()} /></PublicFrame>
  if (found.data === undefined) return <PublicFrame><Loading rows={8} /></PublicFrame>
  const { table: shape, version, versions } = found.data
  return (
    <PublicFrame>
      <PageHead title={shape.title[language]} lead={version === undefined ? t('modes.public.notYet') : <>{t('modes.public.version', { version: version.version })} · <Day at={version.validFrom} /> · {shape.clause}</>}>
        <DayInput value={day} label={t('modes.public.day')} onChange={(value) => void navigate({ to: '/public/rules/$table', params: { table }, search: value === undefined ? {} : { day: value } })} />
        <PrintButton />
      </PageHead>
      {version === undefined || version.rows.length === 0 ? <Empty title={t(version === undefined ? 'modes.public.notYet' : 'modes.public.noRows')} text={version?.withheld === true ? t('modes.public.withheld') : ''} /> : <Rows columns={shape.columns} outputs={shape.outputs} rows={version.rows} withheld={version.withheld} />}
      <section className="panel" aria-labelledby="versions-title">
        <div className="panel-head">
          <h2 id="versions-title">{t('modes.public.versions')}</h2>
        </div>
        <ul className="panel-body stack tight">
          {versions.map((one) => (
            <li key={one.version} className="row">
              <Link to="/public/rules/$table" params={{ table }} search={{ day: one.validFrom.slice(0, 10) }}>
                {t('modes.public.version', { version: one.version })}
              </Link>
              <span className="small">
                <Day at={one.validFrom} /> – {one.validTo === null ? '' : <Day at={one.validTo} />}
              </span>
            </li>
          ))}
        </ul>
      </section>
    </PublicFrame>
  )
}

function Rows({ columns, outputs, rows, withheld }: { readonly columns: PublishedTableView['table']['columns']; readonly outputs: PublishedTableView['table']['outputs']; readonly rows: readonly Row[]; readonly withheld: boolean }) {
  const { t, language } = useTexts()
  const name = usePackName()
  const clauseName = useClauseName()
  // Columns nothing asks about say nothing.
  const asked = columns.filter((column) => rows.some((row) => row.when[column.name] !== undefined))
  const said = (output: string, value: unknown): string => {
    const list = { mode: 'releaseModes', level: 'riskLevels', category: 'categories', measures: 'measures', agency: 'agencies', methods: 'methods' }[output] as 'releaseModes' | undefined
    return list === undefined ? spell(value) : [value].flat().map((code) => name(list, String(code))).join(' + ')
  }
  return (
    <section className="panel" aria-label={t('modes.public.rows')}>
      <Table label={t('modes.public.rows')} heads={[...asked.map((column) => column.title[language]), ...outputs.map((output) => output.title[language]), t('modes.public.basis')]}>
        {rows.map((row) => (
          <tr key={row.id}>
            {asked.map((column) => <td key={column.name} className="code">{row.when[column.name] === undefined ? '∗' : spellCell(row.when[column.name] as Cell)}</td>)}
            {outputs.map((output) => <td key={output.name}>{said(output.name, row.then[output.name])}</td>)}
            <td>
              {clauseName(row.clause) ?? '—'}
              {row.note === undefined ? null : <span className="sub">{row.note[language]}</span>}
            </td>
          </tr>
        ))}
      </Table>
      {withheld ? <p className="panel-body small quiet">{t('modes.public.withheld')}</p> : null}
    </section>
  )
}
