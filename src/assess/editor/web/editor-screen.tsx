import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Alert, Button, Tabs, Upload } from 'antd'
import { useCallback, useMemo, useState } from 'react'
import type { Finding } from '../../../kernel/decision-table/analyse.ts'
import type { Facts, Row } from '../../../kernel/decision-table/table.ts'
import { href, sendRaw } from '../../../web/api/client.ts'
import { asProblem, isPassing, type ProblemEntry } from '../../../web/api/problem.ts'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { zoneName } from '../../../web/i18n/time.ts'
import { Failure, Loading } from '../../../web/kit/blank.tsx'
import { ErrorSummary } from '../../../web/kit/error-summary.tsx'
import { PageHead } from '../../../web/kit/page-head.tsx'
import { Pill } from '../../../web/kit/pill.tsx'
import { usePort } from '../../../web/reference/port.ts'
import { beginHistory, change, duplicateRow, gridColumns, insertRow, moveRow, redo, removeRows, undo, type GridColumn } from '../domain/grid.ts'
import type { WholeDraftView } from '../draft-schema.ts'
import { CellBar } from './cell-bar.tsx'
import { DiffPart } from './diff-part.tsx'
import { draftQuery, editingQuery, type Editing } from './editor-query.ts'
import { FindingsPart } from './findings-part.tsx'
import { HandsPart, useSeats } from './hands-part.tsx'
import { RecordForm } from './record-form.tsx'
import { rangeOf, SheetGrid, type Place } from './sheet-grid.tsx'
import { textsOfFacts, TryPart } from './try-part.tsx'
import { useAnalysis } from './use-thread.ts'
import { useAutosave } from './use-autosave.ts'
import './editor.css'

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
/** `+08:00`: what a day without a time begins at. */
const offset = (zone: string): string => {
  const found = /([+-])(\d{1,2})(?::(\d\d))?/.exec(zone)
  return found === null ? '+00:00' : `${found[1]}${found[2]?.padStart(2, '0')}:${found[3] ?? '00'}`
}

/** Edits a draft of a decision table: the rows as a sheet, what is found of them while they are typed, a place to try them, and what they change. */
export function EditorScreen() {
  const { table, draft } = useParams({ from: '/shell/rule-lab/$table/edit/$draft' })
  const editing = useQuery(editingQuery(table))
  const found = useQuery(draftQuery(table, draft))
  const [times, setTimes] = useState(0)
  const error = editing.error ?? found.error
  if (error !== null) return <Failure error={error} retry={() => { void editing.refetch(); void found.refetch() }} />
  if (editing.data === undefined || found.data === undefined) return <Loading />
  // Only who asks for it begins anew from what is stored: a look after a broken connection must not take away what is being typed, or close a form.
  return <Editor key={`${found.data.id} ${times}`} editing={editing.data} draft={found.data} reload={() => void found.refetch().then(() => setTimes((old) => old + 1))} />
}

type Marks = ReadonlyMap<string, Finding['severity']>

/** The worst of what is found, by row and by row and cell. */
function marksOf(findings: readonly Finding[]): Marks {
  const marks = new Map<string, Finding['severity']>()
  const rank = { note: 0, warning: 1, fault: 2 } as const
  const put = (key: string, severity: Finding['severity']): void => {
    const known = marks.get(key)
    if (known === undefined || rank[severity] > rank[known]) marks.set(key, severity)
  }
  for (const { severity, row, refusal } of findings) {
    if (row === undefined) continue
    put(String(row), severity)
    const place = /^\/rows\/\d+(\/.+)$/.exec(refusal.pointer ?? '')?.[1]
    if (place !== undefined) put(`${row} ${place}`, severity)
  }
  return marks
}

/** Codes a cell may hold, as far as the pack lists them. */
function codesOf(column: GridColumn, { law, codes }: Editing['against']): readonly string[] | undefined {
  if (column.kind === 'when') return codes[column.name ?? '']
  const lists: Readonly<Record<string, readonly { readonly code: string }[]>> = { mode: law.releaseModes, agency: law.agencies, power: law.powers, category: law.categories, measures: law.measures }
  return column.kind === 'then' ? lists[column.name ?? '']?.map(({ code }) => code) : undefined
}

function Editor({ editing: { definition, against, inForce }, draft, reload }: { readonly editing: Editing; readonly draft: WholeDraftView; readonly reload: () => void }) {
  const { t, language } = useTexts()
  const { timeZone } = usePort()
  const [history, setHistory] = useState(() => beginHistory(draft.rows as readonly Row[]))
  const [at, setAt] = useState<{ readonly here: Place; readonly anchor: Place }>({ here: { row: 0, column: 0 }, anchor: { row: 0, column: 0 } })
  const [tab, setTab] = useState('findings')
  const [facts, setFacts] = useState<Readonly<Record<string, string>>>({})
  const [recording, setRecording] = useState(false)
  const [entries, setEntries] = useState<readonly ProblemEntry[]>([])
  const { rows } = history
  const path = `/tables/${definition.name}/drafts/${draft.id}`
  const saving = useAutosave(path, draft.version, rows, draft.mine)
  const looked = useAnalysis(definition, rows, against)
  const columns = useMemo(() => gridColumns(definition, offset(zoneName(timeZone, new Date()))), [definition, timeZone])
  const titles = useMemo(() => columns.map((column) => titleOf(column)), [columns, language])
  const marks = useMemo(() => marksOf(looked.analysis?.findings ?? []), [looked.analysis])

  function titleOf(column: GridColumn): string {
    const of = [...definition.columns, ...definition.outputs].find((one) => one.name === column.name)
    if (column.kind === 'when' || column.kind === 'then') return `${column.kind === 'then' ? '→ ' : ''}${of?.title[language] ?? column.name}`
    return column.kind === 'note' ? t(`editor.column.note-${column.name === 'zh' ? 'zh' : 'en'}`) : t(`editor.column.${column.kind}`)
  }
  const edit = useCallback((next: readonly Row[]) => setHistory((old) => change(old, next)), [])
  const markOf = useCallback((row: number, column: GridColumn | undefined) => marks.get(column === undefined ? String(row) : `${row} ${column.pointer}`), [marks])
  const go = (here: Place, anchor: Place = here): void => setAt({ here, anchor })
  const here: Place = { row: Math.min(at.here.row, Math.max(0, rows.length - 1)), column: at.here.column }
  const jump = (finding: Finding): void => {
    const place = /^\/rows\/\d+(\/.+)$/.exec(finding.refusal.pointer ?? '')?.[1]
    const column = Math.max(0, columns.findIndex((one) => one.pointer === place))
    if (finding.row !== undefined) go({ row: finding.row, column })
    document.querySelector<HTMLElement>('.sheet')?.focus()
  }
  const jumpToRow = (row: number): void => {
    if (row >= 0) go({ row, column: 0 })
  }
  const tryOut = (example: Facts): void => {
    setFacts(textsOfFacts(example))
    setTab('try')
  }
  const takeSheet = async (file: File): Promise<void> => {
    setEntries([])
    try {
      const response = await sendRaw(`${path}/sheet`, file, { 'content-type': file.name.toLowerCase().endsWith('.xlsx') ? xlsx : 'text/csv' })
      edit(((await response.json()) as { readonly rows: readonly Row[] }).rows)
    } catch (error) {
      setEntries(asProblem(error).spoken())
    }
  }
  const exported = (format: 'csv' | 'xlsx') => async (): Promise<void> => {
    try {
      await saving.flush()
    } catch {
      // The head of the page says what was wrong.
      return
    }
    window.location.assign(href(`${path}/sheet`, { format }))
  }
  const column = columns[here.column]
  const row = rows[here.row]
  const range = rangeOf(here, at.anchor)
  const seats = useSeats(path, row?.id).data
  const others = seats?.seats.filter((seat) => seat.here) ?? []
  const faults = looked.analysis?.findings.some((one) => one.severity === 'fault') === true
  return (
    <>
      <PageHead title={draft.title} lead={`${definition.title[language]} · ${t('editor.by', { owner: draft.owner })} · ${t('editor.rows', { count: rows.length })}`}>
        <Link to="/rule-lab">{t('editor.lab')}</Link>
        <span className="quiet small" role="status">{draft.mine ? t(`editor.state.${saving.state}`) : t('editor.readOnly')}</span>
        {others.map((seat) => <Pill key={seat.id} tone="joint">{seat.name}</Pill>)}
        {draft.mine ? <Button type="primary" disabled={faults || !looked.fresh} onClick={() => setRecording(true)}>{t('editor.record')}</Button> : null}
      </PageHead>
      {saving.problem?.status === 412 ? <Alert type="warning" showIcon title={t('editor.changedMeanwhile')} action={<Button size="small" onClick={reload}>{t('editor.reload')}</Button>} /> : null}
      {saving.problem !== undefined && isPassing(saving.problem) ? <Alert type="warning" showIcon title={t('editor.savedLater')} /> : null}
      <ErrorSummary entries={saving.problem !== undefined && saving.problem.status !== 412 && !isPassing(saving.problem) ? saving.problem.spoken() : entries} />
      <div className="editor-bar no-print" role="toolbar" aria-label={t('editor.acts')}>
        <Button size="small" disabled={!draft.mine} onClick={() => edit(insertRow(rows, rows.length === 0 ? 0 : here.row + 1))}>{t('editor.insert')}</Button>
        <Button size="small" disabled={!draft.mine || row === undefined} onClick={() => edit(duplicateRow(rows, here.row))}>{t('editor.duplicate')}</Button>
        <Button size="small" disabled={!draft.mine || here.row === 0} onClick={() => { edit(moveRow(rows, here.row, here.row - 1)); jumpToRow(here.row - 1) }}>{t('editor.up')}</Button>
        <Button size="small" disabled={!draft.mine || here.row >= rows.length - 1} onClick={() => { edit(moveRow(rows, here.row, here.row + 1)); jumpToRow(here.row + 1) }}>{t('editor.down')}</Button>
        <Button size="small" danger disabled={!draft.mine || row === undefined} onClick={() => edit(removeRows(rows, range.top, range.bottom))}>{t('editor.remove')}</Button>
        <Button size="small" disabled={history.past.length === 0} onClick={() => setHistory(undo)}>{t('editor.undo')}</Button>
        <Button size="small" disabled={history.future.length === 0} onClick={() => setHistory(redo)}>{t('editor.redo')}</Button>
        <Upload accept=".csv,.xlsx" showUploadList={false} disabled={!draft.mine} beforeUpload={(file) => { void takeSheet(file); return false }}>
          <Button size="small" disabled={!draft.mine}>{t('editor.import')}</Button>
        </Upload>
        <Button size="small" onClick={() => void exported('csv')()}>CSV</Button>
        <Button size="small" onClick={() => void exported('xlsx')()}>XLSX</Button>
      </div>
      {column === undefined || row === undefined ? null : (
        <CellBar definition={definition} column={column} title={titles[here.column] ?? ''} row={row} codes={codesOf(column, against)} readOnly={!draft.mine} write={(text) => edit(rows.with(here.row, column.write(row, text)))} />
      )}
      <div className="editor">
        <SheetGrid
          label={t('editor.sheet')} columns={columns} titles={titles} rows={rows} at={here} anchor={at.anchor} readOnly={!draft.mine} markOf={markOf} go={go} edit={edit}
          undo={() => setHistory(undo)} redo={() => setHistory(redo)}
        />
        <Tabs
          size="small" activeKey={tab} onChange={setTab}
          items={[
            { key: 'findings', label: t('editor.findings'), children: <FindingsPart {...looked} jump={jump} tryOut={tryOut} /> },
            { key: 'try', label: t('editor.try'), children: <TryPart definition={definition} rows={rows} texts={facts} change={setFacts} jump={jumpToRow} /> },
            { key: 'diff', label: inForce === undefined ? t('editor.diff') : t('editor.diffTo', { version: inForce.version }), children: <DiffPart definition={definition} before={inForce?.rows ?? []} after={rows} jump={jumpToRow} /> },
            ...(seats === undefined ? [] : [{ key: 'hands', label: t('editor.hands.title'), children: <HandsPart path={path} seats={seats} rows={rows} jump={jumpToRow} /> }]),
          ]}
        />
      </div>
      {recording ? <RecordForm path={path} flush={saving.flush} close={() => setRecording(false)} /> : null}
    </>
  )
}
