import { hasRole, type Actor } from '../../../kernel/actor.ts'
import type { Instant } from '../../../kernel/instant.ts'
import type { DispositionKind, ObjectKind } from '../../../kernel/pack.ts'
import type { Refusal } from '../../../kernel/refusal.ts'

/** One line of a checklist as it came out. */
export interface ResultCheck {
  readonly code: string
  /** `omitted`: left undone, and said so. `not-needed`: an opening after every party saw nothing on the image. */
  readonly outcome: 'ok' | 'problem' | 'omitted' | 'not-needed'
  readonly note?: string
}

/** What one agency found, shared from the moment the session closed (结果共享, LB-02). */
export interface InspectionResult {
  readonly port: string
  readonly id: string
  /** The session it came from; absent where the agency looked by itself elsewhere. */
  readonly inspection?: string
  readonly agency: string
  readonly object: { readonly kind: ObjectKind; readonly ref: string; readonly key: string }
  readonly declarations: readonly string[]
  readonly parties: readonly string[]
  /** Agencies that took part. */
  readonly participants: readonly string[]
  /** `not-looked`: everything was left out, or nothing was to be done; nobody may rely on it. */
  readonly outcome: 'clear' | 'problem' | 'not-looked'
  readonly checks: readonly ResultCheck[]
  readonly disposition?: string
  readonly effect?: DispositionKind['effect']
  readonly recordedAt: Instant
  readonly version: number
}

/** Another agency's reliance on a result; `liable` is the inspecting party (采信, LB-07). */
export interface Adoption {
  readonly id: string
  readonly result: string
  readonly adopter: string
  readonly liable: string
  readonly purpose: string
  readonly by: string
  readonly at: Instant
}

/** How an actor reads results: all of the port in full, those shared with its agency in full, the part a trader may see, or not at all. */
export type ResultSight = 'full' | 'participant' | 'permitted' | 'none'

/**
 * Who is entitled reads the results of the port in full (`shared`: by the register of entitlements, SW-08), and so do coordinators and those who oversee;
 * other agencies those of sessions they took part in or asked too late to take part in (DC-11), and those they rely on. The trader whose goods they are
 * reads who looked, with what outcome and decision, never the checks (LB-02, RR-18).
 */
export function resultSight(actor: Actor, shared: boolean): ResultSight {
  if (hasRole(actor, 'headquarters', 'auditor')) return 'full'
  if (hasRole(actor, 'officer', 'coordinator') && actor.agency !== undefined) return shared ? 'full' : 'participant'
  return hasRole(actor, 'trader') && actor.enterprise !== undefined ? 'permitted' : 'none'
}

/** Who reads to whom the results of an inspection were given (DC-11): coordinators and oversight of the port; officers where their agency looks or was given them. */
export function shareSight(actor: Actor): 'all' | 'agency' | 'none' {
  if (hasRole(actor, 'coordinator', 'headquarters', 'auditor')) return 'all'
  return hasRole(actor, 'officer') && actor.agency !== undefined ? 'agency' : 'none'
}

/** Whether an agency may rely on a result: another agency's, not its own, and only of one who has looked (LB-07). */
export function mayAdopt(actor: Actor, result: InspectionResult): Refusal | undefined {
  if (actor.agency === undefined || !hasRole(actor, 'officer', 'coordinator')) return { code: 'common/not-permitted' }
  if (actor.agency === result.agency) return { code: 'results/own-result', facts: { agency: result.agency }, clause: 'LB-07' }
  return result.outcome === 'not-looked' ? { code: 'results/not-looked', facts: { agency: result.agency }, clause: 'LB-07' } : undefined
}
