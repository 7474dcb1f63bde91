import type { Refusal } from '../../../kernel/refusal.ts'

/** A suspected offence found at an inspection. */
export interface Found {
  readonly agency: string
  readonly offence: string
  /** Whose power it is. */
  readonly competent: string
}

/** A transfer of a case out of the same inspection, with where it stands. */
export interface PassedOn {
  readonly from: string
  readonly to: string
  readonly offence: string
  readonly state: string
}

/** Transfers that were declined or taken back pass nothing on. */
const stands = (transfer: PassedOn): boolean => !['declined', 'withdrawn'].includes(transfer.state)

/** Offences found that are another agency's to handle and have not been passed on to it: while there is one, the session does not end (LB-14). */
export function notPassedOn(found: readonly Found[], transfers: readonly PassedOn[]): Refusal[] {
  const open = found.filter((each) => each.competent !== each.agency && !transfers.some((sent) => stands(sent) && sent.from === each.agency && sent.to === each.competent && sent.offence === each.offence))
  const names = new Map(open.map((each) => [`${each.agency} ${each.offence}`, each]))
  return [...names.values()].map((each) => ({ code: 'inspections/offence-not-passed-on', agency: each.agency, facts: { agency: each.agency, offence: each.offence, competent: each.competent }, clause: 'LB-14' }))
}
