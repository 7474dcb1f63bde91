import { toIso } from '../../kernel/instant.ts'
import type { LedgerFact, LedgerSubject } from '../../platform/ledger/append.ts'
import type { Collision } from '../collisions/public.ts'
import type { Inspection, InspectionFact } from './domain/inspection.ts'
import type { Regrouped } from './domain/regroup.ts'

/** Everything whose time-line shows what happens to an inspection: its declarations, directives and match. */
export function relatedTo(inspection: Inspection): LedgerSubject[] {
  return [
    ...inspection.declarations.map((id) => ({ kind: 'declaration', id })),
    ...inspection.tasks.flatMap((task) => task.directives.map((id) => ({ kind: 'directive', id }))),
    ...(inspection.collision === undefined ? [] : [{ kind: 'collision', id: inspection.collision }]),
  ]
}

/** Facts that the trader and the operator of the site are told of: that, when and where, never what was looked for (LB-09). */
const toldToParties: ReadonlySet<string> = new Set([
  'InspectionProposed',
  'DirectiveJoinedInspection',
  'InspectionAgreed',
  'InspectionRescheduled',
  'InspectionMovedForJoint',
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
    related: relatedTo(inspection),
    ...(toldToParties.has(fact.type) ? { audience } : {}),
  }))
}

/** Facts of a need that got its inspection: the inspection's own and, where agencies met, the match with rule, version and reason (DC-13). */
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
            related: [{ kind: 'joint-inspection', id: inspection.id }, ...relatedTo(inspection).filter((subject) => subject.kind !== 'collision')],
          },
        ]
  const ended = superseded.flatMap((other) => inspectionFacts(other, [{ type: 'InspectionSuperseded', payload: { by: inspection.id } }]))
  return [...matched, ...inspectionFacts(inspection, each.facts), ...ended]
}
