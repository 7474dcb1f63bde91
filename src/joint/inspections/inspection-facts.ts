import { toIso } from '../../kernel/instant.ts'
import type { LedgerFact, LedgerSubject } from '../../platform/ledger/append.ts'
import type { Collision } from '../collisions/public.ts'
import type { Inspection, InspectionFact } from './domain/inspection.ts'
import type { Regrouped } from './domain/regroup.ts'
import { arrangedNotices } from './inspection-notices.ts'

const directivesOf = (inspection: Inspection): LedgerSubject[] => inspection.tasks.flatMap((task) => task.directives.map((id) => ({ kind: 'directive', id })))

/** Everything whose time-line shows a fact of an inspection: its declarations and match, and its directives where the fact decides about them. */
function relatedTo(inspection: Inspection, type: string): LedgerSubject[] {
  return [
    ...inspection.declarations.map((id) => ({ kind: 'declaration', id })),
    ...(inspection.collision === undefined ? [] : [{ kind: 'collision', id: inspection.collision }]),
    ...(aboutDirectives.has(type) ? directivesOf(inspection) : []),
  ]
}

const aboutDirectives: ReadonlySet<string> = new Set(['JointInspectionDeclined', 'JointInspectionJudged', 'InspectionClosed'])

/** Facts that the trader and the operator of the site are told of: that, when and where, never what was looked for (LB-09). */
const toldToParties: ReadonlySet<string> = new Set([
  'InspectionProposed',
  'DirectiveJoinedInspection',
  'InspectionAgreed',
  'InspectionRescheduled',
  'InspectionMovedForJoint',
  'SlotAnswered',
  'InspectionLostDirective',
  'JointInspectionDeclined',
  'InspectionStarted',
  'ContainerOpened',
  'InspectionClosed',
  'DispositionRecorded',
])

/** Decisions about an inspection as ledger facts, on its own time-line and on those of its declarations, directives and match. */
export function inspectionFacts(inspection: Inspection, facts: readonly InspectionFact[]): LedgerFact[] {
  const audience = [...inspection.parties.map((party) => `enterprise:${party}`), ...(inspection.site === undefined ? [] : [`site:${inspection.site}`])]
  return facts.map((fact) => ({
    port: inspection.port,
    subjectKind: 'joint-inspection',
    subjectId: inspection.id,
    type: fact.type,
    payload: fact.payload,
    related: relatedTo(inspection, fact.type),
    ...(toldToParties.has(fact.type) ? { audience } : {}),
  }))
}

/** Facts of a need that got its inspection: the inspection's own, naming who is told of it, and, where agencies met, the match with rule, version and reason (DC-13). */
export function arrangedFacts(each: Regrouped, collisions: readonly Collision[]): LedgerFact[] {
  const { inspection, superseded } = each
  const collision = collisions.find((known) => known.id === inspection.collision && inspection.kind === 'joint')
  const matched: LedgerFact[] =
    collision === undefined
      ? []
      : [
          {
            port: inspection.port,
            subjectKind: 'collision',
            subjectId: collision.id,
            type: collision.version === 1 ? 'DirectivesCollided' : 'CollisionExtended',
            payload: {
              inspection: inspection.id,
              object: { ...collision.object },
              agencies: collision.agencies,
              directives: collision.members.filter((member) => member.leftAt === undefined).map((member) => member.directive),
              window: { from: toIso(collision.window.from), to: toIso(collision.window.to) },
              rule: { ...collision.rule },
              met: collision.explanation.map((meeting) => ({ directives: meeting.directives, object: meeting.object.key, rule: { ...meeting.rule }, distance: meeting.distance, overlap: meeting.overlap })),
            },
            related: [{ kind: 'joint-inspection', id: inspection.id }, ...inspection.declarations.map((id) => ({ kind: 'declaration', id })), ...directivesOf(inspection)],
          },
        ]
  const told = arrangedNotices(each).map(({ recipient }) => `${recipient.kind}:${recipient.code}`)
  const facts = each.facts.map((fact) => ({ ...fact, payload: { ...fact.payload, told } }))
  // Those it takes the place of end with this very fact: it stands on their time-lines too.
  const ended = superseded.map((other) => ({ kind: 'joint-inspection', id: other.id }))
  return [...matched, ...inspectionFacts(inspection, facts).map((fact) => ({ ...fact, related: [...(fact.related ?? []), ...ended] }))]
}
