import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import { get, type Page } from '../../../web/api/client.ts'
import { useCodeName, useTexts } from '../../../web/i18n/i18n.ts'
import { count } from '../../../web/i18n/time.ts'
import { Empty, Failure, Loading } from '../../../web/kit/blank.tsx'
import { Grid, type Column } from '../../../web/kit/grid.tsx'
import { Moment } from '../../../web/kit/moment.tsx'
import { Pill } from '../../../web/kit/pill.tsx'
import type { BodyDetail, BodyView } from '../catalogue.ts'
import { AdmissionPart } from './admission-part.tsx'
import { standingTones } from './tones.ts'

type Detail = z.infer<typeof BodyDetail>
const subjects = ['body-admission', 'acceptance-report', 'register']

/** How many comparisons deviate, of how many, and between what the share lies. */
function useFigures(): (figures: NonNullable<BodyView['figures']>) => string {
  const { t, language } = useTexts()
  const percent = (share: number): string => `${count(share * 100, language, 0)} %`
  return ({ deviating, compared, low, high }) => (compared === 0 ? '—' : t('acceptance.figures', { deviating, compared, low: percent(low), high: percent(high) }))
}

/** Bodies with their standing and figures. */
export function BodiesPart({ open }: { readonly open: (code: string) => void }) {
  const { t, language } = useTexts()
  const name = useCodeName()
  const said = useFigures()
  const found = useQuery({ queryKey: ['acceptance', 'bodies'], queryFn: ({ signal }) => get<Page<BodyView>>('/acceptance-bodies', undefined, signal), meta: { subjects } })
  if (found.error !== null) return <Failure error={found.error} retry={() => void found.refetch()} />
  if (found.data === undefined) return <Loading />
  if (found.data.items.length === 0) return <Empty title={t('acceptance.noBodies')} />
  const columns: readonly Column<BodyView>[] = [
    {
      key: 'code',
      title: t('acceptance.body'),
      render: (body) => (
        <button type="button" data-open className="link-button strong code" onClick={() => open(body.code)}>
          {body.code}
        </button>
      ),
    },
    { key: 'name', title: t('acceptance.bodyName'), render: (body) => <span className="cut">{(language === 'en' ? body.name.en : undefined) ?? body.name.zh}</span> },
    { key: 'standing', title: t('acceptance.standing'), render: (body) => <Pill tone={standingTones[body.standing]}>{name('standing', body.standing)}</Pill> },
    { key: 'since', title: t('acceptance.since'), wideOnly: true, render: (body) => <Moment at={body.since} /> },
    { key: 'accepted', title: t('acceptance.accepted'), end: true, render: (body) => body.reports?.accepted ?? '—' },
    { key: 'refused', title: t('acceptance.refused'), end: true, render: (body) => body.reports?.refused ?? '—' },
    { key: 'doubted', title: t('acceptance.doubted'), end: true, render: (body) => body.reports?.doubted ?? '—' },
    {
      key: 'share',
      title: t('acceptance.share'),
      end: true,
      render: ({ figures }) => (figures === undefined ? '—' : <>{said(figures)} {figures.flagged ? <Pill tone="bad">{t('acceptance.flagged')}</Pill> : null}</>),
    },
  ]
  return <Grid label={t('acceptance.bodies')} columns={columns} rows={found.data.items} keyOf={(body) => body.code} open={(body) => open(body.code)} fetching={false} urgent={(body) => body.figures?.flagged === true} />
}

/** One body: scope, licence, figures with the cases behind them, and what can be done about its admission. */
export function BodyPart({ code, openReport }: { readonly code: string; readonly openReport: (id: string) => void }) {
  const found = useQuery({ queryKey: ['acceptance', 'body', code], queryFn: ({ signal }) => get<Detail>(`/acceptance-bodies/${code}`, undefined, signal), meta: { subjects } })
  if (found.error !== null) return <Failure error={found.error} retry={() => void found.refetch()} />
  return found.data === undefined ? <Loading /> : <Body body={found.data} openReport={openReport} />
}

function Body({ body, openReport }: { readonly body: Detail; readonly openReport: (id: string) => void }) {
  const { t, language } = useTexts()
  const name = useCodeName()
  const said = useFigures()
  const { figures, licence } = body
  return (
    <div className="stack">
      <p>
        <b>{(language === 'en' ? body.name.en : undefined) ?? body.name.zh}</b>
      </p>
      <div className="row">
        <Pill tone={standingTones[body.standing]}>{name('standing', body.standing)}</Pill>
        {body.since === undefined ? null : <span className="quiet">{t('acceptance.since')} <Moment at={body.since} /></span>}
        {figures?.flagged === true ? <Pill tone="bad">{t('acceptance.flagged')}</Pill> : null}
      </div>
      <dl className="facts">
        <Fact name={t('acceptance.country')}>{body.country}</Fact>
        <Fact name={t('acceptance.zone')}>{body.zone ?? '—'}</Fact>
        <Fact name={t('acceptance.licence')}>{licence === undefined ? '—' : `${licence.type} ${licence.number}`}</Fact>
        <Fact name={t('acceptance.fields')}>{body.fields.length === 0 ? t('acceptance.allFields') : body.fields.map((field) => name('ruleField', field)).join(', ')}</Fact>
        {figures === undefined ? null : <Fact name={t('acceptance.share')}>{said(figures)} · {t('acceptance.complaints', { count: figures.complaints })}</Fact>}
      </dl>
      <section aria-labelledby="scope-title">
        <h3 id="scope-title">{t('acceptance.scope')}</h3>
        <ul>
          {body.scopes.map((scope) => (
            <li key={JSON.stringify(scope)}>
              <span className="code">{scope.hs.join(' ')}</span>
              <span className="sub">{[listOr(scope.tests, t('acceptance.anyTest')), listOr(scope.standards, t('acceptance.anyStandard')), listOr(scope.ports, t('acceptance.anyPort'))].join(' · ')}</span>
            </li>
          ))}
        </ul>
      </section>
      <Cases title={t('acceptance.deviations')} none={t('acceptance.noDeviations')} rows={body.deviations.map((one) => ({ id: one.id, report: one.report, number: one.number, said: `${name('comparison', one.kind)} · ${one.note}`, at: one.at }))} open={openReport} />
      <Cases title={t('acceptance.contradicted')} none={t('acceptance.noContradicted')} rows={body.contradicted.map((one) => ({ id: `${one.report}${one.inspection}`, report: one.report, number: one.number, said: `${one.agency} · ${one.declaration}`, at: one.at }))} open={openReport} />
      <AdmissionPart body={body.code} owner={body.owner} standing={body.standing} />
    </div>
  )
}

const listOr = (codes: readonly string[], none: string): string => (codes.length === 0 ? none : codes.join(' '))

function Fact({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

interface CaseRow {
  readonly id: string
  readonly report: string
  readonly number: string
  readonly said: string
  readonly at: string
}

function Cases({ title, none, rows, open }: { readonly title: string; readonly none: string; readonly rows: readonly CaseRow[]; readonly open: (report: string) => void }) {
  return (
    <section>
      <h3>{title}</h3>
      {rows.length === 0 ? <p className="quiet">{none}</p> : (
        <ul className="stack">
          {rows.map((row) => (
            <li key={row.id}>
              <button type="button" className="link-button code" onClick={() => open(row.report)}>
                {row.number}
              </button>{' '}
              {row.said} <Moment at={row.at} />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
