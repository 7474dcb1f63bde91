import type { Actor } from '../src/kernel/actor.ts'
import { hours, minutes, plus, toIso, type Instant } from '../src/kernel/instant.ts'
import { pick } from '../src/watch/replay/public.ts'
import { demoSeed, writeDeclaration, type DeclarationPlan } from './declarations.ts'
import type { DemoParts, SeenInspection } from './demo-parts.ts'
import { enterprises } from './enterprises.ts'
import { goods, type GoodsId } from './goods.ts'
import { agreeAct, contextOf, judgePapers, needsConsultation, officerAt } from './tell-story.ts'

/** Small acts that keep the screens of the demonstration moving. */
export interface DemoTicker {
  /** Does one act now; false when there was nothing to do or the day's share is used up. */
  tick(): Promise<boolean>
  stop(): Promise<void>
}

const everyMs = 20_000
/** Acts of a day at most: a demonstration left running for a month must not fill a disk. */
const actsOfDay = 600
/** Inspections of one state left for visitors to look at. */
const leftToShow = 3

/** Starts the ticker; about every twenty seconds a new declaration, or an inspection goes one step further. `everyMs` 0: only when asked. */
export function startTicker(parts: DemoParts, options: { readonly everyMs?: number; readonly actsOfDay?: number } = {}): DemoTicker {
  let [n, day, done] = [0, '', 0]
  let running: Promise<unknown> = Promise.resolve()

  async function tick(): Promise<boolean> {
    const now = parts.machine.clock.now()
    const today = toIso(now).slice(0, 10)
    if (today !== day) [day, done] = [today, 0]
    if (done >= (options.actsOfDay ?? actsOfDay)) return false
    n++
    const moved = (await parts.goOnWithDraws(now)) || (n % 3 === 0 ? await declare(parts, now, n) : (await goOn(parts, now, n)) || (await declare(parts, now, n)))
    if (moved) done++
    return moved
  }

  const wait = options.everyMs ?? everyMs
  const timer =
    wait === 0
      ? undefined
      : setInterval(() => {
          // One act at a time: a slow database is not pushed further.
          running = running.then(tick).catch((error: unknown) => parts.machine.log.warn({ err: error }, 'the demonstration could not go on'))
        }, wait)
  timer?.unref()
  return {
    tick,
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}

async function declare(parts: DemoParts, now: Instant, n: number): Promise<boolean> {
  const enterprise = enterprises[pick(enterprises.length, demoSeed, 'ticker', n, now)]
  const kinds = Object.keys(goods) as GoodsId[]
  const what = kinds[pick(kinds.length, demoSeed, 'goods', n, now)]
  if (enterprise === undefined || what === undefined) return false
  const plan: DeclarationPlan = {
    key: `LIVE-${toIso(now).slice(2, 19).replace(/[-:T]/g, '')}-${n}`, at: now, port: enterprise.port, enterprise, goods: what, direction: what === 'tv' ? 'export' : 'import',
    mode: enterprise.port === '380101' ? 'sea' : 'rail', boxes: what === 'ore' ? 0 : 1 + (n % 2), arrival: plus(now, minutes(30)),
  }
  const actor: Actor = { kind: 'person', id: `trader-${enterprise.code}`, name: enterprise.name.zh, roles: ['trader'], enterprise: enterprise.code, ports: ['*'] }
  const outcome = await parts.submit(contextOf(parts.machine, actor, now), writeDeclaration(plan))
  return outcome.kind === 'accepted'
}

const places: readonly (readonly [port: string, site: string])[] = [['380101', 'BL-P1'], ['650302', 'ALS-R1'], ['410001', 'ZZ-HUB']]

/** Halls whose two screens are left for visitors to read. */
const leftToVisitors: readonly string[] = ['BL-PAX', 'BL-POST']

/** Takes the oldest inspection of some state one step on, as long as enough of that state are left to be seen. */
async function goOn(parts: DemoParts, now: Instant, n: number): Promise<boolean> {
  const [port, site] = places[n % places.length] ?? places[0] ?? ['', '']
  for (const state of ['started', 'agreed', 'coordinating', 'proposed']) {
    const all = await parts.inspectionsIn(port, state)
    const inspection = all.find((one) => isDue(one, now) && !leftToVisitors.includes(one.site ?? ''))
    if (inspection === undefined || all.length <= leftToShow) continue
    if (await step(parts, inspection, now, n, site)) return true
  }
  return false
}

function isDue(inspection: SeenInspection, now: Instant): boolean {
  if (inspection.state === 'agreed') return inspection.slot !== undefined && inspection.slot.from <= now
  return true
}

async function step(parts: DemoParts, inspection: SeenInspection, now: Instant, n: number, site: string): Promise<boolean> {
  if (inspection.desk) {
    await judgePapers(parts, inspection, now, n)
    return true
  }
  const waiting = inspection.tasks.find((task) => task.confirmed === undefined)
  const from = plus(now, hours(1 + (n % 5)))
  return parts.machine.db.transaction(async (tx) => {
    const does = async (agency: string, act: Parameters<DemoParts['act']>[3]): Promise<boolean> => (await parts.act(tx, contextOf(parts.machine, officerAt(inspection.port, agency, n), now), inspection.id, act)).ok
    const lead = inspection.tasks[0]?.agency ?? ''
    switch (inspection.state) {
      case 'proposed':
      case 'coordinating':
        if (waiting === undefined) return false
        return does(waiting.agency, agreeAct(inspection.port, waiting.agency, n, inspection.state === 'coordinating' && inspection.slot !== undefined ? inspection.slot : { from, to: plus(from, hours(1)) }, inspection.state === 'coordinating' ? (inspection.site ?? site) : site))
      case 'agreed':
        if (needsConsultation(inspection)) await parts.consult(tx, contextOf(parts.machine, officerAt(inspection.port, lead, n), now), inspection.id, inspection.tasks.map((task) => task.agency))
        return does(lead, { act: 'start', body: {} })
      default:
        return finish(inspection, does)
    }
  })
}

async function finish(inspection: SeenInspection, does: (agency: string, act: Parameters<DemoParts['act']>[3]) => Promise<boolean>): Promise<boolean> {
  for (const task of inspection.tasks) {
    const open = task.duties.find((duty) => duty.done === undefined)
    if (open === undefined) continue
    if (open.code === 'open' || open.code === 'scan') {
      if (await does(task.agency, { act: open.code, body: {} })) return true
    } else if (open.code === 'weigh') {
      if (await does(task.agency, { act: 'weigh', body: { grossKg: 22_500 } })) return true
    }
    return does(task.agency, { act: 'findings', body: { checks: [{ code: open.code, outcome: 'ok' }] } })
  }
  const undecided = inspection.tasks.find((task) => task.disposition === undefined)
  if (undecided !== undefined) return does(undecided.agency, { act: 'dispositions', body: { disposition: `${undecided.agency}-PASS` } })
  return does(inspection.tasks[0]?.agency ?? '', { act: 'close', body: {} })
}
