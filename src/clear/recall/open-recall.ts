import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { openCase, type AnyCaseKind } from '../../platform/procedures/public.ts'
import type { RecallData } from './recall-kind.ts'

/** What a recall assessment that no sample began is about: goods of an enterprise that a warning came too late for. */
export interface LateWarning {
  readonly port: string
  readonly agency: string
  readonly enterprise: string
  readonly hs: string
  /** What it rests on: a hold rule. */
  readonly cause: { readonly kind: string; readonly id: string; readonly label: string }
  readonly reason: string
  readonly since: Instant
  readonly released: readonly { readonly port: string; readonly id: string; readonly number: string; readonly releasedAt: Instant }[]
}

/** More are listed by the search of declarations. */
const mostListed = 500

/** Opens a recall assessment for goods that were let go before a warning (RR-05, AL-03); the agency that warns assesses. */
export async function openRecall(tx: Tx, context: Context, kind: AnyCaseKind, { port, agency, enterprise, hs, cause, reason, since, released }: LateWarning): Promise<void> {
  const data: RecallData = {
    agency, enterprise, hs, reason, inspection: cause.id, disposition: cause.label, since: toIso(since),
    released: released.slice(0, mostListed).map((one) => ({ ...one, releasedAt: toIso(one.releasedAt) })),
    more: released.length > mostListed,
  }
  await openCase(tx, context, kind, { port, parties: [`agency:${agency}`], subject: { kind: cause.kind, id: cause.id }, data })
}
