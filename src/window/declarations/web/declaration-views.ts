import type { ConveyanceName, DeclaredContainer, DeclaredDocument, DeclaredItem } from '../declaration.ts'
import type { DeclarationView as Served, ListedDeclaration } from '../declaration-view.ts'

export type { ListedDeclaration as DeclarationRow } from '../declaration-view.ts'

/** A declaration that waits, with the rank its credit gives it in the queues of officers. */
export type WaitingRow = ListedDeclaration & { readonly priority: number }

/** A line of goods as the reader may see it: what an agency has no need of is withheld (SW-08). */
export type ItemView = Pick<DeclaredItem, 'line'> & Partial<Omit<DeclaredItem, 'line'>>

/** A document; `submittedAt` where it came after the declaration. */
export type PaperView = DeclaredDocument & { readonly submittedAt?: string | undefined }

/** What was declared, read with the declaration's own types. */
export interface ContentView extends Omit<Served['content'], 'items' | 'containers' | 'documents' | 'conveyance'> {
  readonly items: readonly ItemView[]
  readonly containers: readonly DeclaredContainer[]
  readonly documents: readonly PaperView[]
  readonly conveyance?: ConveyanceName
}

/** A declaration as the API gives it. */
export interface DeclarationView extends Omit<Served, 'content'> {
  readonly content: ContentView
}
