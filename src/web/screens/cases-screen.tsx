import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Drawer, Dropdown, Select } from 'antd'
import type { CaseView } from '../../platform/procedures/case-view.ts'
import type { Bilingual } from '../../kernel/refusal.ts'
import { get, type Page } from '../api/client.ts'
import { useTexts } from '../i18n/i18n.ts'
import { Empty } from '../kit/blank.tsx'
import { Choices } from '../kit/choices.tsx'
import { Grid, type Column } from '../kit/grid.tsx'
import { useRows } from '../kit/list-query.ts'
import { Listed } from '../kit/listed.tsx'
import { Moment } from '../kit/moment.tsx'
import { PageHead } from '../kit/page-head.tsx'
import { Pill } from '../kit/pill.tsx'
import { useActor } from '../session/session.ts'
import { CaseParties, CasePart } from './case-part.tsx'
import { caseSubjects } from './case-subjects.ts'
import { OpenCaseForm } from './open-case-form.tsx'
import { openingsFor } from './openings.ts'

/** A procedure as the server names it. */
export interface ProcedureInfo {
  readonly name: string
  readonly title: Bilingual
  readonly clause: string
  readonly states: readonly { readonly code: string; readonly title: Bilingual; readonly final: boolean }[]
}

type Change = Partial<Record<'procedure' | 'show' | 'open' | 'new' | 'about', string | undefined>>

/** The cases of every procedure on one desk: what waits for whom, until when, and the acts each admits. */
export function CasesScreen() {
  const { t, language } = useTexts()
  const search = useSearch({ from: '/shell/cases' })
  const navigate = useNavigate()
  const actor = useActor()
  const go = (change: Change): void => void navigate({ to: '/cases', search: { ...search, ...change } as never })
  const procedures = useQuery({ queryKey: ['procedures'], queryFn: ({ signal }) => get<Page<ProcedureInfo>>('/procedures', undefined, signal), staleTime: Infinity })
  const known = procedures.data?.items ?? []
  const titleOf = (name: string): string => known.find((one) => one.name === name)?.title[language] ?? name
  const shown = search.show === 'all' ? {} : search.show === 'overdue' ? { open: 'true', overdue: 'true' } : { open: 'true' }
  const list = useRows<CaseView>(['cases'], '/cases', { procedure: search.procedure, ...shown }, caseSubjects)
  const openings = openingsFor(actor.roles)
  const columns = useColumns(titleOf, (id) => go({ open: id }))
  const opening = openings.find((one) => one.name === search.new)
  return (
    <>
      <PageHead title={t('cases.title')} lead={t('cases.lead')}>
        {openings.length === 0 ? null : (
          <Dropdown menu={{ items: openings.map(({ name }) => ({ key: name, label: t(`cases.new.${name}`) })), onClick: ({ key }) => go({ new: key }) }}>
            <Button type="primary">{t('cases.open')}</Button>
          </Dropdown>
        )}
      </PageHead>
      <div className="filters no-print">
        <Choices
          name="show"
          label={t('cases.show')}
          value={search.show}
          options={[
            { value: undefined, label: t('cases.underWay') },
            { value: 'overdue', label: t('cases.overdue') },
            { value: 'all', label: t('common.all') },
          ]}
        />
        <Select
          aria-label={t('cases.procedure')}
          placeholder={t('cases.procedure')}
          allowClear
          style={{ minWidth: 240 }}
          value={search.procedure ?? null}
          options={known.map(({ name, title }) => ({ value: name, label: title[language] }))}
          onChange={(procedure: string | null | undefined) => go({ procedure: procedure ?? undefined })}
        />
      </div>
      <Listed list={list} empty={<Empty title={t('cases.none')} text={t('cases.noneText')} />}>
        <Grid label={t('cases.title')} columns={columns} rows={list.rows} keyOf={(row) => row.id} open={(row) => go({ open: row.id })} urgent={(row) => row.overdue.length > 0} more={list.more} fetching={list.fetching} />
      </Listed>
      <Drawer open={search.open !== undefined} onClose={() => go({ open: undefined })} size={640} title={t('cases.one')} destroyOnHidden>
        {search.open === undefined ? null : <CasePart id={search.open} titleOf={titleOf} />}
      </Drawer>
      <Drawer open={opening !== undefined} onClose={() => go({ new: undefined, about: undefined })} size={560} title={opening === undefined ? '' : t(`cases.new.${opening.name}`)} destroyOnHidden>
        {opening === undefined ? null : <OpenCaseForm opening={opening} about={search.about} onDone={(id) => go({ new: undefined, about: undefined, open: id })} />}
      </Drawer>
    </>
  )
}

function useColumns(titleOf: (name: string) => string, open: (id: string) => void): readonly Column<CaseView>[] {
  const { t, language } = useTexts()
  return [
    {
      key: 'procedure',
      title: t('cases.procedure'),
      render: (row) => (
        <button type="button" data-open className="link-button strong" onClick={() => open(row.id)}>
          {titleOf(row.procedure)}
        </button>
      ),
    },
    { key: 'state', title: t('cases.state'), render: (row) => <Pill tone={row.closedAt !== undefined ? 'idle' : row.overdue.length > 0 ? 'bad' : row.acts.length > 0 ? 'warn' : 'info'}>{row.stateTitle[language]}</Pill> },
    { key: 'parties', title: t('cases.parties'), render: (row) => <CaseParties parties={row.parties} /> },
    { key: 'acts', title: t('cases.acts'), render: (row) => (row.acts.length > 0 ? row.acts.map(({ title }) => title[language]).join(' · ') : row.closedAt === undefined ? <span className="quiet">{t('cases.others')}</span> : '—') },
    { key: 'due', title: t('cases.due'), render: (row) => (row.overdue.length > 0 ? <Pill tone="bad">{t('cases.overdue')}</Pill> : row.dueAt === undefined ? '—' : <Moment at={row.dueAt} />) },
    { key: 'opened', title: t('cases.opened'), wideOnly: true, render: (row) => <Moment at={row.openedAt} /> },
    { key: 'by', title: t('cases.by'), wideOnly: true, render: (row) => row.openedBy },
  ]
}
