import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { PrinterOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { ExplanationPart, type ExplanationView } from '../../../assess/web/explanation.tsx'
import { ReportsOfCase } from '../../../clear/acceptance/web/reports-of-case.tsx'
import { MeasuresPart } from '../../../clear/measures/web/measures-part.tsx'
import { ControlsPart, useControls } from '../../../joint/directives/web/controls-part.tsx'
import { useTurns } from '../../../joint/inspections/web/waiting-part.tsx'
import { get } from '../../../web/api/client.ts'
import { useCodeName, useTexts } from '../../../web/i18n/i18n.ts'
import { nameFor } from '../../../web/i18n/time.ts'
import { Failure, Loading } from '../../../web/kit/blank.tsx'
import { useRows } from '../../../web/kit/list-query.ts'
import { Due, Moment } from '../../../web/kit/moment.tsx'
import { PageHead } from '../../../web/kit/page-head.tsx'
import { StatusPill } from '../../../web/kit/pill.tsx'
import { Timeline } from '../../../web/kit/timeline.tsx'
import { Stages } from '../../../web/kit/walk.tsx'
import { CaseOpener } from '../../../web/screens/case-opener.tsx'
import { Parties } from '../../../web/reference/party.tsx'
import { usePackName } from '../../../web/reference/reference.ts'
import { useHasRole } from '../../../web/session/session.ts'
import { GoodsPart, PapersPart, TransportFacts } from './case-parts.tsx'
import type { TimelineView } from '../timeline-view.ts'
import type { DeclarationView } from './declaration-views.ts'
import { walkOf } from './walk-of.ts'
import './case.css'

const news = (id: string) => ({ subjects: ['declaration'], subjectId: id })

/** Everything about one consignment on one page: where it stands, what was declared, why it goes this way, who does what, what happened. */
export function CaseScreen() {
  const { id } = useParams({ from: '/shell/declarations/$id' })
  const { t } = useTexts()
  const isOfficer = useHasRole('officer')
  const found = useQuery({ queryKey: ['declaration', id], queryFn: ({ signal }) => get<DeclarationView>(`/declarations/${id}`, undefined, signal), meta: news(id) })
  if (found.error !== null) return <Failure error={found.error} retry={() => void found.refetch()} />
  if (found.data === undefined) return <Loading rows={12} />
  const declaration = found.data
  return (
    <>
      <PageHead title={declaration.number} mono lead={<CaseLead declaration={declaration} />}>
        {isOfficer ? (
          <Link to="/directives/new" search={{ declaration: declaration.id }} className="go">
            {t('case.direct')}
          </Link>
        ) : null}
        <CaseOpener kind="declaration" id={id} />
        <Button icon={<PrinterOutlined aria-hidden />} onClick={() => window.print()}>
          {t('common.print')}
        </Button>
      </PageHead>
      <StandingPart declaration={declaration} />
      <div className="case">
        <div className="stack wide">
          <section className="panel" aria-labelledby="why-title">
            <div className="panel-head">
              <h2 id="why-title">{t('why.title')}</h2>
            </div>
            <div className="panel-body">
              <WhyPart id={id} />
            </div>
          </section>
          <TransportFacts declaration={declaration} />
          <GoodsPart declaration={declaration} />
          <PapersPart declaration={declaration} />
        </div>
        <div className="stack wide">
          <MeasuresPart declaration={id} />
          <ControlsPart declaration={id} />
          <ReportsOfCase declaration={id} />
          <TimelinePart key={declaration.id} id={id} />
        </div>
      </div>
    </>
  )
}

function CaseLead({ declaration }: { readonly declaration: DeclarationView }) {
  const name = usePackName()
  const code = useCodeName()
  return (
    <span className="row">
      <StatusPill state={declaration.status} />
      <span>{name('releaseModes', declaration.releaseMode)}</span>
      <span className="quiet">·</span>
      <span>
        {name('ports', declaration.port)} {code('direction', declaration.direction)} {code('mode', declaration.mode)}
      </span>
      <span className="quiet">·</span>
      <span className="code">{declaration.declarant}</span>
      <span className="code quiet">{declaration.reference}</span>
    </span>
  )
}

/** Where the case stands and whose turn it is. */
function StandingPart({ declaration }: { readonly declaration: DeclarationView }) {
  const { t } = useTexts()
  const code = useCodeName()
  const { controls } = useControls(declaration.id)
  const open = declaration.status === 'accepted' || declaration.status === 'held'
  const turn = useTurns(declaration.port, open ? [declaration.id] : []).get(declaration.id)
  return (
    <section className="panel panel-body standing" aria-label={t('stage.title')}>
      <div className="grow">
        <Stages views={walkOf({ ...declaration, controls })} />
      </div>
      <dl className="turn">
        <dt>{t('field.next')}</dt>
        <dd>
          {turn === undefined ? (
            <span className="strong">{code('waitsFor', declaration.status === 'accepted' ? declaration.releaseMode : declaration.status)}</span>
          ) : (
            <span className="row">
              <Parties codes={turn.agencies} />
              <b>{code('nextAct', turn.act)}</b>
            </span>
          )}
        </dd>
        <dd className="small">
          {declaration.releasedAt !== undefined ? (
            <>
              {t('field.releasedAt')} <Moment at={declaration.releasedAt} />
            </>
          ) : turn?.due === undefined ? null : (
            <Due at={turn.due} />
          )}
        </dd>
      </dl>
    </section>
  )
}

function WhyPart({ id }: { readonly id: string }) {
  const found = useQuery({ queryKey: ['declaration', id, 'explanation'], queryFn: ({ signal }) => get<ExplanationView>(`/declarations/${id}/explanation`, undefined, signal), meta: news(id) })
  if (found.error !== null) return <Failure error={found.error} retry={() => void found.refetch()} />
  return found.data === undefined ? <Loading rows={4} /> : <ExplanationPart explanation={found.data} />
}

function TimelinePart({ id }: { readonly id: string }) {
  const { t, language } = useTexts()
  const code = useCodeName()
  const said = useFactWords()
  const readsLedger = useHasRole('officer', 'coordinator', 'headquarters', 'auditor')
  const found = useRows<TimelineView>(['declaration', id, 'timeline'], `/declarations/${id}/timeline`, { limit: 100, order: 'newest' }, news(id).subjects, true, id)
  return (
    <section className="panel" aria-labelledby="timeline-title">
      <div className="panel-head">
        <h2 id="timeline-title">{t('case.timeline')}</h2>
        {readsLedger ? (
          <Link to="/ledger" search={{ subject: `declaration:${id}` }} className="small no-print">
            {t('case.inLedger')}
          </Link>
        ) : null}
      </div>
      <div className="panel-body">
        {found.error !== null ? (
          <Failure error={found.error} retry={found.retry} />
        ) : found.isPending ? (
          <Loading rows={5} />
        ) : (
          <>
            <Timeline items={found.rows.map((entry) => ({ id: entry.id, type: entry.type, at: entry.at, by: entry.actor.kind === 'system' ? code('actorKind', 'system') : entry.actor.name === undefined ? undefined : nameFor(entry.actor.name, language), agency: agencyOf(entry), text: said(entry) }))} />
            {found.more === undefined ? null : (
              <Button className="no-print" loading={found.fetching} onClick={found.more}>
                {t('case.earlier')}
              </Button>
            )}
          </>
        )}
      </div>
    </section>
  )
}

/** The agency a fact is about: the one that acted, or the one the program acted for. */
function agencyOf(entry: TimelineView): string | undefined {
  const named = entry.payload?.['agency']
  return entry.actor.agency ?? (typeof named === 'string' ? named : undefined)
}

/** What a fact is about in a few words: the object and the methods, where it names them. */
function useFactWords(): (entry: TimelineView) => string | undefined {
  const { list } = useTexts()
  const name = usePackName()
  return ({ payload }) => {
    const object = payload?.['object'] as { readonly ref?: unknown } | undefined
    const methods = payload?.['methods']
    const words = [typeof object?.ref === 'string' ? object.ref : '', Array.isArray(methods) ? list(methods.map((method) => name('methods', String(method)))) : ''].filter((word) => word !== '')
    return words.length === 0 ? undefined : words.join(' · ')
  }
}
