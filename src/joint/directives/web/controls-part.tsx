import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { get, type Page } from '../../../web/api/client.ts'
import { useCodeName, useTexts } from '../../../web/i18n/i18n.ts'
import { Failure, Loading } from '../../../web/kit/blank.tsx'
import { Moment } from '../../../web/kit/moment.tsx'
import { StatusPill } from '../../../web/kit/pill.tsx'
import { Site } from '../../../web/reference/named.tsx'
import { Parties, Party } from '../../../web/reference/party.tsx'
import { usePackName } from '../../../web/reference/reference.ts'
import { useActor, useHasRole } from '../../../web/session/session.ts'
import { PairsButton } from '../../collisions/web/pairs-part.tsx'
import type { InspectionView } from '../../inspections/web/inspection-view.ts'
import { DirectiveActs } from './change-directive.tsx'
import type { DirectiveView } from './directive-view.ts'

const subjects = ['directive', 'collision', 'joint-inspection', 'declaration']

/** Directives and inspections of a declaration, and what the walk of the case needs to know of them. */
export function useControls(declaration: string) {
  const officer = useHasRole('officer', 'coordinator', 'headquarters', 'auditor')
  const directives = useQuery({
    queryKey: ['directives', 'of', declaration],
    queryFn: ({ signal }) => get<Page<DirectiveView>>('/directives', { declaration, limit: 200 }, signal),
    meta: { subjects },
    enabled: officer,
    retry: false,
  })
  const inspections = useQuery({
    queryKey: ['inspections', 'of', declaration],
    queryFn: ({ signal }) => get<Page<InspectionView>>('/joint-inspections', { declaration, limit: 200 }, signal),
    meta: { subjects },
    retry: false,
  })
  const looked = inspections.data?.items.filter((inspection) => inspection.state !== 'superseded' && inspection.state !== 'cancelled') ?? []
  return {
    directives,
    inspections,
    controls: { joint: looked.some((inspection) => inspection.tasks.length > 1), looking: lookingOf(looked) },
  }
}

function lookingOf(inspections: readonly InspectionView[]): 'none' | 'arranging' | 'running' | 'done' {
  if (inspections.length === 0) return 'none'
  if (inspections.every((inspection) => inspection.state === 'closed' || inspection.state === 'declined')) return 'done'
  return inspections.some((inspection) => inspection.state === 'started') ? 'running' : 'arranging'
}

/** Who wants to look at the goods, and the inspections that came of it. */
export function ControlsPart({ declaration }: { readonly declaration: string }) {
  const { t } = useTexts()
  const { directives, inspections } = useControls(declaration)
  const shown = inspections.data?.items.filter((inspection) => inspection.state !== 'superseded') ?? []
  return (
    <section className="panel" aria-labelledby="controls-title">
      <div className="panel-head">
        <h2 id="controls-title">{t('case.controls')}</h2>
      </div>
      <div className="panel-body stack">
        {inspections.error !== null ? <Failure error={inspections.error} retry={() => void inspections.refetch()} /> : null}
        {inspections.isPending ? <Loading rows={3} /> : null}
        {inspections.data !== undefined && shown.length === 0 && (directives.data?.items.length ?? 0) === 0 ? <p className="quiet">{t('case.noControls')}</p> : null}
        {shown.map((inspection) => (
          <InspectionCard key={inspection.id} inspection={inspection} />
        ))}
        {directives.data === undefined || directives.data.items.length === 0 ? null : (
          <ul className="stack">
            {directives.data.items.map((directive) => (
              <li key={directive.id}>
                <DirectiveLine directive={directive} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  )
}

function InspectionCard({ inspection }: { readonly inspection: InspectionView }) {
  const { t } = useTexts()
  const code = useCodeName()
  const actor = useActor()
  // Until it begins, and for those who only come to it, the page is the one where time and place are agreed.
  const arranging = actor.agency === undefined || (!inspection.desk && (inspection.state === 'proposed' || inspection.state === 'coordinating'))
  return (
    <Link to={arranging ? '/inspections/$id/arrange' : '/inspections/$id'} params={{ id: inspection.id }} className="inspection-card">
      <span className="row spread">
        <Parties codes={inspection.tasks.map((task) => task.agency)} />
        <StatusPill state={inspection.state} group="inspectionState" />
      </span>
      <b>{code('inspectionKind', inspection.desk ? 'desk' : inspection.kind)}</b>
      <span className="sub">
        {inspection.slot === undefined ? t('case.noSlot') : <Moment at={inspection.slot.from} />}
        {inspection.site === undefined ? '' : ' · '}
        <Site port={inspection.port} code={inspection.site} />
      </span>
    </Link>
  )
}

function DirectiveLine({ directive }: { readonly directive: DirectiveView }) {
  const { t, language, list } = useTexts()
  const code = useCodeName()
  const name = usePackName()
  return (
    <div className="directive-line">
      <span className="row spread">
        <span className="row">
          <Party code={directive.agency} />
          <span className="code small">{directive.object.ref}</span>
        </span>
        <StatusPill state={directive.state} group="directiveState" />
      </span>
      <span>{list(directive.methods.map((method) => name('methods', method)))}</span>
      <span className="sub">
        {code('origin', directive.origin)} · {directive.words?.[language] ?? (directive.origin === 'assessment' ? t('case.reasonTheirs') : directive.reason)}
      </span>
      <span className="row">
        <DirectiveActs directive={directive} />
        <PairsButton directive={directive} />
      </span>
    </div>
  )
}
