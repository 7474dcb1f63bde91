import { toIso } from '../../kernel/instant.ts'
import type { NewNotice, Recipient } from '../../platform/notices/public.ts'
import type { Inspection } from './domain/inspection.ts'
import type { Regrouped } from './domain/regroup.ts'

/** Everybody an inspection concerns: its agencies, the traders, the operator of its site (DC-06). */
export function recipientsOf(inspection: Inspection): Recipient[] {
  return [
    ...inspection.tasks.map((task): Recipient => ({ kind: 'agency', code: task.agency })),
    ...inspection.parties.map((party): Recipient => ({ kind: 'enterprise', code: party })),
    ...(inspection.site === undefined ? [] : [{ kind: 'site', code: inspection.site } as const]),
  ]
}

/** What every notice about an inspection says: the object, who takes part, when and where it stands. */
function noticeFacts(inspection: Inspection): Record<string, string> {
  return {
    object: inspection.object.ref,
    objectKind: inspection.object.kind,
    agencies: inspection.tasks.map((task) => task.agency).join(', '),
    from: toIso(inspection.slot?.from ?? inspection.window.from),
    to: toIso(inspection.slot?.to ?? inspection.window.to),
    site: inspection.site ?? '–',
  }
}

/** One notice to each recipient; all of the inspection's parties unless told otherwise. */
export function tell(inspection: Inspection, type: string, facts: Readonly<Record<string, string | number>> = {}, recipients: readonly Recipient[] = recipientsOf(inspection)): NewNotice[] {
  return recipients.map((recipient) => ({ port: inspection.port, recipient, type, subjectKind: 'joint-inspection', subjectId: inspection.id, facts: { ...noticeFacts(inspection), ...facts } }))
}

/**
 * Who is told that a need got its inspection (DC-06): of a match and of a boarding every party; of a single inspection the trader, the site and the
 * agencies that ask something of the same consignment (SW-03), for its own agency asked for it itself. A look at papers concerns nobody else.
 */
export function arrangedNotices(each: Regrouped): NewNotice[] {
  const { inspection, change, newAgencies } = each
  if (inspection.kind === 'single') {
    if (change !== 'created' || inspection.desk) return []
    const outside = recipientsOf(inspection).filter((recipient) => recipient.kind !== 'agency')
    // The inspection is no concern of another agency's (LB-09), its consignment is: the notice is about that.
    const concerned = each.concerned.flatMap(({ agency: code, declaration }) => tell(inspection, 'InspectionRequired', {}, [{ kind: 'agency', code }]).map((notice): NewNotice => ({ ...notice, subjectKind: 'declaration', subjectId: declaration })))
    return [...tell(inspection, 'InspectionRequired', {}, outside), ...concerned]
  }
  if (change === 'created') return tell(inspection, inspection.kind === 'joint' ? 'JointMatched' : 'BoardingRequired')
  return newAgencies.length === 0 ? [] : tell(inspection, 'JointPartyJoined', { joined: newAgencies.join(', ') })
}
