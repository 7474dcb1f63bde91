import { atPort, hasRole } from '../../kernel/actor.ts'
import { toIso } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { parameterValue } from '../../kernel/parameter.ts'
import { anyCaseKind, openCase, type AnyCaseKind, type CaseKind } from '../../platform/procedures/public.ts'
import { secondaryParties, secondaryProcedure, unconcluded, withPart, type SecondaryAct, type SecondaryData, type SecondaryParty } from './domain/secondary-procedure.ts'

/** Names of the liaison officers of agencies at a port; given by whoever keeps their register. */
export type LiaisonNames = (port: string, agencies: readonly string[]) => readonly string[]

/** Back-office cases (JI-15): seen by the agencies that handle them, by headquarters and auditors, by coordinators of the port once they are late and escalated. */
export function secondaryKind(law: () => Pack, liaisons: LiaisonNames): AnyCaseKind {
  const kind: CaseKind<keyof typeof secondaryProcedure.states, SecondaryAct, SecondaryParty, 'concluded', SecondaryData> = {
    procedure: secondaryProcedure,
    subjectKind: 'secondary',
    opens: 'SecondaryOpened',
    confidential: true,
    partiesOf: (actor, found) => (atPort(actor, found.port) ? secondaryParties(actor, found) : []),
    maySee: (actor, found) =>
      atPort(actor, found.port) && (hasRole(actor, 'headquarters', 'auditor') || (hasRole(actor, 'officer', 'coordinator') && actor.agency !== undefined && found.data.agencies.includes(actor.agency))),
    lengths(port, at) {
      const handling = parameterValue(law(), 'secondary.handling', at, { port })
      return { 'secondary.handling': handling, 'secondary.escalation': handling + parameterValue(law(), 'secondary.escalation', at, { port }) }
    },
    dataAfter: (found, act, given, { actor, now }) => (act === 'part' ? found.data : withPart(found.data, actor.agency ?? '', given['outcome'] ?? '', actor.name, now)),
    async effect(tx, context, found, act) {
      if (act !== 'part') return []
      // What nobody has concluded goes on, each agency by itself.
      for (const agency of unconcluded(found.data)) {
        const data: SecondaryData = { mode: 'separate', agencies: [agency], object: found.data.object, reason: `${found.id} ${toIso(context.now)}` }
        await openCase(tx, context, anyCaseKind(kind), { port: found.port, parties: [`agency:${agency}`], subject: found.subject, data })
      }
      return []
    },
    notices: (records, found) =>
      found.data.agencies.map((code) => ({
        port: found.port,
        recipient: { kind: 'agency', code },
        type: records,
        subjectKind: 'secondary',
        subjectId: found.id,
        facts: {
          object: found.data.object,
          mode: found.data.mode,
          agencies: found.data.agencies.join(', '),
          left: unconcluded(found.data).join(', ') || '–',
          liaisons: liaisons(found.port, unconcluded(found.data)).join(', ') || '–',
        },
      })),
  }
  return anyCaseKind(kind)
}
