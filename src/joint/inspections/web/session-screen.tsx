import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { App, Button } from 'antd'
import { useMemo, useState } from 'react'
import { asProblem, type ProblemEntry } from '../../../web/api/problem.ts'
import { useCodeName, useTexts } from '../../../web/i18n/i18n.ts'
import { Failure, Loading } from '../../../web/kit/blank.tsx'
import { ErrorSummary } from '../../../web/kit/error-summary.tsx'
import { Moment } from '../../../web/kit/moment.tsx'
import { PageHead } from '../../../web/kit/page-head.tsx'
import { StatusPill } from '../../../web/kit/pill.tsx'
import { Parties } from '../../../web/reference/party.tsx'
import { usePackName } from '../../../web/reference/reference.ts'
import { Site } from '../../../web/reference/named.tsx'
import { CaseOpener } from '../../../web/screens/case-opener.tsx'
import { useActor } from '../../../web/session/session.ts'
import { CaseLink } from '../../../window/declarations/web/case-link.tsx'
import type { Act } from '../domain/inspection.ts'
import { ActParts } from './board-drawer.tsx'
import { HandlingPart } from './handling-part.tsx'
import { inspectionQuery } from './inspection-query.ts'
import { OffencesPart } from '../../transfers/web/offences-part.tsx'
import { GivenScreen } from '../../results/web/given-screen.tsx'
import { ResultsPart } from '../../results/web/results-part.tsx'
import { PlanPart, SecondaryPart } from '../../session/web/plan-part.tsx'
import type { InspectionView } from './inspection-view.ts'
import { LotsPart } from './lots-part.tsx'
import { TaskPart } from './task-part.tsx'
import { useAct } from './use-acts.ts'
import './board.css'
import './arrange.css'

/** One inspection from start to release: what is done once for all, each agency's own list beside the others', each agency's decision. */
export function SessionScreen() {
  const { id } = useParams({ from: '/shell/inspections/$id' })
  const found = useQuery(inspectionQuery(id))
  if (found.error !== null) {
    const retry = (): void => void found.refetch()
    return asProblem(found.error).status === 404 ? <GivenScreen id={id} refused={found.error} retry={retry} /> : <Failure error={found.error} retry={retry} />
  }
  return found.data === undefined ? <Loading rows={10} /> : <Session inspection={found.data} />
}

function Session({ inspection }: { readonly inspection: InspectionView }) {
  const { t } = useTexts()
  const code = useCodeName()
  const actor = useActor()
  const acts = inspection.acts
  const [refused, setRefused] = useState<{ readonly version: number; readonly entries: readonly ProblemEntry[] } | undefined>(undefined)
  // What stood in the way is said until something has happened since.
  const entries = useMemo(() => (refused?.version === inspection.version ? refused.entries : []), [refused, inspection.version])
  const setEntries = (found: readonly ProblemEntry[]): void => setRefused({ version: inspection.version, entries: found })
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
            {inspection.slot === undefined ? null : (
              <span>
                <Moment at={inspection.slot.from} />–<Moment at={inspection.slot.to} short />
                {inspection.site === undefined ? '' : ' · '}
                <Site port={inspection.port} code={inspection.site} />
              </span>
            )}
          </span>
        }
      >
        <Link to="/board" search={{ open: inspection.id }}>
          {t('session.onBoard')}
        </Link>
        <Link to="/inspections/$id/arrange" params={{ id: inspection.id }}>
          {t('arrange.open')}
        </Link>
        <CaseOpener kind="joint-inspection" id={inspection.id} />
        {(['start', 'close'] as const).map((act) => (acts.includes(act) ? <ActButton key={act} inspection={inspection} act={act} onProblem={setEntries} /> : null))}
      </PageHead>
      <ErrorSummary entries={entries} />
      <ArrangeFirst inspection={inspection} />
      {inspection.desk || inspection.tasks.every((task) => task.duties.length === 0) ? null : <PlanPart id={inspection.id} live={['proposed', 'coordinating', 'agreed', 'started'].includes(inspection.state)} />}
      {inspection.desk ? null : <HandlingPart inspection={inspection} acts={acts} />}
      <section aria-labelledby="tasks-title" className="stack">
        <h2 id="tasks-title">{t('session.tasks')}</h2>
        <div className="sides">
          {inspection.tasks.map((task) => (
            <TaskPart key={task.agency} inspection={inspection} task={task} mine={task.agency === actor.agency} acts={task.agency === actor.agency ? acts : []} />
          ))}
        </div>
      </section>
      {acts.includes('interrupt') ? (
        <section className="panel no-print" aria-labelledby="stop-title">
          <div className="panel-head">
            <h2 id="stop-title">{t('session.stop')}</h2>
          </div>
          <div className="panel-body">
            <ActParts inspection={inspection} />
          </div>
        </section>
      ) : null}
      <ResultsPart inspection={inspection.id} closed={inspection.state === 'closed'} />
      <LotsPart inspection={inspection} />
      {mayRoute(inspection, actor.agency) ? <SecondaryPart id={inspection.id} finders={findersIn(inspection.tasks)} /> : null}
      <OffencesPart id={inspection.id} started={inspection.state === 'started' || (inspection.desk && inspection.state === 'proposed')} />
      <ReleasePart declarations={inspection.declarations} />
    </>
  )
}

/** What has to happen before anybody can begin: who still owes an answer, and where it is given. */
function ArrangeFirst({ inspection }: { readonly inspection: InspectionView }) {
  const { t, list } = useTexts()
  const name = usePackName()
  if (inspection.desk || (inspection.state !== 'proposed' && inspection.state !== 'coordinating')) return null
  const silent = inspection.tasks.filter((task) => task.confirmed === undefined).map((task) => name('agencies', task.agency))
  return (
    <p className="notice-strip row spread" role="note">
      <span>{t('session.arrangeFirst', { agencies: list(silent) })}</span>
      <Link to="/inspections/$id/arrange" params={{ id: inspection.id }} className="go">
        {t(inspection.acts.includes('agree') ? 'session.answerNow' : 'session.seeAnswers')}
      </Link>
    </p>
  )
}

/** Agencies that go on in the back office: whose own look found something, or who hold the goods. */
const findersIn = (tasks: InspectionView['tasks']): string[] =>
  [...new Set(tasks.flatMap((task) => [...task.duties.flatMap((duty) => (duty.done?.outcome === 'problem' ? [duty.done.agency] : [])), ...(task.disposition?.effect === 'hold' ? [task.agency] : [])]))].sort()

/** Whether the reader, of a party, may send what was found on to the back office. */
const mayRoute = (inspection: InspectionView, agency: string | undefined): boolean =>
  !inspection.desk && (inspection.state === 'started' || inspection.state === 'closed') && inspection.tasks.some((task) => task.agency === agency) && inspection.tasks.every((task) => task.duties.every((duty) => duty.done !== undefined)) && findersIn(inspection.tasks).length > 0

function ActButton({ inspection, act, onProblem }: { readonly inspection: InspectionView; readonly act: Act; readonly onProblem: (entries: readonly ProblemEntry[]) => void }) {
  const { t } = useTexts()
  const code = useCodeName()
  const { message } = App.useApp()
  const run = useAct<object>(inspection, act, () => void message.success(t('act.done')))
  return (
    <Button type="primary" loading={run.isPending} onClick={() => run.mutate({}, { onSuccess: () => onProblem([]), onError: (problem) => onProblem(problem.spoken()) })}>
      {code('act', act)}
    </Button>
  )
}

/** What the inspection means for the gate: each declaration it concerns and where that stands. */
function ReleasePart({ declarations }: { readonly declarations: readonly string[] }) {
  const { t } = useTexts()
  if (declarations.length === 0) return null
  return (
    <section className="panel" aria-labelledby="release-title">
      <div className="panel-head">
        <h2 id="release-title">{t('session.release')}</h2>
      </div>
      <ul className="panel-body stack">
        {declarations.map((id) => (
          <li key={id}>
            <CaseLink id={id} />
          </li>
        ))}
      </ul>
    </section>
  )
}
