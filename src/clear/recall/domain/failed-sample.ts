import type { Instant } from '../../../kernel/instant.ts'
import type { DispositionKind, ObjectKind } from '../../../kernel/pack.ts'

/** Goods as far as a recall looks at them. */
export interface SampledGoods {
  readonly id: string
  readonly number: string
  readonly declarant: string
  readonly direction: 'import' | 'export' | 'transit'
  readonly releaseMode: string
  readonly acceptedAt: Instant
  readonly items: readonly { readonly line: number; readonly hs: string; readonly containers?: readonly string[] | undefined }[]
}

/** Whether a decision says that a sample which was taken has failed. Holding does not: that is waiting for the laboratory. */
export function saysSampleFailed(task: { readonly duties: readonly { readonly code: string; readonly done?: object | undefined }[] }, effect: DispositionKind['effect']): boolean {
  return (effect === 'refuse' || effect === 'treat') && task.duties.some(({ code, done }) => code === 'sample' && done !== undefined)
}

/** Codes of the goods a sample stands for: of the line or the box it was taken of, else of the whole consignment. */
export function codesSampled(goods: SampledGoods, object: { readonly kind: ObjectKind; readonly ref: string }): string[] {
  const line = object.kind === 'item' ? Number(object.ref.slice(object.ref.lastIndexOf('/') + 1)) : undefined
  const inBox = object.kind === 'container' ? goods.items.filter((item) => item.containers === undefined || item.containers.length === 0 || item.containers.includes(object.ref)) : goods.items
  const meant = line === undefined ? inBox : goods.items.filter((item) => item.line === line)
  return [...new Set((meant.length === 0 ? goods.items : meant).map((item) => item.hs))].sort()
}
