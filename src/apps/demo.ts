import { demoLanes } from '../../seed/lanes.ts'
import { demoEquipment } from '../../seed/equipment.ts'
import type { DemoParts, SeenInspection } from '../../seed/demo-parts.ts'
import { demoGroups, demoLiaisons, demoMemoranda, demoProcedures, demoProtocols } from '../../seed/agreements.ts'
import { demoCapabilityClasses, demoEntitlements, demoLaboratories, demoOffences } from '../../seed/joint-registers.ts'
import { loadDemo, type Loaded } from '../../seed/load-demo.ts'
import { startTicker, type DemoTicker } from '../../seed/ticker.ts'
import { officers as demoOfficers } from '../../seed/officers.ts'
import { groups, liaisons, memoranda, operatingProcedures, recordConsultation, siteProtocols } from '../joint/agreements/public.ts'
import { prepareDirective } from '../joint/desk/public.ts'
import { capabilityClasses, laboratories } from '../joint/laboratories/public.ts'
import { entitlements } from '../joint/mutual/public.ts'
import { offences } from '../joint/transfers/public.ts'
import { giveVerdict, keepPhoto, putImage } from '../joint/session/public.ts'
import { actOnInspection } from '../joint/inspections/public.ts'
import { listInspections } from '../joint/inspections/store.ts'
import { everyPort } from '../kernel/actor.ts'
import { instant } from '../kernel/instant.ts'
import type { Pack } from '../kernel/pack.ts'
import { steppedClock } from '../platform/clock.ts'
import { systemContext, type Machine } from '../platform/context.ts'
import { createWorker } from '../platform/jobs/public.ts'
import { append, timeline } from '../platform/ledger/public.ts'
import { officers } from '../registry/identity/public.ts'
import { lanes } from '../assess/targeting/public.ts'
import { anyRegister, loadRegister, type AnyRegister } from '../registry/register/public.ts'
import { bookEquipment, equipment } from '../registry/resources/public.ts'
import { ReportConveyance, reportConveyance } from '../window/conveyances/public.ts'
import { dealInDemo } from './demo-dealings.ts'
import { demoDraws } from './demo-draws.ts'
import { tellAcceptance, tellFit, tellFoodAlerts } from './demo-acceptance.ts'
import { fillRuleLab } from './demo-rule-lab.ts'
import { tellRiskStory } from './demo-risk.ts'
import type { Modules } from './modules.ts'

const longSince = instant('2017-01-01T00:00:00+08:00')
const shifts = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '00:00', to: '23:59' }))
const marker = { port: everyPort, subjectKind: 'demonstration', subjectId: 'day' } as const

const jointRows: readonly { readonly register: AnyRegister; readonly rows: readonly object[] }[] = [
  { register: anyRegister(offences), rows: demoOffences },
  { register: anyRegister(entitlements), rows: demoEntitlements },
  { register: anyRegister(capabilityClasses), rows: demoCapabilityClasses },
  { register: anyRegister(laboratories), rows: demoLaboratories },
  { register: anyRegister(memoranda), rows: demoMemoranda },
  { register: anyRegister(liaisons), rows: demoLiaisons },
  { register: anyRegister(groups), rows: demoGroups },
  { register: anyRegister(siteProtocols), rows: demoProtocols },
  { register: anyRegister(operatingProcedures), rows: demoProcedures },
]

/** The product as the demonstration uses it. */
export function demoParts(machine: Machine, modules: Modules, pack: Pack): DemoParts {
  const { intake, desk, inspections, jobs } = modules
  const { law } = inspections
  const inspectionsBy = async (port: string, filter: { readonly declaration?: string; readonly object?: string; readonly state?: string }): Promise<readonly SeenInspection[]> =>
    listInspections(machine.db, { ports: [port], state: filter.state, kind: undefined, object: filter.object, declaration: filter.declaration, agency: undefined, enterprise: undefined, site: undefined, before: undefined, limit: 200 })
  return {
    machine,
    async fillRegisters() {
      const options = { source: 'demonstration', keepOthers: true }
      const context = systemContext(machine)
      await machine.db.transaction(async (tx) => {
        const inspectors = demoOfficers.map(({ skills, ...officer }) => ({ ...officer, skills, shifts, qualifications: [{ kind: 'enforcement', number: `ZF-${officer.id}`, validFrom: '2017-01-01', validTo: '2099-12-31' }] }))
        await loadRegister(tx, context, officers, inspectors.map((data) => ({ data, validFrom: longSince })), options)
        for (const { register, rows } of jointRows) await loadRegister(tx, context, register, rows.map((data) => ({ data, validFrom: longSince })), options)
        await loadRegister(tx, context, equipment, demoEquipment.map((data) => ({ data, validFrom: longSince })), options)
        // From now on: the day that is told was decided by the rules alone.
        await loadRegister(tx, context, lanes, demoLanes.map((data) => ({ data, validFrom: context.now })), options)
      })
    },
    submit: (context, declaration) => intake.submit(context, declaration),
    async reportConveyance(context, report) {
      const parsed = ReportConveyance.parse(report)
      const outcome = await machine.db.transaction((tx) => reportConveyance(tx, context, pack, parsed))
      return outcome.ok ? { ok: true } : outcome
    },
    async sendDirective(context, directive) {
      const prepared = prepareDirective(directive, context, law())
      if (!prepared.ok) return prepared
      const outcome = await desk.submit(prepared.value)
      return outcome.kind === 'refused' ? { ok: false, refusals: outcome.refusals } : { ok: true }
    },
    async runJobs(at) {
      const worker = createWorker({ ...machine, clock: steppedClock(at) }, jobs)
      try {
        await worker.drain()
      } finally {
        await worker.stop(0)
      }
    },
    inspectionsOf: (port, about) => inspectionsBy(port, about),
    async inspectionsIn(port, state) {
      return (await inspectionsBy(port, { state })).toReversed()
    },
    act: (tx, context, id, command) => actOnInspection({ tx, context, id }, inspections, command),
    consult: (tx, context, inspection, agencies) => recordConsultation({ tx, context, pack: law(), inspection }, { channel: 'meeting', agencies: [...agencies], outcome: '协商统筹：同一时间、同一地点，一次登临' }),
    book: (tx, context, wanted) => bookEquipment(tx, context, { cache: modules.registerCache, law }, wanted),
    async keepPhoto(tx, context, inspection, bytes) {
      const kept = await keepPhoto(tx, context, law(), inspection, bytes)
      return kept.ok ? `photo ${kept.value.id}` : undefined
    },
    async showImage(inspection, bytes, verdicts, by) {
      const shown = await machine.db.transaction((tx) => putImage(tx, by, inspections, inspection, bytes, { device: 'XR-1' }))
      if (!shown.ok) return shown
      for (const { context, verdict } of verdicts) {
        const marks = verdict === 'open' ? [{ x: 0.42, y: 0.38, width: 0.14, height: 0.2, note: '高密度' }] : []
        const given = await machine.db.transaction((tx) => giveVerdict(tx, context, law(), inspection, shown.value.id, { verdict, marks }))
        if (!given.ok) return given
      }
      return { ok: true }
    },
    goOnWithDraws: (now) => demoDraws(machine, modules.draws).goOn(now),
    deal: (plan, declaration, by) => dealInDemo({ law, cache: modules.registerCache, kinds: modules.kinds }, plan, declaration, by),
    async isLoaded() {
      return (await timeline(machine.db, marker.port, marker.subjectKind, marker.subjectId, undefined, 1)).items.length > 0
    },
    async markLoaded(facts) {
      const context = systemContext(machine)
      await machine.db.transaction((tx) => append(tx, context, [{ ...marker, type: 'DemonstrationLoaded', payload: facts }]))
    },
  }
}

/** Loads the demonstration's day, once. What the product refused is logged: a day that no longer fits the rules shows. */
export async function loadDemoDay(machine: Machine, modules: Modules, pack: Pack): Promise<Loaded> {
  const begun = performance.now()
  const parts = demoParts(machine, modules, pack)
  const now = machine.clock.now()
  const day = await loadDemo(parts, now)
  const refused = day.loaded ? await tellRiskStory(machine, modules.risk.parts, now) : []
  if (day.loaded) {
    await parts.runJobs(now)
    refused.push(...(await demoDraws(machine, modules.draws).order(now)))
    await modules.risk.followAll(machine, pack.ports.map(({ code }) => code))
    // Its jobs are those of the server that starts: nobody waits for a back-test before the first sign-in.
    refused.push(...(await fillRuleLab(machine, pack, modules.ruleGate, now)))
    refused.push(...(await tellAcceptance(machine, parts, { law: modules.inspections.law, cache: modules.registerCache, inspections: modules.inspections }, modules.kinds, now)))
    await tellFoodAlerts(machine, modules.inspections.law(), now)
    refused.push(...(await tellFit(machine, pack, now)))
  }
  const loaded = { ...day, refused: [...day.refused, ...refused] }
  if (loaded.loaded) machine.log.info({ declarations: loaded.declarations, inspections: loaded.inspections, milliseconds: Math.round(performance.now() - begun) }, 'demonstration loaded')
  if (loaded.refused.length > 0) machine.log.warn({ refused: loaded.refused }, 'the demonstration was not taken whole')
  return loaded
}

/** Lets the demonstration move by itself while the server runs. */
export function startDemoTicker(machine: Machine, modules: Modules, pack: Pack): DemoTicker {
  return startTicker(demoParts(machine, modules, pack))
}
