import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { releaseDecision } from '../../../clear/release/domain/release-decision.ts'
import { hours, instant, plus } from '../../../kernel/instant.ts'
import type { DispositionKind, Method, ReleaseMoment } from '../../../kernel/pack.ts'
import { mayTakeAway } from '../../directives/domain/may-change.ts'
import { dispose } from './dispose.ts'
import { dutiesOf, findTask, type DutyOutcome, type Inspection, type Person, type Task } from './inspection.ts'
import { decline, withdraw } from './leave.ts'
import { worksOn, type AskedLook, type WantedLook } from './outstanding.ts'
import { close, recordFindings, start, type Handling } from './session.ts'

const now = instant('2026-03-02T09:00:00+08:00')
const object = { kind: 'container', ref: 'X' } as const
const key = 'container:X#1'
const slot = { from: plus(now, hours(1)), to: plus(now, hours(2)) }
const person = (agency: string): Person => ({ id: `u-${agency}`, name: agency, agency })
const agencies = ['A', 'B', 'C'] as const
const kinds: DispositionKind[] = agencies.flatMap((agency) =>
  (['qualify', 'hold'] as const).map((effect) => ({ code: `${agency}-${effect}`, agency, effect, powers: ['X'], name: { zh: '处置', en: 'decision' }, clause: 'LB-01', validFrom: now })),
)

/** Two agencies look at what the floor holds; a third was asked by a row that is no floor. */
const wanted: readonly WantedLook[] = [
  { id: 'w-A', agency: 'A', object, methods: ['open', 'scan'], floor: true },
  { id: 'w-B', agency: 'B', object, methods: ['radiation', 'sample'], floor: true },
  { id: 'w-C', agency: 'C', object, methods: ['weigh'], floor: false },
]

interface Asked extends AskedLook {
  readonly origin: 'agency' | 'assessment'
}
interface World {
  readonly asked: readonly Asked[]
  readonly inspections: readonly Inspection[]
}
const taskOf = (directive: Asked): Task => ({ agency: directive.agency, directives: [directive.id], duties: dutiesOf([{ methods: directive.methods, checks: [] }]), crew: [] })
const inspectionOf = (id: string, n: number, tasks: readonly Task[]): Inspection => ({
  port: 'P', id, kind: tasks.length > 1 ? 'joint' : 'single', state: 'proposed', object: { ...object, key }, declarations: ['D'], parties: [], desk: false, window: slot, tasks,
  proposedAt: plus(now, n), version: 1,
})
const first: World = (() => {
  const asked = wanted.map(({ floor: _floor, ...look }): Asked => ({ ...look, withdrawn: false, origin: 'assessment' }))
  return { asked, inspections: [inspectionOf('i0', 0, asked.map(taskOf))] }
})()

const anyMethods = fc.uniqueArray(fc.constantFrom<Method>('documents', 'open', 'scan', 'radiation', 'sample', 'weigh'), { minLength: 1, maxLength: 3 })
const anyAct = fc.record({
  act: fc.constantFrom('withdraw', 'amend', 'send', 'decline', 'start', 'find', 'find', 'find', 'dispose', 'dispose', 'close'),
  agency: fc.constantFrom(...agencies),
  role: fc.constantFrom('officer', 'coordinator'),
  methods: anyMethods,
  outcome: fc.constantFrom<DutyOutcome>('ok', 'ok', 'problem', 'omitted'),
  whole: fc.boolean(),
  pick: fc.nat(5),
})
type Act = typeof anyAct extends fc.Arbitrary<infer T> ? T : never

const replaced = (world: World, inspection: Inspection, ...others: readonly Inspection[]): World => ({ ...world, inspections: [...world.inspections.map((each) => (each.id === inspection.id ? inspection : each)), ...others] })
const standing = ({ inspections }: World): Inspection[] => inspections.filter(({ state }) => state !== 'declined' && state !== 'cancelled')
const records: readonly Handling[] = (['open', 'weigh', 'scan'] as const).map((action, i) => ({ id: `h${i}`, inspection: 'i0', action, object: { ...object, key }, agency: 'A', by: 'u', at: now, n: 1 }))

/** Takes a directive out of what it is in; undefined where that is refused. */
function takeOut(world: World, directive: Asked, left: readonly Method[], role: Act['role'], guarded: boolean): World | undefined {
  const actor = { kind: 'person', id: 'p', name: 'p', roles: [role], agency: directive.agency, ports: ['P'] } as const
  const floor = wanted.some(({ id, floor: held }) => id === directive.id && held)
  if (guarded && mayTakeAway(actor, { ...directive, checks: [] }, { methods: left, checks: [] }, floor) !== undefined) return undefined
  const inspection = standing(world).find((each) => each.tasks.some((task) => task.directives.includes(directive.id)))
  const lost = inspection === undefined ? undefined : withdraw(inspection, directive.id, [], 'x')
  return lost?.ok === true ? replaced(world, lost.value.inspection) : undefined
}

/** What an act makes of the world; the same world where it is refused. */
function after(world: World, { act, agency, role, methods, outcome, whole, pick }: Act, n: number, guarded: boolean): World {
  const own = standing(world).filter((each) => findTask(each, agency) !== undefined)
  const inspection = own[pick % Math.max(1, own.length)]
  const directive = world.asked.find((each) => each.agency === agency && !each.withdrawn)
  const by = person(agency)
  switch (act) {
    case 'withdraw': {
      const out = directive === undefined ? undefined : takeOut(world, directive, [], role, guarded)
      return out === undefined ? world : { ...out, asked: out.asked.map((each) => (each === directive ? { ...each, withdrawn: true } : each)) }
    }
    case 'amend': {
      const out = directive === undefined ? undefined : takeOut(world, directive, methods, role, guarded)
      if (out === undefined || directive === undefined) return world
      const changed = { ...directive, methods }
      return { asked: out.asked.map((each) => (each === directive ? changed : each)), inspections: [...out.inspections, inspectionOf(`i${n}`, n, [taskOf(changed)])] }
    }
    case 'send': {
      const sent: Asked = { id: `d${n}`, agency, object, methods, withdrawn: false, origin: 'agency' }
      return { asked: [...world.asked, sent], inspections: [...world.inspections, inspectionOf(`i${n}`, n, [taskOf(sent)])] }
    }
    case 'decline': {
      const parted = inspection === undefined ? undefined : decline(inspection, by, 'x', now)
      return parted?.ok === true ? replaced(world, parted.value.inspection, ...parted.value.leaving.map((task, i) => inspectionOf(`i${n}-${i}`, n, [task]))) : world
    }
    case 'start': {
      const began = inspection?.state === 'proposed' ? start({ ...inspection, state: 'agreed', slot, site: 'S' }, by, now) : undefined
      return began?.ok === true ? replaced(world, began.value.inspection) : world
    }
    case 'find': {
      const codes = inspection === undefined ? [] : (findTask(inspection, agency)?.duties ?? []).filter(({ done }) => whole || done === undefined).map(({ code }) => code)
      const found = inspection === undefined ? undefined : recordFindings(inspection, by, (whole ? codes : codes.slice(0, 1)).map((code) => ({ code, outcome, note: 'n' })), records, now)
      return found?.ok === true ? replaced(world, found.value.inspection) : world
    }
    case 'dispose': {
      const floor = guarded ? wanted.filter((look) => look.agency === agency && look.floor).flatMap((look) => look.methods) : []
      const decided = inspection === undefined ? undefined : dispose(inspection, by, { code: `${agency}-${outcome === 'problem' ? 'hold' : 'qualify'}`, reason: 'r' }, { kinds, powers: [{ code: 'X', agency, methods: ['open'], name: { zh: '权力', en: 'power' }, clause: 'GV-07', validFrom: now }], floor }, now)
      return decided?.ok === true ? replaced(world, decided.value.inspection) : world
    }
    case 'close': {
      const closed = inspection === undefined ? undefined : close(inspection, by, now)
      return closed?.ok === true ? replaced(world, closed.value.inspection) : world
    }
  }
}

const histories = fc.record({
  moment: fc.constantFrom<ReleaseMoment>('inspected', 'sampled', 'report-judged'),
  acts: fc.array(anyAct, { maxLength: 12 }),
  // Then everybody finishes what there is, and leaves something out now and then.
  ends: fc.array(fc.constantFrom<DutyOutcome>('ok', 'ok', 'ok', 'ok', 'ok', 'omitted'), { minLength: 18, maxLength: 18 }),
})
const last: Pick<Act, 'role' | 'methods' | 'whole'> = { role: 'officer', methods: [], whole: true }
const finish = (ends: readonly DutyOutcome[]): Act[] =>
  [0, 1, 2, 3, 4, 5].flatMap((pick) => [
    ...agencies.map((agency): Act => ({ ...last, act: 'start', agency, outcome: 'ok', pick })),
    ...agencies.map((agency, i): Act => ({ ...last, act: 'find', agency, outcome: ends[pick * 3 + i] ?? 'ok', pick })),
    ...agencies.map((agency): Act => ({ ...last, act: 'dispose', agency, outcome: 'ok', pick })),
    ...agencies.map((agency): Act => ({ ...last, act: 'close', agency, outcome: 'ok', pick })),
  ])
const isSeen = ({ inspections }: World, look: WantedLook): boolean =>
  look.methods.every((method) => inspections.some((each) => each.tasks.some((task) => task.agency === look.agency && task.duties.some(({ code, done }) => code === method && done !== undefined && done.outcome !== 'omitted'))))

/** Whether some history lets goods go that the floor has not seen; how many let them go at all. */
function play({ guarded, floor }: { readonly guarded: boolean; readonly floor: boolean }, runs: number): { readonly unseen: boolean; readonly released: number } {
  let released = 0
  const result = fc.check(
    fc.property(histories, ({ moment, acts, ends }) => {
      let world = first
      for (const [n, act] of [...acts, ...finish(ends)].entries()) {
        world = after(world, act, n + 1, guarded)
        // The twin counts as before: a check whose directive has ever come in asks for nothing more.
        const works = worksOn('D', floor ? wanted : [], world.asked, standing(world))
        if (releaseDecision(moment, works).outcome !== 'release') continue
        for (const look of wanted) if (look.floor && !isSeen(world, look)) throw new Error(`${look.agency} has not looked`)
        released++
        break
      }
    }),
    { numRuns: runs, seed: 22 },
  )
  return { unseen: result.failed, released }
}

describe('RR-22: whatever is withdrawn, changed, declined or left out, goods that the safety floor holds are seen before they go', () => {
  test('with every rule of the acts', { timeout: 60_000 }, () => {
    const played = play({ guarded: true, floor: true }, 200)
    expect(played.unseen).toBe(false)
    expect(played.released).toBeGreaterThan(10)
  })

  test('even were the acts to let everything pass', { timeout: 60_000 }, () => {
    const played = play({ guarded: false, floor: true }, 200)
    expect(played.unseen).toBe(false)
    expect(played.released).toBeGreaterThan(10)
  })

  test('the twin, for which a directive that was there once answers its check, lets them go unseen', { timeout: 60_000 }, () => {
    expect(play({ guarded: false, floor: false }, 200).unseen).toBe(true)
  })
})

describe('what is outstanding', () => {
  const asked = first.asked
  const closedWith = (outcome: DutyOutcome, n = 0): Inspection => {
    const inspection = inspectionOf(`c${n}`, n, [taskOf(asked[0] as Asked)])
    return { ...inspection, state: 'closed', tasks: inspection.tasks.map((task) => ({ ...task, duties: task.duties.map((duty) => ({ ...duty, done: { by: 'u', agency: 'A', at: now, outcome } })) })) }
  }
  const only = wanted.slice(0, 1)
  const lax = only.map((look) => ({ ...look, floor: false }))

  test('a look that is on its way, withdrawn or cut down; another directive of the agency on the same object takes its place', () => {
    const [own] = asked
    const because = (directives: readonly AskedLook[]): string[] => worksOn('D', lax, directives, []).map(({ about }) => about)
    expect(because([])).toEqual(['w-A'])
    expect(because(asked)).toEqual([])
    expect(because([{ ...(own as Asked), withdrawn: true }])).toEqual(['w-A'])
    expect(because([{ ...(own as Asked), methods: ['documents'] }])).toEqual(['w-A'])
    const instead = { ...(own as Asked), id: 'new' }
    expect(because([{ ...(own as Asked), withdrawn: true }, instead])).toEqual([])
    expect(because([{ ...(own as Asked), withdrawn: true }, { ...instead, object: { kind: 'container', ref: 'Y' } }])).toEqual(['w-A'])
    expect(because([{ ...(own as Asked), withdrawn: true }, { ...instead, agency: 'B' }])).toEqual(['w-A'])
  })

  test('what was left out altogether waits for its agency until it takes it up again', () => {
    const again = { ...closedWith('ok', 1), tasks: closedWith('ok', 1).tasks.map((task) => ({ ...task, disposition: { code: 'A-qualify', effect: 'qualify' as const, by: 'u', at: now } })) }
    expect(releaseDecision('inspected', worksOn('D', lax, asked, [closedWith('omitted')]))).toEqual({ outcome: 'wait', because: ['A'] })
    expect(releaseDecision('inspected', worksOn('D', lax, asked, [closedWith('omitted'), again])).outcome).toBe('release')
    expect(releaseDecision('inspected', worksOn('D', only, asked, [closedWith('omitted'), again])).outcome).toBe('release')
  })
})
