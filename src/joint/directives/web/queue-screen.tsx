import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Select } from 'antd'
import { get, type Page } from '../../../web/api/client.ts'
import { useCodeName, useTexts } from '../../../web/i18n/i18n.ts'
import { Empty } from '../../../web/kit/blank.tsx'
import { Choices } from '../../../web/kit/choices.tsx'
import { Grid, type Column } from '../../../web/kit/grid.tsx'
import { useRows } from '../../../web/kit/list-query.ts'
import { Listed } from '../../../web/kit/listed.tsx'
import { Due } from '../../../web/kit/moment.tsx'
import { useNow } from '../../../web/kit/now.ts'
import { PageHead } from '../../../web/kit/page-head.tsx'
import { Pill, StatusPill } from '../../../web/kit/pill.tsx'
import { riskTone } from '../../../web/kit/tones.ts'
import { usePort } from '../../../web/reference/port.ts'
import { useOptions, usePackName } from '../../../web/reference/reference.ts'
import { useActor } from '../../../web/session/session.ts'
import type { WaitingRow } from '../../../window/declarations/web/declaration-views.ts'
import type { DirectiveRow } from './directive-view.ts'
import { fold } from './fold.ts'

const states = ['open', 'started', undefined, 'closed', 'withdrawn'] as const

/** What an officer's agency has to look at, in the order in which the server says it is to be taken up: together before alone, by credit, due first. */
export function QueueScreen() {
  const { t } = useTexts()
  const search = useSearch({ from: '/shell/queue' })
  const navigate = useNavigate()
  const port = usePort()
  const actor = useActor()
  const name = useCodeName()
  const packName = usePackName()
  const now = useNow()
  const state = search.state ?? 'open'
  const list = useRows<DirectiveRow>(
    ['queue'],
    '/directives',
    { port: port.code, agency: actor.agency, state: state === 'all' ? undefined : state, method: search.method, object: search.find },
    ['directive', 'collision', 'joint-inspection', 'declaration'],
    port.code !== '',
  )
  const cases = useCases(port.code)
  const columns = useColumns(cases)
  const methods = useOptions('methods')
  return (
    <>
      <PageHead title={t('queue.title')} lead={t('queue.lead', { agency: packName('agencies', actor.agency) })}>
        <Link to="/directives/new" className="go">
          {t('nav.directives')}
        </Link>
      </PageHead>
      <div className="filters no-print">
        <Choices
          name="state"
          label={t('field.status')}
          value={search.state}
          options={states.map((value) => ({ value: value === 'open' ? undefined : (value ?? 'all'), label: value === undefined ? t('common.all') : name('directiveState', value) }))}
        />
        <Select
          allowClear
          aria-label={t('field.methods')}
          placeholder={t('field.methods')}
          value={search.method ?? null}
          options={methods}
          popupMatchSelectWidth={false}
          onChange={(method: string | null) => void navigate({ to: '/queue', search: { ...search, method: method ?? undefined } as never })}
        />
      </div>
      <Listed list={list} empty={<Empty title={t('queue.none')} text={t('queue.noneText')} />}>
        <Grid
          label={t('queue.title')}
          columns={columns}
          rows={fold(list.rows)}
          keyOf={(row) => row.id}
          open={(row) => {
            const [declaration] = row.declarations
            if (declaration !== undefined) void navigate({ to: '/declarations/$id', params: { id: declaration } })
          }}
          urgent={(row) => row.state === 'open' && Date.parse(row.window.to) < now}
          more={list.more}
          fetching={list.fetching}
          foot={<span className="only-wide">{t('queue.keys')}</span>}
        />
      </Listed>
    </>
  )
}

/** The cases that still wait, by id: what the directives are about. One request for the whole queue, not one for each row. */
function useCases(port: string): ReadonlyMap<string, WaitingRow> {
  const found = useQuery({
    queryKey: ['declarations', 'waiting', port],
    queryFn: ({ signal }) => get<Page<WaitingRow>>('/declarations/waiting', { port, limit: 200 }, signal),
    meta: { subjects: ['declaration'] },
    enabled: port !== '',
  })
  return new Map(found.data?.items.map((row) => [row.id, row]))
}

function useColumns(cases: ReadonlyMap<string, WaitingRow>): readonly Column<DirectiveRow>[] {
  const { t, list } = useTexts()
  const code = useCodeName()
  const name = usePackName()
  return [
    {
      key: 'object',
      title: t('field.object'),
      render: (row) => (
        <div>
          {row.declarations[0] === undefined ? (
            <span className="code strong nowrap">{row.object.ref}</span>
          ) : (
            <Link to="/declarations/$id" params={{ id: row.declarations[0] }} className="code strong nowrap">
              {row.object.ref}
            </Link>
          )}
          <span className="sub">{code('objectKind', row.object.kind)}</span>
        </div>
      ),
    },
    {
      key: 'goods',
      title: t('field.goods'),
      wideOnly: true,
      render: (row) => {
        const found = cases.get(row.declarations[0] ?? '')
        return found === undefined ? (
          <span className="quiet">—</span>
        ) : (
          <div>
            <span className="cut">{found.goods}</span>
            <span className="sub code nowrap">
              {found.declarant} · {found.number}
            </span>
            {row.priority > 0 ? <Pill tone="good">{t('credit.priority', { grade: name('creditGrades', found.creditGrade) })}</Pill> : null}
          </div>
        )
      },
    },
    { key: 'due', title: t('field.due'), render: (row) => <Due at={row.window.to} done={row.state === 'closed' || row.state === 'withdrawn'} /> },
    {
      key: 'risk',
      title: t('field.riskLevel'),
      render: (row) => {
        const level = cases.get(row.declarations[0] ?? '')?.riskLevel
        return level === undefined ? <span className="quiet">—</span> : <Pill tone={riskTone(level)}>{name('riskLevels', level)}</Pill>
      },
    },
    { key: 'methods', title: t('field.methods'), render: (row) => list(row.methods.map((method) => name('methods', method))) },
    { key: 'reason', title: t('field.reason'), wideOnly: true, render: (row) => <Reason directive={row} /> },
    {
      key: 'state',
      title: t('field.status'),
      render: (row) => (
        <span className="row nowrap">
          <StatusPill state={row.state} group="directiveState" />
          {row.joint ? <Pill tone="info">{t('queue.joint')}</Pill> : null}
          {row.inspection === undefined ? null : (
            <Link to="/inspections/$id" params={{ id: row.inspection }} className="small">
              {t('queue.inspection')}
            </Link>
          )}
        </span>
      ),
    },
  ]
}

function Reason({ directive }: { readonly directive: DirectiveRow }) {
  const { language } = useTexts()
  const said = directive.words?.[language] ?? directive.reason
  return (
    <span className="cut narrow" title={said}>
      {said}
    </span>
  )
}
