import { seconds, plus } from '../../kernel/instant.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { enqueue, type JobKinds } from '../../platform/jobs/public.ts'
import { endHold } from './act-on-hold.ts'
import { exchangeDue, exchangeJob } from './exchange.ts'
import type { RiskParts } from './parts.ts'
import { holdEnds, holdTraced } from './place-hold.ts'
import { traceBack } from './trace-back.ts'

/** Background work of the risk centre. */
export function riskJobs(parts: RiskParts): JobKinds {
  return { [holdTraced]: traceBack(parts), [holdEnds]: endHold, [exchangeDue]: exchangeJob }
}

const follow = 'risk-follow'

/** Something happened at a port that counts for the yield of rules: the ledger is followed once it is sealed. */
export async function followSoon(tx: Tx, context: Pick<Context, 'now' | 'newId'>, port: string): Promise<void> {
  await enqueue(tx, context, { port, kind: follow, payload: {}, key: follow, runAt: plus(context.now, seconds(2)) })
}
