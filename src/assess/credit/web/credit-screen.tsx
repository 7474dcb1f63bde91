import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { get } from '../../../web/api/client.ts'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { Empty } from '../../../web/kit/blank.tsx'
import { Choices } from '../../../web/kit/choices.tsx'
import { CodeInput, DayInput } from '../../../web/kit/field.tsx'
import { Grid, type Column } from '../../../web/kit/grid.tsx'
import { useRows } from '../../../web/kit/list-query.ts'
import { Listed } from '../../../web/kit/listed.tsx'
import { Moment } from '../../../web/kit/moment.tsx'
import { PageHead } from '../../../web/kit/page-head.tsx'
import { useReference } from '../../../web/reference/reference.ts'
import { useActor, useHasRole } from '../../../web/session/session.ts'
import { creditSubjects, type CreditRow } from './credit-views.ts'
import { GradeMark } from './grade-mark.tsx'
import { RecomputePart, RecordEventButton } from './official-parts.tsx'
import { RecordPart } from './record-part.tsx'
import './credit.css'

/** An enterprise sees its own record, officials those of all and each. */
export function CreditScreen() {
  const actor = useActor()
  const official = useHasRole('officer', 'coordinator', 'headquarters', 'auditor')
  const search = useSearch({ from: '/shell/credit' })
  if (!official) return <OwnRecord enterprise={actor.enterprise ?? ''} />
  return search.enterprise === undefined ? <RecordList /> : <OneRecord enterprise={search.enterprise} />
}

function OwnRecord({ enterprise }: { readonly enterprise: string }) {
  const { t } = useTexts()
  return (
    <div className="stack wide">
      <PageHead title={t('credit.own')} lead={t('credit.ownLead')} />
      <RecordPart enterprise={enterprise} day={undefined} />
    </div>
  )
}

function OneRecord({ enterprise }: { readonly enterprise: string }) {
  const { t } = useTexts()
  const search = useSearch({ from: '/shell/credit' })
  const navigate = useNavigate()
  const records = useHasRole('officer', 'headquarters')
  return (
    <div className="stack wide">
      <PageHead title={t('credit.title')} lead={<Link to="/credit">{t('credit.back')}</Link>}>
        <DayInput label={t('credit.day')} value={search.day} onChange={(day) => void navigate({ to: '/credit', search: { ...search, day } as never })} />
        {records ? <RecordEventButton enterprise={enterprise} /> : null}
      </PageHead>
      <RecordPart enterprise={enterprise} day={search.day} />
      <RecomputePart enterprise={enterprise} />
    </div>
  )
}

function RecordList() {
  const { t, language } = useTexts()
  const search = useSearch({ from: '/shell/credit' })
  const navigate = useNavigate()
  const { creditGrades } = useReference()
  const records = useHasRole('officer', 'headquarters')
  const list = useRows<CreditRow>(['credit', 'list'], '/credit', { grade: search.grade, search: search.find }, creditSubjects)
  const counts = useQuery({ queryKey: ['credit', 'counts'], queryFn: ({ signal }) => get<{ readonly counts: readonly { readonly grade: string; readonly count: number }[] }>('/credit', { limit: 1 }, signal), meta: { subjects: creditSubjects } })
  const countOf = (grade: string): number => counts.data?.counts.find((one) => one.grade === grade)?.count ?? 0
  const columns: readonly Column<CreditRow>[] = [
    { key: 'enterprise', title: t('credit.enterprise'), render: (row) => <Link to="/credit" search={{ enterprise: row.enterprise } as never} className="code strong">{row.enterprise}</Link> },
    { key: 'name', title: t('credit.name'), render: (row) => row.name?.[language] ?? '—' },
    { key: 'grade', title: t('credit.grade'), render: (row) => <GradeMark grade={row.grade} /> },
    { key: 'score', title: t('credit.score'), end: true, render: (row) => row.score },
    { key: 'since', title: t('credit.since'), render: (row) => <Moment at={row.since} /> },
    { key: 'until', title: t('credit.until'), render: (row) => (row.until === undefined ? <span className="quiet">{t('credit.never')}</span> : <Moment at={row.until} />) },
  ]
  return (
    <div className="stack wide">
      <PageHead title={t('credit.title')} lead={t('credit.lead')}>
        {records ? <RecordEventButton enterprise={undefined} /> : null}
      </PageHead>
      <div className="filters no-print">
        <Choices
          name="grade"
          label={t('credit.grade')}
          value={search.grade}
          options={[{ value: undefined, label: t('common.all') }, ...creditGrades.map(({ code }) => ({ value: code, label: `${code} (${countOf(code)})` }))]}
        />
        <CodeInput aria-label={t('credit.find')} placeholder={t('credit.find')} defaultValue={search.find ?? ''} style={{ width: 200 }} allowClear onChange={(change) => void navigate({ to: '/credit', search: { ...search, find: change.target.value === '' ? undefined : change.target.value } as never, replace: true })} />
      </div>
      <Listed list={list} empty={<Empty title={t('credit.none')} text={t('credit.noneText')} />}>
        <Grid label={t('credit.title')} columns={columns} rows={list.rows} keyOf={(row) => row.enterprise} open={(row) => void navigate({ to: '/credit', search: { enterprise: row.enterprise } as never })} more={list.more} fetching={list.fetching} />
      </Listed>
    </div>
  )
}
