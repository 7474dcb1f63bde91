import type { FastifyInstance } from 'fastify'
import { drawJobs, drawRoutes, interests, publishDecisions, type DrawParts } from '../assess/draws/public.ts'
import { editorRoutes } from '../assess/editor/public.ts'
import { capacitiesAt, sumRandomShare } from '../assess/targeting/public.ts'
import { labJobs, labRoutes, openRuleTrials, type LabParts } from '../assess/lab/public.ts'
import { assessRoutes, openRules } from '../assess/public.ts'
import { measureJobs, measureOfConformityRoutes } from '../clear/measures/public.ts'
import { recallAfter, recallKind, recallRoutes } from '../clear/recall/public.ts'
import { collisionRoutes, collisionRules, withCollisionRules } from '../joint/collisions/public.ts'
import { createDirectiveDesk, derivingJobs, deskRoutes, drawnJobs, type DirectiveDesk } from '../joint/desk/public.ts'
import { directiveReadRoutes, findAskedKeys, findStarts } from '../joint/directives/public.ts'
import { findEngagements } from '../joint/inspections/engagement-store.ts'
import { inspectionRoutes, sitesFrom, type Gates, type InspectionParts } from '../joint/inspections/public.ts'
import { standingSight } from '../joint/mutual/public.ts'
import { openingRoutes } from '../joint/openings/public.ts'
import { publishedResultRoutes } from '../joint/published/public.ts'
import { findLooks, resultRoutes, shareRoutes } from '../joint/results/public.ts'
import type { Pack } from '../kernel/pack.ts'
import type { Machine } from '../platform/context.ts'
import type { Database } from '../platform/database/database.ts'
import type { Api } from '../platform/http/api.ts'
import { createWorker, jobRoutes, type JobKinds, type Worker } from '../platform/jobs/public.ts'
import { ledgerRoutes } from '../platform/ledger/public.ts'
import { noticeJobs, noticeRoutes, webhookRoutes } from '../platform/notices/public.ts'
import { anyCaseKind, caseDeskRoutes, procedureJobs, type AnyCaseKind } from '../platform/procedures/public.ts'
import type { Sights } from '../platform/sight/known-subjects.ts'
import { signInRoutes } from '../platform/sign-in/public.ts'
import { streamRoutes } from '../platform/stream/routes.ts'
import { crewCalendars, crewFaults, demoRoutes } from '../registry/identity/public.ts'
import { livePack } from '../registry/reference/public.ts'
import { referenceRoutes } from '../registry/reference/reference-routes.ts'
import { bookingMoves, devicesFrom } from '../registry/resources/public.ts'
import { anyRegister, openRegisterCache, proposalRoutes, registerRoutes, sheetRoutes, type RegisterCache, type RuleGate } from '../registry/register/public.ts'
import { registers as ownRegisters } from '../registry/registers.ts'
import { channelsOf, reachLiaisons, withOrganisation } from '../joint/agreements/public.ts'
import { transferKind, transferRoutes } from '../joint/transfers/public.ts'
import { replayRoutes } from '../watch/replay/public.ts'
import { stageRoutes } from '../watch/stages/public.ts'
import { conveyanceRoutes } from '../window/conveyances/public.ts'
import { acceptanceRegisters, createAcceptanceModules } from './acceptance-modules.ts'
import { castOf } from './prepare-data.ts'
import { openRiskWatch } from '../assess/risk/public.ts'
import { ruleRegisters } from './rule-registers.ts'
import { createRiskModules, riskRegisters, type RiskModules } from './risk-modules.ts'
import { coordinationRegisters, createCoordinationModules } from './coordination-modules.ts'
import { createCreditModules, creditRegisters } from './credit-modules.ts'
import { createSessionModules, sessionRegisters } from './session-modules.ts'
import { subjectSights } from './subject-sights.ts'
import { createTargetingModules, targetingRegisters } from './targeting-modules.ts'
import { createIntake, declarationJobs, declarationRoutes, type Intake } from '../window/declarations/public.ts'

/** Every register: the registry's own, and those that other modules keep by the same means. */
export const registers = [...ownRegisters, anyRegister(collisionRules), anyRegister(interests), ...sessionRegisters, ...acceptanceRegisters, ...coordinationRegisters, ...creditRegisters, ...riskRegisters, ...targetingRegisters]

/** Every module of the product, put together by hand: the only place where they meet. */
export interface Modules {
  /** Declares all routes below `/api/v1`. */
  routes(api: Api, app: FastifyInstance): void
  readonly jobs: JobKinds
  readonly intake: Intake
  readonly desk: DirectiveDesk
  /** Draws of lots, for the demonstration. */
  readonly draws: DrawParts
  /** The risk centre, for the demonstration. */
  readonly risk: RiskModules
  /** What acts on inspections are judged by. */
  readonly inspections: InspectionParts
  readonly worker: Worker
  /** Every kind of case with a procedure. */
  readonly kinds: readonly AnyCaseKind[]
  readonly registerCache: RegisterCache
  /** What changes of registers of rules are held to. */
  readonly ruleGate: RuleGate
  /** Who may know of what facts and notices are about. */
  readonly sights: Sights
}

/** How this process goes about its work. */
export interface Working {
  /** Connections of the directive desk's own, where it has some. */
  readonly deskDb?: Database
  /** One of several processes of a server: while one of them waits for the disk another works, and fewer, larger transactions cost less. */
  readonly amongOthers?: boolean
}

/** Puts the modules together on one machine with one policy pack. */
export function createModules(machine: Machine, pack: Pack, { deskDb = machine.db, amongOthers = false }: Working = {}): Modules {
  const cache = openRegisterCache(machine, registers)
  const current = livePack(pack, cache)
  const watch = openRiskWatch(machine)
  const credit = createCreditModules(machine, current, cache)
  const targeting = createTargetingModules(machine, current, cache)
  const rules = credit.fresh(openRules(machine, pack, { pack: current, grades: credit.grades, risks: watch }))
  const intake = createIntake(machine.db, targeting.fresh(rules), { askedOf: findAskedKeys, choose: targeting.choose, ...(amongOthers ? { lanes: 1 } : {}) })
  const law = withOrganisation(withCollisionRules(current, cache), cache)
  const desk = createDirectiveDesk(deskDb, law)
  const transfers = anyCaseKind(transferKind(current, credit.onOffence))
  const recalls = anyCaseKind(recallKind(current))
  const sessions = createSessionModules(machine, law, cache, credit.onOffence)
  const coordination = createCoordinationModules(machine, law, cache)
  const gates: Gates = { ...sessions.gates, onDecided: afterDecision(recallAfter(recalls), credit.onDecided, (acting, inspection) => risk.onDecided(acting, inspection)), onResults: (acting, results) => Promise.all([targeting.onResults(acting, results), ...results.slice(0, 1).map((result) => risk.onDecided(acting, result))]).then(() => undefined) }
  const calendars = crewCalendars(cache, law)
  const inspections: InspectionParts = { law, sites: sitesFrom(cache, law), crews: crewFaults(cache, law), calendars, devices: devicesFrom(cache, law), bookings: bookingMoves(cache, law), gates, terms: coordination.terms, overdue: coordination.overdue }
  const acceptance = createAcceptanceModules(law, cache, inspections, credit.onFailed)
  const draws: DrawParts = { law: current, cache, calendars, engaged: findEngagements, bodies: acceptance.catalogue }
  const risk = createRiskModules({ law, rules, cache, desk, recalls }, watch)
  const deriving = derivingJobs(desk, law)
  const ruled = ruleRegisters(pack, current, cache, registers)
  const lab: LabParts = { law: current, rules, proposed: ruled.proposed, found: findLooks, drawn: sumRandomShare, capacities: (port, now) => capacitiesAt(cache, port, now), reachLiaisons: reachLiaisons({ cache, channels: channelsOf(machine.config) }) }
  const kinds = [transfers, recalls, ...sessions.kinds, ...acceptance.kinds, ...coordination.kinds, ...credit.kinds]
  const shared = standingSight(law, cache)
  const sights = subjectSights(kinds, shared, law)
  const jobs: JobKinds = { ...drawJobs(draws), ...labJobs(lab), ...procedureJobs(kinds), ...noticeJobs(machine), ...declarationJobs, 'declarations-told': risk.counted(targeting.afterAcceptance(declarationJobs['declarations-told'])), ...measureJobs(current), ...deriving, 'declarations-accepted': risk.afterAcceptance(deriving['declarations-accepted']), ...drawnJobs(desk, law), ...coordination.jobs, ...credit.jobs, ...risk.jobs, ...targeting.jobs }
  const judged = credit.judged(registers)
  return {
    jobs,
    intake,
    desk,
    inspections,
    draws,
    risk,
    kinds,
    registerCache: cache,
    ruleGate: ruled.gate,
    sights,
    worker: createWorker(machine, jobs),
    routes(api) {
      signInRoutes(api, {})
      demoRoutes(api, castOf(pack))
      referenceRoutes(api, { pack: current })
      registerRoutes(api, judged)
      proposalRoutes(api, judged, ruled.gate)
      sheetRoutes(api, judged)
      ledgerRoutes(api, sights)
      streamRoutes(api, sights)
      jobRoutes(api)
      noticeRoutes(api, sights)
      webhookRoutes(api)
      caseDeskRoutes(api, kinds)
      transferRoutes(api, { kind: transfers, pack: current })
      assessRoutes(api, { rules })
      labRoutes(api, lab)
      editorRoutes(api, { law: current, rules, trials: openRuleTrials() })
      drawRoutes(api, draws)
      declarationRoutes(api, { intake, law, sights, shared, startsOf: findStarts })
      conveyanceRoutes(api, law)
      deskRoutes(api, { desk, law })
      directiveReadRoutes(api, law, sessions.onReadThrough('directive'))
      collisionRoutes(api, law, sessions.onReadThrough('match'))
      openingRoutes(api, inspections)
      inspectionRoutes(api, inspections)
      sessions.routes(api, () => inspections)
      coordination.routes(api)
      acceptance.routes(api)
      resultRoutes(api, law, shared.sharesResults)
      shareRoutes(api, law)
      publishedResultRoutes(api, law)
      stageRoutes(api, current)
      recallRoutes(api, recalls)
      credit.routes(api)
      risk.routes(api)
      targeting.routes(api)
      measureOfConformityRoutes(api, current)
      replayRoutes(api, { pack: current })
    },
  }
}

type OnDecided = NonNullable<Gates['onDecided']>

/** What follows a decision: failed samples are followed up, credit records written, and what a draw had named is published. */
function afterDecision(...followUps: readonly OnDecided[]): OnDecided {
  return async (acting, inspection, agency) => {
    for (const followUp of followUps) await followUp(acting, inspection, agency)
    const task = inspection.tasks.find((one) => one.agency === agency)
    if (task?.disposition === undefined) return
    const done = task.duties.filter((duty) => duty.done !== undefined).map(({ code }) => code)
    await publishDecisions(acting.tx, acting.context, { port: inspection.port, directives: task.directives, done, effect: task.disposition.effect })
  }
}
