import type { Json } from '../../../kernel/canonical-json.ts'
import type { TradeField } from '../../../kernel/trade-fields.ts'

/** What a query can ask of a declaration; the parts of it that are needed here. */
export interface TradeRecord {
  readonly consignee: string
  readonly consignor: string
  readonly transportDocument?: string | undefined
  readonly conveyance?: { readonly kind: string; readonly ref: string } | undefined
  readonly containers?: readonly { readonly number: string }[] | undefined
  readonly documents?: readonly { readonly type: string; readonly number: string }[] | undefined
  readonly items: readonly {
    readonly hs: string
    readonly description: string
    readonly origin: string
    readonly netWeightKg: number
    readonly quantity: { readonly value: number; readonly unit: string }
    readonly value: { readonly amount: number; readonly currency: string }
  }[]
}

/** The content of one field. Values are one amount per currency; weights are the sum of net kilograms. */
export function readField(record: TradeRecord, field: TradeField): Json {
  const { items } = record
  switch (field) {
    case 'value':
      return [...new Set(items.map((item) => item.value.currency))].sort().map((currency) => ({ currency, amount: items.filter((item) => item.value.currency === currency).reduce((sum, item) => sum + item.value.amount, 0) }))
    case 'weight':
      return items.reduce((sum, item) => sum + item.netWeightKg, 0)
    case 'goods':
      return items.map((item) => item.description)
    case 'codes':
      return items.map((item) => item.hs)
    case 'origin':
      return [...new Set(items.map((item) => item.origin))].sort()
    case 'quantity':
      return items.map((item) => ({ value: item.quantity.value, unit: item.quantity.unit }))
    case 'consignee':
      return record.consignee
    case 'consignor':
      return record.consignor
    case 'containers':
      return (record.containers ?? []).map((container) => container.number)
    case 'conveyance':
      return record.conveyance === undefined ? null : { kind: record.conveyance.kind, ref: record.conveyance.ref }
    case 'papers':
      return (record.documents ?? []).map(({ type, number }) => ({ type, number }))
    case 'transport-document':
      return record.transportDocument ?? null
  }
}
