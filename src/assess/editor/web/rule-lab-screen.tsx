import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { get, send, type Page } from '../../../web/api/client.ts'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { Failure, Loading } from '../../../web/kit/blank.tsx'
import { useCommand } from '../../../web/kit/command.ts'
import { ErrorSummary } from '../../../web/kit/error-summary.tsx'
import { Moment } from '../../../web/kit/moment.tsx'
import { PageHead } from '../../../web/kit/page-head.tsx'
import { Pill } from '../../../web/kit/pill.tsx'
import { Table } from '../../../web/kit/table.tsx'
import { useHasRole } from '../../../web/session/session.ts'
import type { VersionView } from '../../version-view.ts'
import type { DraftView, WholeDraftView } from '../draft-schema.ts'
import './editor.css'

interface Summary {
  readonly name: string
  readonly title: { readonly zh: string; readonly en: string }
  readonly clause: string
  readonly policy: string
  readonly inForce?: VersionView
  readonly planned: readonly VersionView[]
  readonly waiting: readonly VersionView[]
  readonly drafts: number
}

/** Every decision table with what is in force, planned, waiting and written, and the way into a draft. */
export function RuleLabScreen() {
  const { t, language } = useTexts()
  const writes = useHasRole('officer', 'headquarters')
  const [beginning, setBeginning] = useState<Summary | undefined>(undefined)
  const list = useQuery({ queryKey: ['rule-lab'], queryFn: ({ signal }) => get<Page<Summary>>('/rule-lab/tables', undefined, signal), meta: { subjects: ['table'] } })
  if (list.error !== null) return <Failure error={list.error} retry={() => void list.refetch()} />
  if (list.data === undefined) return <Loading />
  return (
    <>
      <PageHead title={t('editor.lab')} lead={t('editor.labLead')} />
      <Table label={t('editor.lab')} heads={(['table', 'inForce', 'rowsHead', 'author', 'plannedHead', 'draftsHead'] as const).map((head) => t(`editor.${head}`))}>
        {list.data.items.map((table) => (
          <tr key={table.name} data-table={table.name}>
            <td><b>{table.title[language]}</b><span className="sub">{t(`editor.policy.${table.policy as 'first'}`)} · {table.clause}</span></td>
            <td>{table.inForce === undefined ? <span className="quiet">—</span> : <><VersionMark table={table.name} version={table.inForce} tone="good" /> <span className="sub"><Moment at={table.inForce.validFrom ?? table.inForce.recordedAt} /></span></>}</td>
            <td>{table.inForce?.rowCount ?? '—'}</td>
            <td>{table.inForce?.author ?? '—'}</td>
            <td>
              {table.planned.map((version) => <VersionMark key={version.number} table={table.name} version={version} tone="info" />)}
              {table.waiting.map((version) => <VersionMark key={version.number} table={table.name} version={version} tone="warn" />)}
              {table.planned.length + table.waiting.length === 0 ? <span className="quiet">—</span> : null}
            </td>
            <td>
              <Drafts table={table.name} count={table.drafts} />
              {writes ? <Button size="small" aria-label={`${t('editor.begin')}: ${table.title[language]}`} onClick={() => setBeginning(table)}>{t('editor.begin')}</Button> : null}
            </td>
          </tr>
        ))}
      </Table>
      {beginning === undefined ? null : <BeginForm table={beginning} close={() => setBeginning(undefined)} />}
    </>
  )
}

/** A version, leading to its life. */
function VersionMark({ table, version, tone }: { readonly table: string; readonly version: VersionView; readonly tone: 'good' | 'info' | 'warn' }) {
  const { t } = useTexts()
  return <Link to="/rule-lab/$table/$version" params={{ table, version: String(version.number) }}><Pill tone={tone}>{t(tone === 'warn' ? 'editor.versionWaiting' : 'editor.version', { version: version.number })}</Pill></Link>
}

function Drafts({ table, count }: { readonly table: string; readonly count: number }) {
  const navigate = useNavigate()
  const list = useQuery({ queryKey: ['table-drafts', table, count], queryFn: ({ signal }) => get<Page<DraftView>>(`/tables/${table}/drafts`, { limit: 20 }, signal), enabled: count > 0 })
  return (
    <ul>
      {(list.data?.items ?? []).map((draft) => (
        <li key={draft.id}>
          <button type="button" className="link-button" onClick={() => void navigate({ to: '/rule-lab/$table/edit/$draft', params: { table, draft: draft.id } })}>{draft.title}</button> <span className="quiet small">{draft.owner} · <Moment at={draft.changedAt} /></span>
        </li>
      ))}
    </ul>
  )
}

function BeginForm({ table, close }: { readonly table: Summary; readonly close: () => void }) {
  const { t, language } = useTexts()
  const [title, setTitle] = useState('')
  const navigate = useNavigate()
  const newest = table.waiting[0]?.number ?? table.planned[0]?.number ?? table.inForce?.number
  const command = useCommand<{ readonly title: string; readonly from?: number }, WholeDraftView>(
    (body, key) => send(`/tables/${table.name}/drafts`, body, { key }),
    { touches: ['table'], done: (draft) => void navigate({ to: '/rule-lab/$table/edit/$draft', params: { table: table.name, draft: draft.id } }) },
  )
  const begin = (): void => {
    if (title.trim() !== '') command.mutate({ title: title.trim(), ...(newest === undefined ? {} : { from: newest }) })
  }
  return (
    <Modal open title={`${t('editor.begin')}: ${table.title[language]}`} okText={t('editor.beginGo')} cancelText={t('common.cancel')} confirmLoading={command.isPending} okButtonProps={{ disabled: title.trim() === '' }} onOk={begin} onCancel={close}>
      <ErrorSummary entries={command.error?.spoken() ?? []} />
      <form onSubmit={(event) => { event.preventDefault(); begin() }}>
        <label htmlFor="draft-title">{t('editor.draftTitle')}</label>
        <Input id="draft-title" value={title} maxLength={200} autoFocus onChange={(event) => setTitle(event.target.value)} />
      </form>
      {newest === undefined ? null : <p className="quiet">{t('editor.from', { version: newest })}</p>}
    </Modal>
  )
}
