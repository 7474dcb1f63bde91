import { describe, expect, test } from 'vitest'
import { hours, instant, minutes, plus, toIso } from '../../../kernel/instant.ts'
import type { ReplayProfile, SimulatedAgency } from './replay-profile.ts'
import { arrangeAgain, finish, follow, newSimulation, verdictFor, type FollowedFact, type Simulation } from './simulation.ts'
import { figures } from './measure.ts'

const week = [1, 2, 3, 4, 5]
const profile: ReplayProfile = {
  name: 'test', seed: 'seed', enterprisePrefix: 'T-', zone: '+08:00', currency: 'KRW', modes: {}, grades: [['B', 1]], port: 'P1',
  agencies: [
    { code: 'A', crews: { id: 'A', members: ['A-1'], hours: [8, 18], days: week }, clear: 'A-PASS', found: 'A-FIX', grave: 'A-STOP', findsFraud: true },
    { code: 'B', crews: { id: 'B', members: ['B-1'], hours: [10, 18], days: week }, clear: 'B-PASS', found: 'B-FIX', grave: 'B-STOP', findsFraud: false },
  ],
  rules: [{ id: 'all', agency: 'B', power: 'P', methods: ['open'], reason: 'r', share: 1, afterHours: 1, withinHours: 24 }],
  site: { id: 'S1', members: ['S1-1'], hours: [8, 18], days: week },
  equipment: [{ kind: 'weighbridge', owner: 'A', methods: ['weigh'], pieces: { id: 'W', members: ['W-1'], hours: [8, 18], days: week } }],
  answer: [minutes(10), minutes(10)], judging: [minutes(30), minutes(30)], inspection: hours(1), noticedInPapers: 0, declined: 0, declineReason: 'no',
}
// A Thursday morning.
const begun = instant('2020-01-02T08:30:00+08:00')
const desk = new Set(['documents'])

const fact = (type: string, subjectId: string, payload: FollowedFact['payload'], after = 0, related: readonly string[] = ['declaration:d1']): FollowedFact => ({ id: `${type} ${subjectId}`, type, subjectId, related, at: plus(begun, minutes(after)), payload })
const accepted = fact('DeclarationAccepted', 'd1', { reference: 'r1', number: 'N1', releaseMode: 'supervised' })
const directive = (id: string, agency: string, methods: string[], after = 1): FollowedFact => fact('DirectiveAccepted', id, { agency, methods, window: { from: toIso(begun), to: toIso(plus(begun, hours(24))) } }, after)
const proposed = (id: string, agencies: string[], directives: string[], more: FollowedFact['payload'] = {}, after = 2): FollowedFact =>
  fact('InspectionProposed', id, { kind: agencies.length > 1 ? 'joint' : 'single', object: { kind: 'container', ref: 'BOX' }, agencies, directives, takesPlaceOf: [], ...more }, after)

function after(...facts: FollowedFact[]): Simulation {
  const simulation = newSimulation(profile)
  simulation.expected['r1'] = { verdict: 'fraud', facts: { reference: 'r1', hs: '01', origin: 'CN', mode: 'sea', grade: 'B', netWeightKg: 1, value: 1, containers: [] } }
  for (const each of facts) follow(simulation, each, profile, desk)
  return simulation
}
const planned = (simulation: Simulation): string[] => simulation.agenda.items.toSorted((a, b) => a.at - b.at || a.n - b.n).map(({ kind, agency, at }) => `${toIso(plus(at, hours(8))).slice(11, 16)} ${agency} ${kind}`)

describe('follow', () => {
  test('an accepted declaration is looked at by the rules of the agencies', () => {
    expect(planned(after(accepted))).toEqual(['09:30 B direct'])
  })

  test('a party whose yes was refused puts another time on the table, and everybody is asked again; not for ever', () => {
    const simulation = after(accepted, directive('x', 'A', ['open']), directive('y', 'B', ['open']), proposed('i1', ['A', 'B'], ['x', 'y']))
    const refusedAt = plus(begun, minutes(115))
    expect(arrangeAgain(simulation, 'i1', refusedAt, profile, 'B')).toBe(true)
    expect(planned(simulation)).toEqual(['09:30 B direct', '10:25 B reschedule', '10:35 A agree', '10:35 B agree', '11:00 A start'])
    expect(simulation.inspections['i1']?.lost).toEqual({ from: plus(begun, hours(2)), to: plus(begun, hours(3)) })
    let asked = 1
    while (arrangeAgain(simulation, 'i1', refusedAt, profile, 'B') && asked < 100) asked++
    expect(asked).toBe(12)
  })

  test('a joint inspection gets the first slot that suits every party once all have answered', () => {
    const simulation = after(accepted, directive('x', 'A', ['open', 'scan']), directive('y', 'B', ['open']), proposed('i1', ['A', 'B'], ['x', 'y']))
    // B begins at ten and answers ten minutes later; the next half hour is the slot.
    expect(planned(simulation)).toEqual(['08:42 A agree', '09:30 B direct', '10:10 B agree', '10:30 A start'])
    expect(simulation.inspections['i1']?.crew).toEqual({ A: 'A-1', B: 'B-1' })
  })

  test('what takes the place of another gives its slot back', () => {
    const simulation = after(accepted, directive('x', 'A', ['open']), proposed('i1', ['A'], ['x']), directive('y', 'B', ['open'], 3), proposed('i2', ['A', 'B'], ['x', 'y'], { takesPlaceOf: ['i1'] }, 4))
    expect(Object.keys(simulation.inspections)).toEqual(['i2'])
    expect(Object.keys(simulation.calendar.booked['A-1'] ?? {})).toHaveLength(2)
    expect(planned(simulation).filter((item) => item.endsWith('start'))).toHaveLength(1)
  })

  test('equipment is taken for the slot: the second inspection that weighs waits for the one weighbridge, and what is lost gives it back', () => {
    const other: SimulatedAgency = { code: 'C', crews: { id: 'C', members: ['C-1'], hours: [8, 18], days: week }, clear: 'C-PASS', found: 'C-FIX', grave: 'C-STOP', findsFraud: false }
    const wide: ReplayProfile = { ...profile, agencies: [...profile.agencies, other], site: { ...profile.site, members: ['S1-1', 'S1-2'] } }
    const simulation = newSimulation(wide)
    const weighing = (id: string, by: string): FollowedFact[] => [directive(`x${id}`, by, ['weigh']), proposed(id, [by], [`x${id}`])]
    for (const each of [...weighing('i1', 'A'), ...weighing('i2', 'C')]) follow(simulation, each, wide, desk)
    const slotOf = (id: string): string => toIso(plus(simulation.inspections[id]?.slot?.from ?? begun, hours(8))).slice(11, 16)
    expect(['i1', 'i2'].map(slotOf)).toEqual(['09:00', '10:00'])
    expect(simulation.inspections['i1']?.equipment).toEqual([{ piece: 'W-1' }])
    // Somebody has booked it at the product; the time is lost, and the booking is to be given back.
    Object.assign(simulation.inspections['i1']?.equipment?.[0] ?? {}, { booking: 'b1', agency: 'A' })
    follow(simulation, fact('InspectionSuperseded', 'i1', {}, 5), wide, desk)
    expect(simulation.agenda.items.filter(({ kind }) => kind === 'release').map(({ about, agency }) => [about, agency])).toEqual([['b1', 'A']])
    expect(Object.keys(simulation.calendar.booked['W-1'] ?? {})).toHaveLength(2)
  })

  test('a session makes each opening, weighing and scan once, for whoever wants it first', () => {
    const simulation = after(accepted, directive('x', 'A', ['open', 'scan']), directive('y', 'B', ['open', 'sample']), proposed('i1', ['A', 'B'], ['x', 'y']), fact('InspectionStarted', 'i1', {}, 120))
    const session = simulation.agenda.items.filter(({ kind }) => !['direct', 'agree', 'start'].includes(kind)).toSorted((a, b) => a.at - b.at || a.n - b.n)
    expect(session.map(({ kind, agency, detail }) => `${agency} ${kind} ${detail ?? ''}`.trim())).toEqual(['A handle scan', 'A handle open', 'A find', 'B find', 'A dispose', 'B dispose', 'A close'])
  })

  test('papers are judged at the desk, without a slot', () => {
    const simulation = after(accepted, directive('x', 'A', ['documents']), proposed('i1', ['A'], ['x']))
    expect(planned(simulation)).toEqual(['09:02 A judge', '09:30 B direct'])
    expect(simulation.inspections['i1']?.slot).toBeUndefined()
  })

  test('only the agency that looks for it finds what the label says, and papers do not show it', () => {
    const open = after(accepted, directive('x', 'A', ['open']), directive('y', 'B', ['open']), proposed('i1', ['A', 'B'], ['x', 'y']))
    expect(profile.agencies.map((agency) => verdictFor(open, 'i1', agency, profile))).toEqual(['fraud', 'clean'])
    const papers = after(accepted, directive('x', 'A', ['documents']), proposed('i1', ['A'], ['x']))
    expect(profile.agencies.map((agency) => verdictFor(papers, 'i1', agency, profile))).toEqual(['clean', 'clean'])
  })

  test('a case is measured once, when it is released and nobody is at it any more', () => {
    const simulation = after(
      accepted,
      directive('x', 'A', ['open']),
      directive('y', 'B', ['open']),
      proposed('i1', ['A', 'B'], ['x', 'y']),
      fact('InspectionAgreed', 'i1', {}, 100),
      fact('InspectionStarted', 'i1', {}, 120),
      fact('ContainerOpened', 'i1', {}, 130),
      fact('DispositionRecorded', 'i1', { agency: 'A', disposition: 'A-FIX' }, 160),
      fact('GoodsReleased', 'd1', {}, 170),
    )
    expect(simulation.measures.cases).toBe(0)
    follow(simulation, fact('InspectionClosed', 'i1', { directives: ['x', 'y'] }, 180), profile, desk)
    expect(Object.keys(simulation.cases)).toEqual([])
    expect(Object.keys(simulation.directives)).toEqual([])
    expect(planned(simulation)).toEqual([])
    expect(figures(simulation.measures)).toMatchObject({ declarations: 1, released: 1, directives: 2, inspections: { joint: 1 }, openings: { made: 1, separate: 2, saved: 1 }, hits: { inspected: 1, found: 1 } })
  })

  test('what nobody finished is open when the time is up', () => {
    const simulation = after(accepted)
    finish(simulation)
    expect(figures(simulation.measures)).toMatchObject({ declarations: 1, released: 0, open: 1, openBy: { kept: 1 } })
    const waiting = after(accepted, directive('x', 'A', ['open']), proposed('i1', ['A'], ['x']))
    finish(waiting)
    expect(figures(waiting.measures).openBy).toEqual({ unanswered: 1 })
    const papers = after(accepted, directive('x', 'A', ['documents']), proposed('i1', ['A'], ['x']))
    finish(papers)
    expect(figures(papers.measures).openBy).toEqual({ papers: 1 })
  })
})
