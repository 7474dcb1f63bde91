import { toIso, type Instant } from '../../../kernel/instant.ts'

/** What the first answer to a submission says. */
export interface Accepted {
  readonly port: string
  readonly id: string
  readonly number: string
  readonly declarant: string
  readonly reference: string
  readonly releaseMode: string
  readonly releasedOnAcceptance: boolean
  readonly acceptedAt: Instant
}

/** The answer to an accepted submission, as it goes over the wire. */
export interface Receipt {
  readonly id: string
  readonly number: string
  readonly status: 'accepted' | 'released'
  readonly releaseMode: string
  readonly port: string
  readonly declarant: string
  readonly reference: string
  readonly acceptedAt: string
  readonly releasedAt?: string
}

/** Makes the receipt from what never changes after acceptance, so that a repeat gets the same bytes whatever happened since. */
export function receiptOf(accepted: Accepted): Receipt {
  const { id, number, releaseMode, port, declarant, reference, releasedOnAcceptance } = accepted
  const acceptedAt = toIso(accepted.acceptedAt)
  const receipt = { id, number, status: releasedOnAcceptance ? 'released' : 'accepted', releaseMode, port, declarant, reference, acceptedAt } as const
  return releasedOnAcceptance ? { ...receipt, releasedAt: acceptedAt } : receipt
}
