import type { ConveyanceName, DeclaredContainer, DeclaredDocument, DeclaredItem } from '../declaration.ts'
import type { DeclarationView as Served } from '../declaration-view.ts'

export type { ListedDeclaration as DeclarationRow } from '../declaration-view.ts'

/** A line of goods as the reader may see it: the value is withheld from agencies without a need for it (SW-08). */
export type ItemView = Omit<DeclaredItem, 'value'> & Partial<Pick<DeclaredItem, 'value'>>

/** A declaration as the API gives it. Its parts are what was declared, so they are read with the declaration's own types. */
export interface DeclarationView extends Omit<Served, 'items' | 'containers' | 'documents' | 'conveyance'> {
  readonly items: readonly ItemView[]
  readonly containers: readonly DeclaredContainer[]
  readonly documents: readonly DeclaredDocument[]
  readonly conveyance?: ConveyanceName
}
