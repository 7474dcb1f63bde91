import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { demoBodies } from '../../seed/bodies.ts'
import { demoProducers, demoReports, foodAlerts, reportedDeclaration } from '../../seed/acceptance.ts'
import type { DemoParts } from '../../seed/demo-parts.ts'
import { contextOf, officerAt } from '../../seed/tell-story.ts'
import { importNotifications } from '../assess/risk/public.ts'
import { startFit } from '../assess/targeting/fit-indicators.ts'
import { applyForAdmission } from '../clear/acceptance/apply-for-admission.ts'
import { acceptReport } from '../clear/acceptance/decide-report.ts'
import type { AcceptanceParts } from '../clear/acceptance/public.ts'
import { registerProducer } from '../clear/acceptance/registration-kind.ts'
import { submitReport } from '../clear/acceptance/submit-report.ts'
import type { Actor } from '../kernel/actor.ts'
import { must } from '../kernel/invariant.ts'
import { hours, minutes, plus, toIso, type Instant } from '../kernel/instant.ts'
import type { Pack } from '../kernel/pack.ts'
import type { Result } from '../kernel/result.ts'
import { systemContext, type Machine } from '../platform/context.ts'
import type { AnyCaseKind } from '../platform/procedures/public.ts'
import { actOnCase } from '../platform/procedures/work-case.ts'

const port = '380101'

/**
 * Tells what third parties did in the demonstration: bodies admitted, reports handed in and one of them accepted, producers of export food registered or
 * waiting. Gives what was refused: nothing on a good day.
 */
export async function tellAcceptance(machine: Machine, parts: DemoParts, acceptance: AcceptanceParts, kinds: readonly AnyCaseKind[], now: Instant): Promise<readonly string[]> {
  const refused: string[] = []
  const at = plus(now, -hours(2))
  const person = (id: string, role: Actor['roles'][number], enterprise: string): Actor => ({ kind: 'person', id, name: enterprise, roles: [role], enterprise, ports: [port] })
  const officer = officerAt(port, acceptance.law().acceptance.registrationAgency, 0)
  const kindOf = (name: string): AnyCaseKind => must(kinds.find((kind) => kind.procedure.name === name), `no procedure ${name}`)
  await acceptance.cache.refresh()
  const took = (what: string, outcome: Result<{ readonly id: string }>): string | undefined => {
    if (!outcome.ok) refused.push(`${what}: ${outcome.refusals[0]?.code ?? ''}`)
    return outcome.ok ? outcome.value.id : undefined
  }
  for (const { code } of demoBodies) {
    const admission = await machine.db.transaction((tx) => applyForAdmission(tx, contextOf(machine, officer, plus(now, -hours(48))), kindOf('body-admission'), acceptance, { port, body: code }))
    const id = took(`admission of ${code}`, admission)
    if (id !== undefined) took(`admission of ${code}`, await machine.db.transaction((tx) => actOnCase(tx, contextOf(machine, officer, plus(now, -hours(47))), kindOf('body-admission'), id, 'admit', { assessment: '现场评审、能力验证合格 Visited, proficiency tests passed.' })))
  }
  for (const { enterprise, registered, ...application } of demoProducers) {
    const id = took(`registration of ${enterprise}`, await machine.db.transaction((tx) => registerProducer(tx, contextOf(machine, person(`demo-${enterprise}`, 'trader', enterprise), at), kindOf('food-registration'), acceptance.law(), { port, ...application, products: [...application.products], evidence: application.evidence.map((one) => ({ ...one })) })))
    if (id !== undefined && registered) took(`registration of ${enterprise}`, await machine.db.transaction((tx) => actOnCase(tx, contextOf(machine, officer, plus(at, minutes(20))), kindOf('food-registration'), id, 'approve', {})))
  }
  for (const report of demoReports) {
    const body = reportedDeclaration(report, now)
    const declarant = String(body?.['declarant'])
    const declared = body === undefined ? undefined : await parts.submit(contextOf(machine, person(`demo-${declarant}`, 'trader', declarant), plus(now, -hours(3))), body)
    if (declared === undefined || declared.kind === 'refused') {
      refused.push(`report ${report.key}: ${declared?.refusals[0]?.code ?? ''}`)
      continue
    }
    // What is wanted of the goods has to be there before a report can answer it.
    await parts.runJobs(now)
    const { key, body: by, tests, standards, accepted } = report
    const sent = { port, body: by, number: `JC-${key}-0117`, kind: 'test' as const, declaration: declared.receipt.number, declarant, lines: [1], tests: [...tests], standards: [...standards], conclusion: 'conforms' as const, issuedAt: toIso(plus(at, -minutes(10))) }
    const id = took(`report ${key}`, await machine.db.transaction((tx) => submitReport(tx, contextOf(machine, person(`demo-${by}`, 'laboratory', by), at), acceptance, sent)))
    if (id !== undefined && accepted === true) took(`report ${key}`, await machine.db.transaction((tx) => acceptReport(tx, contextOf(machine, officer, plus(at, minutes(30))), acceptance, id, { note: '范围与标准相符 Scope and standards fit.' })))
  }
  return refused
}

/** Takes over a small file of a foreign food-alert network, as `lianjian import alerts` does. */
export async function tellFoodAlerts(machine: Machine, pack: Pack, now: Instant): Promise<number> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lianjian-demo-'))
  try {
    const file = path.join(folder, 'alerts.csv')
    await writeFile(file, foodAlerts(now))
    return (await importNotifications(systemContext(machine), pack, file, { sender: 'RASFF' })).alerts
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Has the indicators fitted to what the day's inspections found: a version that waits for its second person. The fit is left to the jobs. */
export async function tellFit(machine: Machine, pack: Pack, now: Instant): Promise<readonly string[]> {
  const asked = await machine.db.transaction((tx) => startFit(tx, contextOf(machine, officerAt(port, pack.agencies[0]?.code ?? '', 0), now), { note: '当日查验结果 Results of the day' }))
  return asked.ok ? [] : [`fit: ${asked.refusals[0]?.code ?? ''}`]
}
