import { fromEpoch, type Instant } from '../../../kernel/instant.ts'

/** The first moment of the month of `at`, UTC. */
export function monthOf(at: Instant): Instant {
  const date = new Date(at)
  return fromEpoch(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1))
}

/** The first moment of the month after it. */
export function monthAfter(month: Instant): Instant {
  const date = new Date(month)
  return fromEpoch(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1))
}

/** The smallest id made at a moment: ids of cases begin with the time they were made at. */
export function idAt(at: Instant): string {
  const time = Math.max(0, at).toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-0000-0000-000000000000`
}

/** The id that follows another. */
export function idAfter(id: string): string {
  const next = (BigInt(`0x${id.replaceAll('-', '')}`) + 1n).toString(16).padStart(32, '0')
  return `${next.slice(0, 8)}-${next.slice(8, 12)}-${next.slice(12, 16)}-${next.slice(16, 20)}-${next.slice(20)}`
}
