import type { Instant } from '../../../kernel/instant.ts'

/** What an agency marked on an image, as shares of its width and height, 0 to 1. */
export interface Mark {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly note?: string
}

/** One agency's reading of an image: nothing to see, or open it. */
export interface Verdict {
  readonly agency: string
  readonly verdict: 'clear' | 'open'
  readonly marks: readonly Mark[]
  readonly note?: string
  readonly by: string
  readonly at: Instant
  /** Whether an agency that saw nothing comes to another's opening (JI-14). */
  readonly joins?: boolean
}

/**
 * What follows from the verdicts on an image (JI-13, JI-14): `awaited` until every party has read it; `none` when nobody wants to open;
 * `together` when all do; otherwise those who saw nothing are offered to join: `offered` until they have answered, then `agreed`.
 */
export type Next =
  | { readonly step: 'awaited'; readonly agencies: readonly string[] }
  | { readonly step: 'none' }
  | { readonly step: 'together'; readonly agencies: readonly string[] }
  | { readonly step: 'offered'; readonly to: readonly string[] }
  | { readonly step: 'agreed'; readonly agencies: readonly string[]; readonly absent: readonly string[] }

/** Decides what follows from the verdicts of the parties so far. */
export function nextOf(parties: readonly string[], verdicts: readonly Verdict[]): Next {
  const missing = parties.filter((party) => !verdicts.some((verdict) => verdict.agency === party))
  if (missing.length > 0) return { step: 'awaited', agencies: missing }
  const own = verdicts.filter((verdict) => parties.includes(verdict.agency))
  const opening = own.filter((verdict) => verdict.verdict === 'open')
  if (opening.length === 0) return { step: 'none' }
  if (opening.length === own.length) return { step: 'together', agencies: own.map((verdict) => verdict.agency) }
  const asked = own.filter((verdict) => verdict.verdict === 'clear')
  const silent = asked.filter((verdict) => verdict.joins === undefined)
  if (silent.length > 0) return { step: 'offered', to: silent.map((verdict) => verdict.agency) }
  const absent = asked.filter((verdict) => verdict.joins === false).map((verdict) => verdict.agency)
  return { step: 'agreed', agencies: own.map((verdict) => verdict.agency).filter((agency) => !absent.includes(agency)), absent }
}

/** The verdicts a reader may know: its own at once, everybody's only when all are in; who oversees waits like everybody (JI-13). */
export function readable(parties: readonly string[], verdicts: readonly Verdict[], reader: string | undefined): readonly Verdict[] {
  return nextOf(parties, verdicts).step === 'awaited' ? verdicts.filter((verdict) => verdict.agency === reader) : verdicts
}
