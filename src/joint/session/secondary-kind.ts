import { atPort, hasRole } from '../../kernel/actor.ts'
import type { CaseKind } from '../../platform/procedures/public.ts'
import { secondaryParties, secondaryProcedure } from './domain/secondary-procedure.ts'

/** What a back-office case is about. */
export interface SecondaryData {
  readonly mode: 'separate' | 'joint'
  readonly agencies: readonly string[]
  readonly object: string
  readonly reason?: string
}

/** Back-office cases (JI-15): seen by the agencies that handle them, by headquarters and auditors. */
export const secondaryKind: CaseKind<keyof typeof secondaryProcedure.states, 'conclude', 'handler', 'concluded', SecondaryData> = {
  procedure: secondaryProcedure,
  subjectKind: 'secondary',
  opens: 'SecondaryOpened',
  confidential: true,
  partiesOf: (actor, found) => (atPort(actor, found.port) ? secondaryParties(actor, found.data) : []),
  maySee: (actor, found) => hasRole(actor, 'headquarters', 'auditor') && atPort(actor, found.port),
  lengths: () => ({}),
  notices: (records, found) =>
    found.data.agencies.map((code) => ({
      port: found.port,
      recipient: { kind: 'agency', code },
      type: records,
      subjectKind: 'secondary',
      subjectId: found.id,
      facts: { object: found.data.object, mode: found.data.mode, agencies: found.data.agencies.join(', ') },
    })),
}
