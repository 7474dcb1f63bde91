import type { Instant } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import type { Context } from '../../platform/context.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'
import type { CrewCalendars, CrewFaults } from '../../registry/identity/public.ts'
import type { InspectionResult } from '../results/public.ts'
import type { BookingMoves, DevicesAt } from '../../registry/resources/public.ts'
import type { Inspection } from './domain/inspection.ts'
import type { HandlingAction } from './domain/event.ts'
import type { SharedChecks } from './domain/session.ts'
import type { Sites } from './sites.ts'
import type { TermsOf } from './terms.ts'

/** What other modules hold against the acts of an inspection. Wired in apps, so that inspections know none of them; none of it can be left out. */
export interface Gates {
  /** Why the object may not be opened, weighed or scanned yet: the merged plan (LB-03), verdicts on its image (JI-13, JI-14). */
  readonly beforeHandling: (db: Queryable, inspection: Inspection, action: HandlingAction) => Promise<readonly Refusal[]>
  /** Why the session may not end yet: offences that are another's to handle (LB-14). */
  readonly beforeClosing: (db: Queryable, inspection: Inspection) => Promise<readonly Refusal[]>
  /** Why an agency may not let the goods go yet: its part in the back office is open (JI-15). */
  readonly beforePassing: (db: Queryable, inspection: Inspection, agency: string) => Promise<readonly Refusal[]>
  /** Checks that several parties list: the agency that does one for all of them, or none named yet (LB-03). */
  readonly sharedChecks: (db: Queryable, inspection: Inspection) => Promise<SharedChecks>
  /** Images of the session, where every party has read all of them, nobody saw anything, and the pack lets that stand for an opening of this kind of object (JI-14); else none. */
  readonly clearImages: (db: Queryable, inspection: Inspection) => Promise<readonly string[]>
  /** An agency has decided; in the transaction of its decision. */
  readonly onDecided: (acting: { readonly tx: Tx; readonly context: Context; readonly pack: Pack }, inspection: Inspection, agency: string) => Promise<void>
  /** Results are written, in the transaction that does. */
  readonly onResults: (acting: { readonly tx: Tx; readonly context: Context; readonly pack: Pack }, results: readonly InspectionResult[]) => Promise<void>
  /** Somebody reads what the agencies ask for and found, of one inspection or a list of them (LB-09). */
  readonly onRead: (context: Context, ...inspections: readonly Inspection[]) => Promise<void>
}

/** Everything acts on inspections are judged by. */
export interface InspectionParts {
  readonly law: () => Pack
  readonly sites: Sites
  readonly crews: CrewFaults
  readonly calendars: CrewCalendars
  readonly devices: DevicesAt
  /** What is booked for inspections and follows them. */
  readonly bookings: BookingMoves
  readonly gates: Gates
  /** What the agencies have agreed on that bears on joint work. */
  readonly terms: TermsOf
  /** Parties that owe something although their liaison officers were called: a coordinator may let the others go on without them (GV-06). */
  readonly overdue: (db: Queryable, inspection: Inspection, now: Instant) => Promise<readonly string[]>
}
