import { followSoon, keepAccepted, riskJobs, riskPartners, riskRoutes, type RiskParts, type RiskWatch } from '../assess/risk/public.ts'
import { z } from 'zod'
import { plus, seconds } from '../kernel/instant.ts'
import { systemContext, type Context, type Machine } from '../platform/context.ts'
import type { Tx } from '../platform/database/database.ts'
import type { JobKind, JobKinds } from '../platform/jobs/public.ts'
import type { Api } from '../platform/http/api.ts'
import { anyRegister } from '../registry/register/public.ts'

/** Registers of the risk centre. */
export const riskRegisters = [anyRegister(riskPartners)]

/** The risk centre, put together. */
export interface RiskModules {
  readonly jobs: JobKinds
  /** What follows the acceptance of declarations, with what the risk centre adds: goods a hold rule fits are kept before anything is inspected. */
  afterAcceptance(derive: JobKind): JobKind
  /** What every acceptance is followed by: the yields of rules are counted. */
  counted(tell: JobKind): JobKind
  /** An inspection was decided about: as above. */
  onDecided(acting: { readonly tx: Tx; readonly context: Context }, inspection: { readonly port: string }): Promise<void>
  /** Counts what the ledgers of the ports hold already, soon. */
  followAll(machine: Machine, ports: readonly string[]): Promise<void>
  readonly parts: RiskParts
  routes(api: Api): void
}

const Payload = z.object({ ids: z.array(z.uuid()) })

/** Puts the risk centre together. `watch` is the index that assessment looks rules up in. */
export function createRiskModules(parts: RiskParts, watch: RiskWatch): RiskModules {
  return {
    parts,
    jobs: riskJobs(parts),
    afterAcceptance: (derive) => ({
      ...derive,
      async run(context, job) {
        // The rules as they are now: another process may have accepted these.
        await parts.rules.current()
        if (watch.size() > 0) await keepAccepted(context, parts, job.port, Payload.parse(job.payload).ids)
        await derive.run(context, job)
      },
    }),
    counted: (tell) => ({
      ...tell,
      async run(context, job) {
        await tell.run(context, job)
        await context.db.transaction((tx) => followSoon(tx, context, job.port))
      },
    }),
    onDecided: ({ tx, context }, { port }) => followSoon(tx, context, port),
    followAll: (machine, ports) =>
      machine.db.transaction(async (tx) => {
        const context = systemContext(machine)
        // By then the sealer has begun its work.
        for (const port of ports) await followSoon(tx, { ...context, now: plus(context.now, seconds(20)) }, port)
      }),
    routes: (api) => riskRoutes(api, parts),
  }
}
