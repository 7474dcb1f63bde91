import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hours, instant, plus, type Instant } from '../../../kernel/instant.ts'
import type { DispositionKind, Power } from '../../../kernel/pack.ts'
import type { Result } from '../../../kernel/result.ts'
import { agree, reschedule } from './agree.ts'
import { dispose } from './dispose.ts'
import type { Decided } from './event.ts'
import { interrupt, proceed } from './interrupt.ts'
import { isChecklistClosed, type Inspection, type Person, type Task } from './inspection.ts'
import { decline, judge, withdraw } from './leave.ts'
import { close, handle, recordFindings, start, type Handling } from './session.ts'

const start0 = instant('2018-07-02T08:00:00+08:00')
const slot = { from: plus(start0, hours(1)), to: plus(start0, hours(2)) }
const person = (agency: string): Person => ({ id: `u-${agency}`, name: agency, agency })
const kinds: DispositionKind[] = ['A', 'B', 'C'].flatMap((agency) =>
  (['qualify', 'hold', 'refuse'] as const).map((effect) => ({ code: `${agency}-${effect}`, agency, effect, powers: [`${agency}-POWER`], name: { zh: '处置', en: 'decision' }, clause: 'LB-01', validFrom: instant('2018-01-01T00:00:00Z') })),
)
const task = (agency: string): Task => ({ agency, directives: [`d-${agency}`], duties: [{ code: 'open', kind: 'method' }, { code: `look-${agency}`, kind: 'check' }], crew: [] })

function joint(agencies: readonly string[], changes: Partial<Inspection> = {}): Inspection {
  return {
    port: '380101',
    id: 'i1',
    kind: agencies.length > 1 ? 'joint' : 'single',
    state: 'proposed',
    object: { kind: 'container', ref: 'X', key: 'container:X#1' },
    declarations: [],
    parties: [],
    desk: false,
    window: { from: start0, to: plus(start0, hours(8)) },
    tasks: agencies.map(task),
    proposedAt: start0,
    version: 1,
    ...changes,
  }
}

const powers: Power[] = ['A', 'B', 'C'].map((agency) => ({ code: `${agency}-POWER`, agency, methods: ['open'], name: { zh: '权力', en: 'power' }, clause: 'GV-07', validFrom: instant('2018-01-01T00:00:00Z') }))
const law = { kinds, powers, floor: [] }
const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.refusals))
  return result.value
}
const refused = (result: Result<unknown>): string => (result.ok ? 'accepted' : (result.refusals[0]?.code ?? ''))
const yes = (inspection: Inspection, agency: string, crew = [`${agency}-1`]): Inspection => value(agree(inspection, person(agency), { slot, site: 'P1', crew }, start0)).inspection

describe('agreeing', () => {
  test('the last yes agrees; the facts say who is still waited for', () => {
    const first = value(agree(joint(['A', 'B']), person('A'), { slot, site: 'P1', crew: ['a2', 'a1', 'a1'] }, start0))
    expect(first.inspection.state).toBe('coordinating')
    expect(first.facts).toMatchObject([{ type: 'InspectionSlotConfirmed', payload: { agency: 'A', crew: ['a1', 'a2'], waiting: ['B'] } }])
    const second = value(agree(first.inspection, person('B'), { crew: ['b1'] }, start0))
    expect(second.inspection).toMatchObject({ state: 'agreed', site: 'P1', slot })
    expect(second.facts.map((fact) => fact.type)).toEqual(['InspectionSlotConfirmed', 'InspectionAgreed'])
  })

  test('two parties never mean two platforms', () => {
    expect(refused(agree(yes(joint(['A', 'B']), 'A'), person('B'), { site: 'P2', crew: ['b1'] }, start0))).toBe('inspections/one-platform')
  })

  test('another proposal asks everybody again', () => {
    const agreed = yes(yes(joint(['A', 'B']), 'A'), 'B')
    const again = value(reschedule(agreed, { slot: { from: slot.to, to: plus(slot.to, hours(1)) }, site: 'P2', reason: 'late', by: 'A' }, start0)).inspection
    expect(again).toMatchObject({ state: 'coordinating', site: 'P2' })
    expect(again.tasks.some((each) => each.confirmed !== undefined)).toBe(false)
  })

  test('time in the past, inverted, or missing is refused', () => {
    const ask = (from: Instant, to: Instant): string => refused(agree(joint(['A', 'B']), person('A'), { slot: { from, to }, site: 'P1', crew: ['a'] }, start0))
    expect(ask(plus(start0, -2), plus(start0, -1))).toBe('inspections/slot-past')
    expect(ask(slot.to, slot.from)).toBe('inspections/slot-inverted')
    expect(refused(agree(joint(['A', 'B']), person('A'), { site: 'P1', crew: ['a'] }, start0))).toBe('inspections/time-required')
  })
})

describe('leaving', () => {
  test('of three parties one declines: the other two go on, agreed if they had agreed', () => {
    const two = yes(yes(joint(['A', 'B', 'C']), 'A'), 'B')
    const left = value(decline(two, person('C'), 'no crew', start0))
    expect([left.inspection.state, left.inspection.tasks.map((each) => each.agency), left.leaving.map((each) => each.agency)]).toEqual(['agreed', ['A', 'B'], ['C']])
  })

  test('of two parties one declines: both look alone', () => {
    const left = value(decline(joint(['A', 'B']), person('B'), 'hazmat', start0))
    expect([left.inspection.state, left.leaving.length]).toEqual(['declined', 2])
  })

  test('a judgement of no parts everybody, and names which point failed', () => {
    const by = { by: 'K', at: start0 }
    const parted = value(judge(joint(['A', 'B']), { necessity: { yes: true }, feasibility: { yes: false, reason: 'no platform' }, effectiveness: { yes: true }, ...by }))
    expect(parted.inspection).toMatchObject({ state: 'declined', endedBecause: 'feasibility: no platform' })
    expect(parted.facts[0]).toMatchObject({ payload: { failed: ['feasibility'] } })
    expect(refused(judge(joint(['A', 'B']), { necessity: { yes: false }, feasibility: { yes: true }, effectiveness: { yes: true }, ...by }))).toBe('inspections/reason-required')
  })

  test('a withdrawn directive leaves its duties; the last of an agency takes it out; the last of all cancels', () => {
    const more = joint(['A', 'B'], { tasks: [{ ...task('A'), directives: ['d-A', 'd-A2'] }, task('B')] })
    const smaller = value(withdraw(more, 'd-A2', [{ code: 'open', kind: 'method' }], 'x'))
    expect([smaller.became, smaller.inspection.tasks[0]?.duties.length]).toEqual(['smaller', 1])
    const single = value(withdraw(joint(['A', 'B']), 'd-B', [], 'x'))
    expect([single.became, single.inspection.kind, single.inspection.tasks.length]).toEqual(['single', 'single', 1])
    expect(value(withdraw(single.inspection, 'd-A', [], 'x'))).toMatchObject({ became: 'cancelled', inspection: { state: 'cancelled' } })
    expect(refused(withdraw(joint(['A'], { state: 'started' }), 'd-A', [], 'x'))).toBe('directives/inspection-started')
  })
})

describe('papers', () => {
  test('are judged at the desk without slot or session, and over with the decision', () => {
    const desk = joint(['A'], { desk: true, tasks: [{ ...task('A'), duties: [{ code: 'documents', kind: 'method' }] }] })
    expect(refused(start(desk, person('A'), start0))).toBe('inspections/not-in-this-state')
    const held = value(dispose(desk, person('A'), { code: 'A-hold', reason: 'original asked for' }, law, start0)).inspection
    expect(held.state).toBe('proposed')
    const judged = value(dispose(held, person('A'), { code: 'A-qualify' }, law, start0))
    expect(judged.inspection.state).toBe('closed')
    expect(judged.facts.map((fact) => fact.type)).toEqual(['DispositionRecorded', 'InspectionClosed'])
  })
})

/** One random act of one of the agencies on whatever the inspection has become. */
type Step = { readonly act: number; readonly agency: 'A' | 'B' | 'C'; readonly reason: boolean }
// Setting back is rarer than going on, so that walks get somewhere.
const anyAct = fc.oneof({ weight: 6, arbitrary: fc.constantFrom(0, 4, 6, 7) }, { weight: 2, arbitrary: fc.constantFrom(8, 9) }, { weight: 1, arbitrary: fc.constantFrom(2, 3, 5) })
const anyStep: fc.Arbitrary<Step> = fc.record({ act: anyAct, agency: fc.constantFrom('A', 'B', 'C'), reason: fc.boolean() })

interface World {
  readonly inspection: Inspection
  readonly handlings: readonly Handling[]
}

function take({ inspection, handlings }: World, step: Step, n: number): World {
  const by = person(step.agency)
  const now = plus(start0, n)
  const reason = step.reason ? { reason: 'because' } : {}
  const after = (result: Result<Decided & { readonly handling?: Handling }>): World => {
    if (!result.ok) return { inspection, handlings }
    const { handling } = result.value
    return { inspection: result.value.inspection, handlings: handling === undefined ? handlings : [...handlings, handling] }
  }
  switch (step.act) {
    case 0:
      return after(agree(inspection, by, { slot, site: 'P1', crew: ['x'] }, now))
    case 2:
      return after(reschedule(inspection, { slot, site: 'P2', reason: 'r', by: by.id }, now))
    case 3:
      return step.agency === 'C' ? after(decline(inspection, by, 'r', now)) : { inspection, handlings }
    case 4:
      return after(start(inspection, by, now))
    case 5:
      // A walk that is stopped at every turn gets nowhere.
      return step.reason ? after(interrupt(inspection, by, 'r', now)) : step.agency === 'C' ? after(proceed(inspection, person('X'), 'B', 'r', ['B'], now)) : { inspection, handlings }
    case 6:
      return after(handle(inspection, by, { id: `h${n}`, action: 'open', object: inspection.object, ...reason }, handlings, true, now))
    case 7:
      return after(recordFindings(inspection, by, [{ code: `look-${step.agency}`, outcome: step.reason ? 'ok' : 'problem' }], handlings, now))
    case 8:
      return after(dispose(inspection, by, { code: `${step.agency}-${step.reason ? 'qualify' : 'hold'}`, ...reason }, law, now))
    default:
      return after(close(inspection, by, now))
  }
}

/** The first promise that does not hold after a step; expectations for each would cost more than the steps. */
function brokenPromise(before: Inspection, { inspection, handlings }: World): string | undefined {
  const { state, tasks } = inspection
  const promises: Record<string, boolean> = {
    'nothing starts before everybody has said yes to one time and place (DC-09)':
      (state !== 'agreed' && state !== 'started') || (tasks.every((each) => each.confirmed !== undefined && each.crew.length > 0) && inspection.site !== undefined),
    'it ends only with every checklist closed (JI-09)': state !== 'closed' || tasks.every(isChecklistClosed),
    'ended stays ended': before.state !== 'closed' || state === 'closed',
    'a joint inspection that goes on has two parties or more': state === 'declined' || inspection.kind !== 'joint' || tasks.length > 1,
    'what was done stays done': before.tasks.every((each) => each.duties.every((duty) => duty.done === undefined || tasks.find(({ agency }) => agency === each.agency)?.duties.some((now) => now.code === duty.code && now.done !== undefined) !== false)),
    'openings are counted without gaps, each repeat with its reason (JI-10)': handlings.every((handling, i) => handling.n === i + 1 && (i === 0 || handling.reason !== undefined)),
    'nobody decides for another (LB-01)': tasks.every((each) => each.disposition === undefined || each.disposition.code.startsWith(each.agency)),
    'letting go needs the own checklist closed': tasks.every((each) => each.disposition?.effect !== 'qualify' || isChecklistClosed(each)),
  }
  return Object.entries(promises).find(([, holds]) => !holds)?.[0]
}

describe('properties', () => {
  const anyWalk = fc.array(anyStep, { minLength: 60, maxLength: 90 })

  test('whatever is tried in whatever order, the promises hold', () => {
    let closed = 0
    fc.assert(
      fc.property(anyWalk, (steps) => {
        let world: World = { inspection: joint(['A', 'B', 'C']), handlings: [] }
        steps.forEach((step, n) => {
          const before = world.inspection
          world = take(world, step, n)
          expect(brokenPromise(before, world)).toBeUndefined()
        })
        if (world.inspection.state === 'closed') closed++
      }),
      { numRuns: 300, seed: 20180702 },
    )
    // The walks reach the end often enough for the promises about it to mean something.
    expect(closed).toBeGreaterThan(20)
  })
})
