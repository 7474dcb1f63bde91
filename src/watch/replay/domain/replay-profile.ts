import type { Milliseconds } from '../../../kernel/instant.ts'
import type { AgencyRule } from './agency-rules.ts'
import type { Resource } from './calendar.ts'
import type { SourceProfile } from './map-declaration.ts'

/** How an agency works in a simulation. */
export interface SimulatedAgency {
  readonly code: string
  readonly crews: Resource
  /** Codes of its dispositions: nothing found, something found, something grave found. */
  readonly clear: string
  readonly found: string
  readonly grave: string
  /** Whether its look finds what the labels say; the others look for other things. */
  readonly findsFraud: boolean
}

/** Equipment of one kind at the place inspections are held at; each piece is booked for the inspections whose methods need it. */
export interface SimulatedEquipment {
  /** A kind of the register of equipment. */
  readonly kind: string
  readonly owner: string
  readonly methods: readonly string[]
  readonly pieces: Resource
}

/** Everything a replay needs to know that the law does not say. Country, agencies and numbers are data of whoever wires it. */
export interface ReplayProfile extends SourceProfile {
  readonly port: string
  readonly agencies: readonly SimulatedAgency[]
  readonly rules: readonly AgencyRule[]
  /** The place inspections are held at; its members are platforms. */
  readonly site: Resource
  readonly equipment: readonly SimulatedEquipment[]
  /** Between being asked and answering, while at work: from, to. */
  readonly answer: readonly [Milliseconds, Milliseconds]
  /** Between papers on the desk and the judgement, while at work: from, to. */
  readonly judging: readonly [Milliseconds, Milliseconds]
  readonly inspection: Milliseconds
  /** Of the frauds whose papers alone are looked at, the share that is noticed. */
  readonly noticedInPapers: number
  /** Of the matches, the share that one party declines, and why it says so. */
  readonly declined: number
  readonly declineReason: string
}
