import type { Actor } from '../src/kernel/actor.ts'
import { minutes, plus, toIso, type Instant } from '../src/kernel/instant.ts'
import type { Context, Machine } from '../src/platform/context.ts'
import type { Tx } from '../src/platform/database/database.ts'
import { uuidv7 } from '../src/platform/random.ts'
import type { Command } from '../src/joint/inspections/public.ts'
import type { Done } from '../src/watch/replay/public.ts'
import type { Stand, Story } from './day-plan.ts'
import type { DemoParts, SeenInspection } from './demo-parts.ts'
import { photoOfCargo } from './photo.ts'
import { crewOf, officers } from './officers.ts'

/** A context of the demonstration: somebody, at a moment of the day. */
export function contextOf(machine: Machine, actor: Actor, now: Instant): Context {
  return { actor, now, newId: () => uuidv7(now, machine.random), requestId: 'demonstration', db: machine.db, log: machine.log }
}

/** An officer of an agency at a port, who may also coordinate. */
export function officerAt(port: string, agency: string, turn: number): Actor {
  const [id] = crewOf(port, agency, turn)
  const known = officers.find((officer) => officer.id === id)
  return { kind: 'person', id: known?.id ?? `${port}-${agency}`, name: known?.name ?? agency, roles: ['officer', 'coordinator'], agency, ports: [port] }
}

interface Telling {
  readonly parts: DemoParts
  readonly tx: Tx
  readonly inspection: SeenInspection
  readonly turn: number
}

const does = (telling: Telling, agency: string, now: Instant, command: Command): Promise<Done> =>
  telling.parts.act(telling.tx, contextOf(telling.parts.machine, officerAt(telling.inspection.port, agency, telling.turn), now), telling.inspection.id, command)

/** Both the yes of an agency and its crew. */
export function agreeAct(port: string, agency: string, turn: number, slot: Story['slot'], site: string): Command {
  return { act: 'agree', body: { slot: { from: toIso(slot.from), to: toIso(slot.to) }, site, crew: crewOf(port, agency, turn) } }
}

/** A joint inspection of a conveyance is held after its agencies have consulted each other (JI-16). */
export function needsConsultation({ kind, object }: SeenInspection): boolean {
  return kind === 'joint' && ['train', 'wagon', 'vehicle', 'aircraft', 'vessel'].includes(object.kind)
}

/** Brings an inspection to where it stands now, by what its parties did on the way. Gives what was refused, which is nothing in a good day. */
export async function tellStory(parts: DemoParts, inspection: SeenInspection, story: Omit<Story, 'about'>, now: Instant): Promise<string[]> {
  const refused: string[] = []
  await parts.machine.db.transaction(async (tx) => {
    const telling: Telling = { parts, tx, inspection, turn: story.turn }
    const note = async (done: Promise<Done>): Promise<void> => {
      const outcome = await done
      if (!outcome.ok) refused.push(`${story.stand}: ${outcome.refusals[0]?.code ?? ''}`)
    }
    const agencies = inspection.tasks.map((task) => task.agency)
    const agreedAt = story.slot.from < plus(now, -minutes(30)) ? plus(story.slot.from, -minutes(25)) : plus(now, -minutes(25))
    if (story.stand === 'declined') return note(does(telling, agencies[0] ?? '', plus(now, -minutes(60)), { act: 'decline', body: { reason: '危险品隔离作业 hazmat isolation' } }))
    if (needsConsultation(inspection)) await note(parts.consult(tx, contextOf(parts.machine, officerAt(inspection.port, agencies[0] ?? '', story.turn), agreedAt), inspection.id, agencies))
    for (const agency of story.stand === 'coordinating' ? agencies.slice(0, 1) : agencies) await note(does(telling, agency, agreedAt, agreeAct(inspection.port, agency, story.turn, story.slot, story.site)))
    if (story.stand === 'coordinating' || story.stand === 'agreed' || story.stand === 'late') return
    await note(does(telling, agencies[0] ?? '', plus(story.slot.from, minutes(2)), { act: 'start', body: {} }))
    if (story.shut === true) return
    await lookAtGoods(telling, story.slot.from, note)
    const answering = story.stand === 'running' ? agencies.slice(0, 1) : agencies
    for (const [n, agency] of answering.entries()) {
      const photo = await photograph(telling, agency, plus(story.slot.from, minutes(20)), n)
      await note(does(telling, agency, plus(story.slot.from, minutes(22)), { act: 'findings', body: { checks: checksOf(inspection, agency, story.stand, photo) } }))
    }
    if (story.stand === 'running') return
    for (const agency of agencies) await note(does(telling, agency, plus(story.slot.from, minutes(48)), dispositionOf(agency, story.stand)))
    return note(does(telling, agencies[0] ?? '', plus(story.slot.from, minutes(55)), { act: 'close', body: {} }))
  })
  return refused
}

/** Papers on the desk are judged. */
export async function judgePapers(parts: DemoParts, inspection: SeenInspection, at: Instant, turn: number): Promise<void> {
  await parts.machine.db.transaction(async (tx) => {
    for (const { agency } of inspection.tasks) await does({ parts, tx, inspection, turn }, agency, at, { act: 'dispositions', body: { disposition: `${agency}-PASS` } })
  })
}

/** One scan, one opening, one weighing for everybody; of several boxes each. */
async function lookAtGoods(telling: Telling, from: Instant, note: (done: Promise<Done>) => Promise<void>): Promise<void> {
  for (const [n, action] of (['scan', 'open', 'weigh'] as const).entries()) {
    const agency = telling.inspection.tasks.find((task) => task.duties.some((duty) => duty.code === action))?.agency
    if (agency === undefined) continue
    const now = plus(from, minutes(5 + 5 * n))
    const measured = action === 'weigh' ? { grossKg: 24_180 - 130 * telling.turn } : {}
    const done = await does(telling, agency, now, { act: action, body: measured })
    const refs = !done.ok && done.refusals[0]?.code === 'inspections/object-required' ? String(done.refusals[0].facts?.['objects'] ?? '').split(', ') : []
    if (refs.length === 0) await note(Promise.resolve(done))
    for (const ref of refs) await note(does(telling, agency, now, { act: action, body: { ...measured, object: { kind: 'container', ref } } }))
  }
}

/** What an officer's findings rest on, as a file (LB-10). */
function photograph({ parts, tx, inspection, turn }: Telling, agency: string, now: Instant, n: number): Promise<string | undefined> {
  const context = contextOf(parts.machine, officerAt(inspection.port, agency, turn), now)
  return parts.keepPhoto(tx, context, inspection.id, photoOfCargo(turn * 7 + n + Number(inspection.port) / 1000))
}

function checksOf(inspection: SeenInspection, agency: string, stand: Stand, photo: string | undefined): { code: string; outcome: 'ok' | 'problem'; note?: string; evidence?: string[] }[] {
  const duties = inspection.tasks.find((task) => task.agency === agency)?.duties ?? []
  const problem = (stand === 'refused' || stand === 'held') && agency === 'CIQ'
  const shown = photo === undefined ? {} : { evidence: [photo] }
  return duties.map(({ code }, n) => (problem && n === 0 ? { code, outcome: 'problem', note: stand === 'refused' ? '夹带禁止进口物' : '送实验室检测', ...shown } : { code, outcome: 'ok', ...shown }))
}

function dispositionOf(agency: string, stand: Stand): Command {
  if (agency === 'CIQ' && stand === 'refused') return { act: 'dispositions', body: { disposition: 'CIQ-RETURN', reason: '不符合环保控制标准' } }
  if (agency === 'CIQ' && stand === 'held') return { act: 'dispositions', body: { disposition: 'CIQ-HOLD', reason: '待实验室结果' } }
  return { act: 'dispositions', body: { disposition: `${agency}-PASS` } }
}
