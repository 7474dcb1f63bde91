// What rules look at: a declaration of which any part may be missing, because the schema took out what it could not read.
// So the faults of form and the faults of every agency's rules come in one answer (SW-02).

export interface QuantityDraft {
  readonly value?: number | undefined
  readonly unit?: string | undefined
}

export interface LicenceDraft {
  readonly type?: string | undefined
  readonly number?: string | undefined
  readonly quantity?: QuantityDraft | undefined
  readonly validTo?: string | undefined
}

export interface ItemDraft {
  readonly line?: number | undefined
  readonly hs?: string | undefined
  readonly ciq?: string | undefined
  readonly origin?: string | undefined
  readonly quantity?: QuantityDraft | undefined
  readonly value?: { readonly currency?: string | undefined } | undefined
  readonly attributes?: readonly (string | undefined)[] | undefined
  readonly containers?: readonly (string | undefined)[] | undefined
  readonly licences?: readonly (LicenceDraft | undefined)[] | undefined
}

export interface DocumentDraft {
  readonly type?: string | undefined
  readonly number?: string | undefined
  readonly validTo?: string | undefined
  readonly lines?: readonly (number | undefined)[] | undefined
}

/** A declaration as far as it could be read. Every leaf that is there has passed the schema. */
export interface DeclarationDraft {
  readonly port?: string | undefined
  readonly direction?: string | undefined
  readonly mode?: string | undefined
  readonly declarant?: string | undefined
  readonly destination?: string | undefined
  readonly conveyance?: { readonly kind?: string | undefined; readonly ref?: string | undefined } | undefined
  readonly containers?: readonly ({ readonly number?: string | undefined } | undefined)[] | undefined
  readonly items?: readonly (ItemDraft | undefined)[] | undefined
  readonly documents?: readonly (DocumentDraft | undefined)[] | undefined
}
