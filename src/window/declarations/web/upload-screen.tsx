import { InboxOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Button, Upload } from 'antd'
import { useState } from 'react'
import { href, sendRaw } from '../../../web/api/client.ts'
import { asProblem, type Problem, type ProblemEntry } from '../../../web/api/problem.ts'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { ErrorSummary } from '../../../web/kit/error-summary.tsx'
import { PageHead } from '../../../web/kit/page-head.tsx'
import { StatusPill } from '../../../web/kit/pill.tsx'
import { useNamedText } from '../../../web/reference/named-text.ts'
import { Party } from '../../../web/reference/party.tsx'
import './upload.css'

/** The answer to one row: a receipt or a problem. */
interface RowAnswer {
  readonly line: number
  readonly id?: string
  readonly number?: string
  readonly reference?: string
  readonly status: string | number
  /** Of a sheet each error also names its row and column there. */
  readonly errors?: readonly (ProblemEntry & { readonly row?: number; readonly column?: string })[]
}

const types: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ndjson: 'application/x-ndjson',
}

/** The endpoint takes NDJSON as it is and spreadsheets row by row; both answer one line per row, in order, while they still read. */
async function* answersOf(file: File): AsyncGenerator<RowAnswer> {
  const ending = file.name.slice(file.name.lastIndexOf('.') + 1).toLowerCase()
  const path = ending === 'ndjson' || ending === 'jsonl' ? '/declarations:batch' : '/declarations:upload'
  const response = await sendRaw(path, file, { 'content-type': types[ending] ?? types['ndjson'] ?? '' })
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  while (reader !== undefined) {
    const { done, value } = await reader.read()
    if (done) break
    const lines = (rest + value).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line !== '') yield JSON.parse(line) as RowAnswer
  }
  if (rest !== '') yield JSON.parse(rest) as RowAnswer
}

/** Many declarations from one file; each row is answered for itself and a bad one spoils no other. */
export function UploadScreen() {
  const { t } = useTexts()
  const [rows, setRows] = useState<readonly RowAnswer[]>([])
  const [name, setName] = useState<string | undefined>(undefined)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | undefined>(undefined)
  const run = async (file: File): Promise<void> => {
    setBusy(true)
    setRows([])
    setProblem(undefined)
    setName(file.name)
    try {
      let gathered: RowAnswer[] = []
      for await (const answer of answersOf(file)) {
        gathered = [...gathered, answer]
        setRows(gathered)
      }
    } catch (error) {
      setProblem(asProblem(error))
    } finally {
      setBusy(false)
    }
  }
  const refused = rows.filter((row) => row.errors !== undefined)
  return (
    <>
      <PageHead title={t('upload.title')} lead={t('upload.lead')}>
        <Button href={href('/declarations/template.xlsx')} download>
          {t('upload.template')} Excel
        </Button>
        <Button href={href('/declarations/template.csv')} download>
          CSV
        </Button>
      </PageHead>
      <Upload.Dragger
        accept=".csv,.xlsx,.ndjson,.jsonl"
        showUploadList={false}
        disabled={busy}
        beforeUpload={(file) => {
          void run(file)
          return false
        }}
      >
        <p className="drop-icon">
          <InboxOutlined aria-hidden />
        </p>
        <p className="strong">{t('upload.drop')}</p>
        <p className="quiet small">{t('upload.kinds')}</p>
      </Upload.Dragger>
      {problem === undefined ? null : <ErrorSummary entries={problem.spoken()} title={t('upload.failed', { name: name ?? '' })} />}
      {rows.length === 0 ? null : (
        <section className="panel" aria-labelledby="upload-result">
          <div className="panel-head" role="status">
            <h2 id="upload-result">{t('upload.result', { name: name ?? '' })}</h2>
            <span>{t('upload.sums', { accepted: rows.length - refused.length, refused: refused.length })}</span>
          </div>
          <ul className="upload-rows">
            {[...refused, ...rows.filter((row) => row.errors === undefined)].slice(0, 500).map((row) => (
              <li key={row.line}>
                <RowLine row={row} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

function RowLine({ row }: { readonly row: RowAnswer }) {
  const { t } = useTexts()
  const words = useNamedText()
  return (
    <div className="upload-row">
      <span className="quiet small">{t('upload.row', { n: row.line })}</span>
      {row.errors === undefined ? (
        <span className="row">
          <StatusPill state={String(row.status)} />
          {row.id === undefined ? null : (
            <Link to="/declarations/$id" params={{ id: row.id }} className="code">
              {row.number}
            </Link>
          )}
          <span className="code quiet">{row.reference}</span>
        </span>
      ) : (
        <ul className="stack tight">
          {row.errors.map((entry, at) => (
            <li key={at} className="row">
              {entry.agency === undefined ? null : <Party code={entry.agency} />}
              <span className="code small">{entry.row === undefined ? entry.pointer : t('upload.cell', { row: entry.row, column: entry.column ?? '' })}</span>
              <span className="upload-error">{words(entry.message, entry.facts)}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
