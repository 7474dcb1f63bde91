import { plus, seconds } from '../../kernel/instant.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { enqueue, type JobKinds } from '../../platform/jobs/public.ts'
import { endHold } from './act-on-hold.ts'
import { exchangeDue, exchangeJob } from './exchange.ts'
import { followLedger } from './follow-ledger.ts'
import type { RiskParts } from './parts.ts'
import { holdEnds, holdTraced } from './place-hold.ts'
import { traceBack } from './trace-back.ts'

const follow = 'risk-follow'

/** Background work of the risk centre. */
export function riskJobs(parts: RiskParts): JobKinds {
  return { [holdTraced]: traceBack(parts), [holdEnds]: endHold, [exchangeDue]: exchangeJob, [follow]: followLedger(parts) }
}

/** Something happened at a port that counts for the yield of rules: the ledger is followed once it is sealed. Many such things are one job. */
export async function followSoon(tx: Tx, context: Pick<Context, 'now' | 'newId'>, port: string): Promise<void> {
  await enqueue(tx, context, { port, kind: follow, payload: {}, key: follow, runAt: plus(context.now, seconds(2)) })
}
