import type { Instant } from '../src/kernel/instant.ts'
import type { Context, Machine } from '../src/platform/context.ts'
import type { Tx } from '../src/platform/database/database.ts'
import type { Command } from '../src/joint/inspections/public.ts'
import type { DealingPlan } from './dealings.ts'
import type { Done } from '../src/watch/replay/public.ts'

/** An inspection as the demonstration looks at it. */
export interface SeenInspection {
  readonly id: string
  readonly port: string
  readonly kind: string
  readonly object: { readonly kind: string }
  readonly state: string
  readonly desk: boolean
  readonly slot?: { readonly from: Instant; readonly to: Instant }
  readonly site?: string
  readonly tasks: readonly { readonly agency: string; readonly confirmed?: unknown; readonly disposition?: unknown; readonly duties: readonly { readonly code: string; readonly done?: unknown }[] }[]
}

/** The product as the demonstration uses it: the functions behind its routes, called in this process. Given by apps. */
export interface DemoParts {
  readonly machine: Machine
  /** Officers and equipment go into their registers. */
  fillRegisters(): Promise<void>
  submit(context: Context, declaration: unknown): Promise<{ readonly kind: 'refused'; readonly refusals: readonly { readonly code: string; readonly pointer?: string }[] } | { readonly kind: 'accepted' | 'repeated'; readonly receipt: { readonly id: string; readonly number: string } }>
  reportConveyance(context: Context, report: unknown): Promise<Done>
  sendDirective(context: Context, directive: unknown): Promise<Done>
  /** Does every job that is due at a moment. */
  runJobs(at: Instant): Promise<void>
  /** Inspections of a declaration, or of the object with this name. */
  inspectionsOf(port: string, about: { readonly declaration: string } | { readonly object: string }): Promise<readonly SeenInspection[]>
  /** Inspections of a port in a state, oldest first. */
  inspectionsIn(port: string, state: string): Promise<readonly SeenInspection[]>
  act(tx: Tx, context: Context, inspection: string, command: Command): Promise<Done>
  /** Records that agencies consulted each other about an inspection, as conveyances need (JI-16). */
  consult(tx: Tx, context: Context, inspection: string, agencies: readonly string[]): Promise<Done>
  /** Books a piece of equipment or a platform for the agency of whoever asks. */
  book(tx: Tx, context: Context, wanted: { readonly equipment: string; readonly from: string; readonly to: string; readonly purpose: string; readonly inspection?: string }): Promise<Done>
  /** Keeps a photograph of an inspection; gives what findings name it by. */
  keepPhoto(tx: Tx, context: Context, inspection: string, bytes: Buffer): Promise<string | undefined>
  /** Puts a scanner's picture before the parties of an inspection, and gives the verdicts of those who have read it. */
  showImage(inspection: string, bytes: Buffer, verdicts: readonly { readonly context: Context; readonly verdict: 'clear' | 'open' }[], by: Context): Promise<Done>
  /** An agency asks another for something about a declaration, and the other answers where the plan says so. */
  deal(plan: DealingPlan, declaration: string, by: (agency: string, minutesLater: number) => Context): Promise<Done>
  /** Goes on with the draws of lots; false when there was nothing to do. */
  goOnWithDraws(now: Instant): Promise<boolean>
  /** Whether the day was loaded, and that it is now. */
  isLoaded(): Promise<boolean>
  markLoaded(facts: Readonly<Record<string, number>>): Promise<void>
}
