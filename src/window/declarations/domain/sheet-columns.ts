/** What a column of the spreadsheet holds. `head` columns belong to the declaration, `item` columns to one line of goods. */
export interface SheetColumn {
  readonly name: string
  readonly of: 'head' | 'item'
  readonly kind: 'text' | 'number' | 'moment' | 'digits' | 'list' | 'papers'
  /** Last member of the pointer into the declaration. */
  readonly field: string
  readonly needed?: true
}

/**
 * Columns of the spreadsheet: one row per line of goods; rows of one reference are one declaration. What belongs to the declaration stands in its
 * first row and may be repeated or left out in the others. Lists are separated by blanks, commas or semicolons; a paper is `type:number`.
 */
export const sheetColumns: readonly SheetColumn[] = [
  { name: 'reference', of: 'head', kind: 'text', field: 'reference', needed: true },
  { name: 'port', of: 'head', kind: 'text', field: 'port', needed: true },
  { name: 'direction', of: 'head', kind: 'text', field: 'direction', needed: true },
  { name: 'mode', of: 'head', kind: 'text', field: 'mode', needed: true },
  { name: 'declarant', of: 'head', kind: 'text', field: 'declarant', needed: true },
  { name: 'consignee', of: 'head', kind: 'text', field: 'consignee', needed: true },
  { name: 'consignor', of: 'head', kind: 'text', field: 'consignor', needed: true },
  { name: 'conveyanceKind', of: 'head', kind: 'text', field: 'kind' },
  { name: 'conveyance', of: 'head', kind: 'text', field: 'ref' },
  { name: 'voyage', of: 'head', kind: 'text', field: 'voyage' },
  { name: 'transportDocument', of: 'head', kind: 'text', field: 'transportDocument' },
  { name: 'arrival', of: 'head', kind: 'moment', field: 'arrival' },
  { name: 'destination', of: 'head', kind: 'text', field: 'destination' },
  { name: 'documents', of: 'head', kind: 'papers', field: 'documents' },
  { name: 'line', of: 'item', kind: 'number', field: 'line' },
  { name: 'hs', of: 'item', kind: 'digits', field: 'hs', needed: true },
  { name: 'ciq', of: 'item', kind: 'text', field: 'ciq' },
  { name: 'description', of: 'item', kind: 'text', field: 'description', needed: true },
  { name: 'origin', of: 'item', kind: 'text', field: 'origin', needed: true },
  { name: 'quantity', of: 'item', kind: 'number', field: 'value', needed: true },
  { name: 'unit', of: 'item', kind: 'text', field: 'unit', needed: true },
  { name: 'netWeightKg', of: 'item', kind: 'number', field: 'netWeightKg', needed: true },
  { name: 'amount', of: 'item', kind: 'number', field: 'amount', needed: true },
  { name: 'currency', of: 'item', kind: 'text', field: 'currency', needed: true },
  { name: 'attributes', of: 'item', kind: 'list', field: 'attributes' },
  { name: 'containers', of: 'item', kind: 'list', field: 'containers' },
  { name: 'licences', of: 'item', kind: 'papers', field: 'licences' },
]
