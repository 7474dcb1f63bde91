import type { Actor } from '../src/kernel/actor.ts'
import { minutes, plus, toIso, type Instant } from '../src/kernel/instant.ts'
import { chance } from '../src/watch/replay/public.ts'
import { bookForToday } from './bookings.ts'
import type { CallPlan, DirectivePlan, Story } from './day-plan.ts'
import { demoDay } from './day.ts'
import { demoDealings, type DealingPlan } from './dealings.ts'
import { demoSeed, writeDeclaration, type DeclarationPlan } from './declarations.ts'
import type { DemoParts, SeenInspection } from './demo-parts.ts'
import { hallPictures } from './halls.ts'
import { contextOf, judgePapers, officerAt, tellStory } from './tell-story.ts'
import { xrayOfBag, xrayOfContainer } from './xray.ts'

/** What was loaded. `refused` names what the product did not take: nothing, or the demonstration does not fit the rules any more. */
export interface Loaded {
  readonly loaded: boolean
  readonly declarations: number
  readonly directives: number
  readonly inspections: number
  readonly refused: readonly string[]
}

/** What happens within so many minutes of the day is done together. */
const stretch = minutes(40)

/**
 * Makes a day at the three ports, through the same functions as everybody's and at moments of the hours before `now`: calls, declarations,
 * directives, inspections that are proposed, agreed, late, running, closed. Once: a second call does nothing.
 */
export async function loadDemo(parts: DemoParts, now: Instant): Promise<Loaded> {
  if (await parts.isLoaded()) return { loaded: false, declarations: 0, directives: 0, inspections: 0, refused: [] }
  await parts.fillRegisters()
  const day = demoDay(now)
  const refused: string[] = []
  const ids = new Map<string, { id: string; number: string }>()
  const moments = [...day.calls, ...day.declarations, ...day.directives].map(({ at }) => at).sort((a, b) => a - b)
  for (let from = moments[0] ?? now; from <= now; from = plus(from, stretch)) {
    const within = ({ at }: { readonly at: Instant }): boolean => at >= from && at < plus(from, stretch)
    for (const call of day.calls.filter(within)) await report(parts, call, refused)
    const declared = day.declarations.filter(within)
    await Promise.all(declared.map((plan) => submit(parts, plan, ids, refused)))
    if (declared.length > 0) await parts.runJobs(plus(from, stretch) < now ? plus(from, stretch) : now)
    await Promise.all(day.directives.filter(within).map((directive) => send(parts, directive, ids, refused)))
  }
  let inspections = 0
  for (const story of day.stories) inspections += await tell(parts, story, ids, now, refused)
  refused.push(...(await bookForToday(parts, now)))
  for (const picture of hallPictures) await showPicture(parts, picture, now, refused)
  for (const [turn, plan] of day.declarations.filter(({ key }) => !day.stories.some(({ about }) => 'key' in about && about.key === key)).entries()) {
    inspections += await finishOrdinary(parts, plan, ids.get(plan.key)?.id, now, turn, refused)
  }
  for (const [turn, dealing] of demoDealings(now).entries()) await deal(parts, dealing, ids.get(day.declarations.filter(({ port }) => port === dealing.port)[turn]?.key ?? '')?.id, turn, refused)
  await parts.markLoaded({ declarations: ids.size, directives: day.directives.length, inspections, refused: refused.length })
  return { loaded: true, declarations: ids.size, directives: day.directives.length, inspections, refused }
}

async function deal(parts: DemoParts, plan: DealingPlan, declaration: string | undefined, turn: number, refused: string[]): Promise<void> {
  if (declaration === undefined) return
  const outcome = await parts.deal(plan, declaration, (agency, later) => contextOf(parts.machine, officerAt(plan.port, agency, turn), plus(plan.at, minutes(later))))
  if (!outcome.ok) refused.push(`${plan.what} of ${plan.agency}: ${outcome.refusals[0]?.code ?? ''}`)
}

async function report(parts: DemoParts, call: CallPlan, refused: string[]): Promise<void> {
  const actor: Actor = { kind: 'person', id: `operator-${call.site}`, name: call.site, roles: ['operator'], site: call.site, ports: [call.port] }
  const { port, kind, ref, voyage, from } = call
  const outcome = await parts.reportConveyance(contextOf(parts.machine, actor, call.at), { port, kind, ref, voyage, from, arrival: toIso(call.arrival), containers: [...new Set(call.containers)].map((number) => ({ number })) })
  if (!outcome.ok) refused.push(`${kind} ${ref}: ${outcome.refusals[0]?.code ?? ''}`)
}

async function submit(parts: DemoParts, plan: DeclarationPlan, ids: Map<string, { id: string; number: string }>, refused: string[]): Promise<void> {
  const actor: Actor = { kind: 'person', id: `trader-${plan.enterprise.code}`, name: plan.enterprise.name.zh, roles: ['trader'], enterprise: plan.enterprise.code, ports: ['*'] }
  const outcome = await parts.submit(contextOf(parts.machine, actor, plan.at), writeDeclaration(plan))
  if (outcome.kind === 'refused') refused.push(`${plan.key}: ${outcome.refusals.map(({ code, pointer }) => `${code} ${pointer ?? ''}`).join(', ')}`)
  else ids.set(plan.key, outcome.receipt)
}

async function send(parts: DemoParts, plan: DirectivePlan, ids: ReadonlyMap<string, { number: string }>, refused: string[]): Promise<void> {
  const object = plan.object.kind === 'consignment' ? { kind: 'consignment', ref: ids.get(plan.object.key)?.number ?? '' } : plan.object
  const { port, methods, checks, power, reason, window } = plan
  const outcome = await parts.sendDirective(contextOf(parts.machine, officerAt(port, plan.agency, 0), plan.at), { port, object, methods, ...(checks === undefined ? {} : { checks }), power, reason, window: { from: toIso(window.from), to: toIso(window.to) } })
  if (!outcome.ok) refused.push(`directive of ${plan.agency}: ${outcome.refusals[0]?.code ?? ''}`)
}

/** The scanner's picture comes before both parties; who has read it says what it saw. */
async function showPicture(parts: DemoParts, { port, ref, kind, seed, turn, picture }: (typeof hallPictures)[number], now: Instant, refused: string[]): Promise<void> {
  const [inspection] = (await parts.inspectionsOf(port, { object: ref })).filter(({ state }) => state === 'started')
  if (inspection === undefined) return
  const bytes = kind === 'bag' || kind === 'parcel' ? xrayOfBag(seed) : xrayOfContainer(seed)
  const readers = picture === 'unread' ? [] : picture === 'read-by-one' ? ['CUS'] : ['CUS', 'CIQ']
  const outcome = await parts.showImage(inspection.id, bytes, readers.map((agency) => ({ context: contextOf(parts.machine, officerAt(port, agency, turn), plus(now, -minutes(3))), verdict: agency === 'CUS' ? 'open' : 'clear' })), contextOf(parts.machine, officerAt(port, 'CUS', turn), plus(now, -minutes(5))))
  if (!outcome.ok) refused.push(`image of ${ref}: ${outcome.refusals[0]?.code ?? ''}`)
}

const stands = ['joint', 'boarding', 'single']
/** The inspection a story is about: the joint one before single ones, goods before papers. */
function mainOf(inspections: readonly SeenInspection[]): SeenInspection | undefined {
  const open = inspections.filter(({ state, desk }) => !desk && (state === 'proposed' || state === 'coordinating'))
  return open.toSorted((a, b) => stands.indexOf(a.kind) - stands.indexOf(b.kind))[0]
}

async function tell(parts: DemoParts, story: Story, ids: ReadonlyMap<string, { id: string }>, now: Instant, refused: string[]): Promise<number> {
  const port = 'port' in story.about ? story.about.port : undefined
  const declaration = 'key' in story.about ? ids.get(story.about.key)?.id : undefined
  const where = port ?? portOf(story)
  const inspections = declaration === undefined ? ('ref' in story.about ? await parts.inspectionsOf(where, { object: story.about.ref }) : []) : await parts.inspectionsOf(where, { declaration })
  const main = mainOf(inspections)
  if (main === undefined) {
    refused.push(`no inspection for ${JSON.stringify(story.about)}`)
    return 0
  }
  refused.push(...(await tellStory(parts, main, story, now)))
  return 1
}

const portsOfSites: Readonly<Record<string, string>> = { 'BL-P1': '380101', 'BL-P2': '380101', 'ALS-R1': '650302', 'ZZ-HUB': '410001', 'BL-PAX': '380101', 'BL-POST': '380101', 'ALS-LANE': '650302', 'ZZ-AIR': '410001' }

function portOf(story: Story): string {
  return portsOfSites[story.site] ?? '380101'
}

const ordinarySites: Readonly<Record<string, string>> = { '380101': 'BL-P2', '650302': 'ALS-R1', '410001': 'ZZ-HUB' }

/** What was declared some time ago has mostly been dealt with: papers judged, samples taken. */
async function finishOrdinary(parts: DemoParts, plan: DeclarationPlan, id: string | undefined, now: Instant, turn: number, refused: string[]): Promise<number> {
  if (id === undefined || plan.at > plus(now, -minutes(110)) || chance(demoSeed, 'left open', plan.key.slice(-3)) < 0.3) return 0
  const inspections = await parts.inspectionsOf(plan.port, { declaration: id })
  for (const inspection of inspections.filter(({ state }) => state === 'proposed')) {
    if (inspection.desk) await judgePapers(parts, inspection, plus(plan.at, minutes(35)), turn)
    else {
      const from = plus(plan.at, minutes(30))
      refused.push(...(await tellStory(parts, inspection, { stand: 'closed', slot: { from, to: plus(from, minutes(60)) }, site: ordinarySites[plan.port] ?? 'BL-P2', turn }, now)).filter((text) => !text.includes('site-full') && !text.includes('not-in-this-state')))
    }
  }
  return inspections.length
}
