import type { Declaration } from '../declaration.ts'

/** Who must act next on a case, on what, by when. */
export interface NextAct {
  readonly party: string
  readonly act: string
  readonly due?: string
}

/** A declaration in a list. */
export interface DeclarationRow {
  readonly id: string
  readonly number: string
  readonly port: string
  readonly reference: string
  readonly declarant: string
  readonly direction: string
  readonly mode: string
  readonly status: string
  readonly releaseMode: string
  readonly riskLevel?: string
  readonly acceptedAt: string
  readonly releasedAt?: string
  readonly promisedAt?: string
  readonly next?: NextAct
  readonly goods: string
  readonly items: number
  readonly containers: readonly string[]
}

/** A declaration with everything the reader may see of it. */
export interface DeclarationView extends Omit<DeclarationRow, 'goods' | 'items' | 'containers'> {
  readonly content: Declaration
  readonly version: number
}

/** One fact of a case's time-line. */
export interface TimelineEntry {
  readonly id: string
  readonly type: string
  readonly at: string
  readonly actor: { readonly kind: string; readonly id: string; readonly name?: string; readonly agency?: string }
  readonly subject: { readonly kind: string; readonly id: string }
  readonly payload?: Readonly<Record<string, unknown>>
}
