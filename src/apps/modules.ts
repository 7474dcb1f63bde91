import type { FastifyInstance } from 'fastify'
import { assessRoutes, openRules } from '../assess/public.ts'
import type { Pack } from '../kernel/pack.ts'
import type { Machine } from '../platform/context.ts'
import type { Api } from '../platform/http/api.ts'
import { createWorker, jobRoutes, type JobKinds, type Worker } from '../platform/jobs/public.ts'
import { ledgerRoutes } from '../platform/ledger/public.ts'
import { noticeJobs, noticeRoutes, webhookRoutes } from '../platform/notices/public.ts'
import { signInRoutes } from '../platform/sign-in/public.ts'
import { streamRoutes } from '../platform/stream/routes.ts'
import { referenceRoutes } from '../registry/reference/reference-routes.ts'
import { conveyanceRoutes } from '../window/conveyances/public.ts'
import { createIntake, declarationJobs, declarationRoutes, type Intake } from '../window/declarations/public.ts'

/** Every module of the product, put together by hand: the only place where they meet. */
export interface Modules {
  /** Declares all routes below `/api/v1`. */
  routes(api: Api, app: FastifyInstance): void
  readonly jobs: JobKinds
  readonly intake: Intake
  readonly worker: Worker
}

/** Puts the modules together on one machine with one policy pack. */
export function createModules(machine: Machine, pack: Pack): Modules {
  const rules = openRules(machine, pack)
  const intake = createIntake(machine.db, rules)
  const jobs: JobKinds = { ...noticeJobs(machine), ...declarationJobs }
  return {
    jobs,
    intake,
    worker: createWorker(machine, jobs),
    routes(api) {
      signInRoutes(api, {})
      referenceRoutes(api, { pack })
      ledgerRoutes(api)
      streamRoutes(api)
      jobRoutes(api)
      noticeRoutes(api)
      webhookRoutes(api)
      assessRoutes(api, { rules })
      declarationRoutes(api, { intake, pack })
      conveyanceRoutes(api, pack)
    },
  }
}
