import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Input } from 'antd'
import type { DrawSummary } from '../../assess/draws/views.ts'
import type { PublishedRulesView } from '../../assess/published-rules.ts'
import type { ResultForAll } from '../../joint/published/routes.ts'
import { ResultTable } from '../../joint/published/web/public-results-page.tsx'
import { get, type Page } from '../api/client.ts'
import { useTexts } from '../i18n/i18n.ts'
import { Empty, Failure, Loading } from '../kit/blank.tsx'
import { PageHead } from '../kit/page-head.tsx'
import { useClauseName, useReference } from '../reference/reference.ts'
import { PublicFrame } from '../shell/public-frame.tsx'

/** Whether a text contains another, whatever the case of letters. */
const has = (text: string, find: string): boolean => text.toLowerCase().includes(find)

type Found<T> = { readonly data: T | undefined; readonly error: Error | null }

/** One box for everybody: rules in force, results of closed inspections, draws of lots (GV-08, DR-04). */
export function PublicScreen() {
  const { t } = useTexts()
  const search = useSearch({ from: '/public' })
  const navigate = useNavigate()
  const find = (search.find ?? '').trim().toLowerCase()
  return (
    <PublicFrame>
      <PageHead title={t('modes.public.title')} lead={t('modes.public.lead')} />
      <Input.Search
        key={search.find ?? ''}
        className="public-find no-print"
        size="large"
        allowClear
        defaultValue={search.find ?? ''}
        placeholder={t('modes.public.findHint')}
        aria-label={t('modes.public.find')}
        onSearch={(text) => void navigate({ to: '/public', search: text.trim() === '' ? {} : { find: text.trim() } })}
      />
      {find === '' ? <p className="quiet">{t('modes.public.examples')}</p> : <Hits find={find} />}
    </PublicFrame>
  )
}

function Hits({ find }: { readonly find: string }) {
  const { t } = useTexts()
  const { ports, agencies } = useReference()
  const rules: Found<PublishedRulesView> = useQuery({ queryKey: ['public-rules', undefined], queryFn: ({ signal }) => get<PublishedRulesView>('/public/rules', {}, signal) })
  const draws: Found<Page<DrawSummary>> = useQuery({ queryKey: ['public-draws', 'find'], queryFn: ({ signal }) => get<Page<DrawSummary>>('/public/draws', { limit: 200 }, signal) })
  const port = ports.find((one) => one.code === find || has(`${one.name.zh} ${one.name.en}`, find))
  const agency = agencies.find((one) => one.code.toLowerCase() === find || has(`${one.name.zh} ${one.name.en}`, find))
  const asked = /^[0-9a-f]{16}$/.test(find) ? { code: find } : port !== undefined ? { port: port.code } : agency !== undefined ? { agency: agency.code } : undefined
  const results: Found<Page<ResultForAll>> = useQuery({ queryKey: ['public-results', 'find', asked], queryFn: ({ signal }) => get<Page<ResultForAll>>('/public/results', { limit: 20, ...asked }, signal), enabled: asked !== undefined })
  const failed = rules.error ?? draws.error ?? results.error
  if (failed !== null) return <Failure error={failed} retry={() => window.location.reload()} />
  if (rules.data === undefined || draws.data === undefined) return <Loading rows={6} />
  const ofRules = rulesWith(rules.data, find)
  const ofDraws = draws.data.items.filter((draw) => has(`${draw.label} ${draw.port} ${draw.agency} ${draw.id}`, find) || draw.port === port?.code)
  const ofResults = results.data?.items ?? []
  if (ofRules.length + ofDraws.length + ofResults.length === 0) return <Empty title={t('modes.public.nothing')} text={t('modes.public.examples')} />
  return (
    <>
      <RuleHits found={ofRules} />
      {ofResults.length === 0 ? null : (
        <section className="stack" aria-label={t('modes.public.pages.results')}>
          <h2>{t('modes.public.pages.results')}</h2>
          <ResultTable rows={ofResults} />
        </section>
      )}
      {ofDraws.length === 0 ? null : (
        <section className="panel" aria-labelledby="draws-title">
          <div className="panel-head">
            <h2 id="draws-title">{t('modes.public.pages.draws')}</h2>
          </div>
          <ul className="panel-body stack tight">
            {ofDraws.map((draw) => (
              <li key={draw.id} className="row">
                <Link to="/public/draws/$id" params={{ id: draw.id }} className="code">
                  {draw.label}
                </Link>
                <span className="small quiet">
                  {draw.agency} · {draw.port}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

interface RuleHit {
  readonly table: PublishedRulesView['tables'][number]['table']
  readonly rows: readonly PublishedRulesView['tables'][number]['rows'][number][]
}

/** Tables whose name, basis or rows contain the text, with those rows. */
function rulesWith(rules: PublishedRulesView, find: string): readonly RuleHit[] {
  return rules.tables.flatMap(({ table, rows }) => {
    const own = rows.filter((row) => has(`${row.id} ${row.clause} ${row.note?.zh ?? ''} ${row.note?.en ?? ''} ${JSON.stringify(row.when)} ${JSON.stringify(row.then)}`, find))
    return own.length > 0 || has(`${table.name} ${table.title.zh} ${table.title.en} ${table.clause}`, find) ? [{ table, rows: own }] : []
  })
}

function RuleHits({ found }: { readonly found: readonly RuleHit[] }) {
  const { t, language } = useTexts()
  const clauseName = useClauseName()
  if (found.length === 0) return null
  return (
    <section className="panel" aria-labelledby="rules-title">
      <div className="panel-head">
        <h2 id="rules-title">{t('modes.public.pages.rules')}</h2>
      </div>
      <ul className="panel-body stack tight">
        {found.map(({ table, rows }) => (
          <li key={table.name} className="row">
            <Link to="/public/rules/$table" params={{ table: table.name }} search={{}} className="way">
              {table.title[language]}
            </Link>
            {rows.length === 0 ? null : <span className="small quiet">{rows.slice(0, 5).map((row) => row.note?.[language] ?? [row.id, clauseName(row.clause)].filter((part) => part !== undefined).join(' ')).join(' · ')}</span>}
          </li>
        ))}
      </ul>
    </section>
  )
}
