import type { Instant } from '../src/kernel/instant.ts'
import type { DeclarationPlan } from './declarations.ts'

/** A vessel or train that was reported. */
export interface CallPlan {
  readonly at: Instant
  readonly port: string
  readonly kind: 'vessel' | 'train'
  readonly ref: string
  readonly voyage: string
  readonly arrival: Instant
  readonly from: string
  readonly containers: readonly string[]
  /** Who reports it: the operator of a site. */
  readonly site: string
}

/** A directive an agency sends of its own. `about` is the key of a declaration, or a conveyance's name. */
export interface DirectivePlan {
  readonly at: Instant
  readonly port: string
  readonly agency: string
  readonly object: { readonly kind: 'vessel' | 'train' | 'vehicle' | 'aircraft' | 'bag' | 'parcel'; readonly ref: string } | { readonly kind: 'consignment'; readonly key: string }
  readonly methods: readonly string[]
  readonly checks?: readonly string[]
  readonly power: string
  readonly reason: string
  readonly window: { readonly from: Instant; readonly to: Instant }
}

/** How far an inspection has come by now. */
export type Stand = 'proposed' | 'coordinating' | 'agreed' | 'late' | 'running' | 'closed' | 'held' | 'refused' | 'declined'

/** What became of the inspections of a declaration (or of a conveyance). */
export interface Story {
  readonly about: { readonly key: string } | { readonly ref: string; readonly port: string }
  readonly stand: Stand
  /** The slot, for those that have one. */
  readonly slot: { readonly from: Instant; readonly to: Instant }
  readonly site: string
  readonly turn: number
  /** It has begun, and nothing has been handled yet: the parties are still at the scanner. */
  readonly shut?: boolean
}

/** A day as it has been until now. */
export interface DemoDay {
  readonly calls: readonly CallPlan[]
  readonly declarations: readonly DeclarationPlan[]
  readonly directives: readonly DirectivePlan[]
  readonly stories: readonly Story[]
}
