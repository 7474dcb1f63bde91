import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useCodeName, useTexts } from '../../../web/i18n/i18n.ts'
import { Failure, Loading } from '../../../web/kit/blank.tsx'
import { Moment } from '../../../web/kit/moment.tsx'
import { PageHead } from '../../../web/kit/page-head.tsx'
import { StatusPill } from '../../../web/kit/pill.tsx'
import { Site } from '../../../web/reference/named.tsx'
import { Parties } from '../../../web/reference/party.tsx'
import { useActor } from '../../../web/session/session.ts'
import { CaseLink } from '../../../window/declarations/web/case-link.tsx'
import { ClockPart, Conversation } from '../../agreements/web/conversation.tsx'
import { ActParts, JudgementPart } from './board-drawer.tsx'
import { inspectionQuery } from './inspection-query.ts'
import type { InspectionView } from './inspection-view.ts'
import { PresencePart } from './presence-part.tsx'
import { SideAnswers } from './side-answers.tsx'
import { TraderPart } from './trader-part.tsx'
import './board.css'
import './arrange.css'

/** A case while it is being arranged: what each side answered, beside each other; the times that suit all; what is said. */
export function ArrangeScreen() {
  const { id } = useParams({ from: '/shell/inspections/$id/arrange' })
  const found = useQuery(inspectionQuery(id))
  if (found.error !== null) return <Failure error={found.error} retry={() => void found.refetch()} />
  return found.data === undefined ? <Loading rows={10} /> : <Arrange inspection={found.data} />
}

function Arrange({ inspection }: { readonly inspection: InspectionView }) {
  const { t } = useTexts()
  const code = useCodeName()
  const actor = useActor()
  const forAgency = actor.agency !== undefined || actor.roles.some((role) => role === 'headquarters' || role === 'auditor')
  return (
    <>
      <PageHead
        title={inspection.object.ref}
        mono
        lead={
          <span className="row">
            <StatusPill state={inspection.state} group="inspectionState" />
            <Parties codes={inspection.tasks.map((task) => task.agency)} />
            <span>{code('inspectionKind', inspection.desk ? 'desk' : inspection.kind)}</span>
            {inspection.slot === undefined ? (
              <span className="quiet">{t('arrange.noTime')}</span>
            ) : (
              <b>
                <Moment at={inspection.slot.from} />–<Moment at={inspection.slot.to} short />
                {inspection.site === undefined ? '' : ' · '}
                <Site port={inspection.port} code={inspection.site} />
              </b>
            )}
          </span>
        }
      >
        {forAgency ? (
          <Link to="/inspections/$id" params={{ id: inspection.id }}>
            {t('board.openSession')}
          </Link>
        ) : null}
      </PageHead>
      <Warnings inspection={inspection} />
      <div className="arrange">
        <div className="stack">
          <section className="panel" aria-labelledby="answers-title">
            <div className="panel-head">
              <h2 id="answers-title">{t('arrange.answers')}</h2>
            </div>
            <div className="panel-body">
              <SideAnswers inspection={inspection} />
            </div>
          </section>
          {forAgency ? <PresencePart inspection={inspection} /> : <TraderPart inspection={inspection} />}
          {inspection.judgement === undefined ? null : <JudgementPart inspection={inspection} />}
          {forAgency && inspection.acts.some((act) => arrangingActs.includes(act)) ? (
            <section className="panel" aria-labelledby="act-title">
              <div className="panel-head">
                <h2 id="act-title">{t('board.acts')}</h2>
              </div>
              <div className="panel-body">
                <ActParts inspection={inspection} />
              </div>
            </section>
          ) : null}
          {forAgency ? <ClockPart inspection={inspection.id} /> : null}
          {inspection.declarations.length === 0 ? null : (
            <section className="stack tight" aria-labelledby="arrange-cases">
              <h2 id="arrange-cases">{t('board.cases')}</h2>
              <ul className="row">
                {inspection.declarations.map((id) => (
                  <li key={id}>
                    <CaseLink id={id} />
                  </li>
                ))}
              </ul>
            </section>
          )}
        </div>
        <Conversation inspection={inspection.id} agencies={inspection.tasks.map((task) => task.agency)} forAgency={forAgency} conveyance={(inspection.warnings ?? []).some(({ code: warned }) => warned === 'agreements/no-consultation')} />
      </div>
    </>
  )
}

/** What this page has forms for; the others belong to the session. */
const arrangingActs: readonly string[] = ['agree', 'reschedule', 'judge', 'decline', 'proceed']

/** What will stop the session or what it will be warned of, and the editions it goes by. */
function Warnings({ inspection }: { readonly inspection: InspectionView }) {
  const { t } = useTexts()
  const { warnings = [], procedures = [] } = inspection
  if (warnings.length === 0 && procedures.length === 0) return null
  return (
    <div className="stack tight">
      {warnings.map((warning) => (
        <p key={`${warning.code} ${String(warning.facts?.['agencies'])}`} className="notice-strip">
          {warning.code === 'inspections/choose-platform'
            ? t('arrange.warning.platform', { sites: String(warning.facts?.['sites'] ?? '') })
            : warning.code === 'agreements/no-memorandum'
            ? t('arrange.warning.memorandum', { agencies: String(warning.facts?.['agencies'] ?? '') })
            : warning.code === 'agreements/no-consultation'
              ? t('arrange.warning.consultation')
              : warning.code}
        </p>
      ))}
      {procedures.length === 0 ? null : <p className="small quiet">{t('arrange.procedures', { list: procedures.map(({ code, edition }) => `${code} ${edition}`).join(' · ') })}</p>}
    </div>
  )
}
