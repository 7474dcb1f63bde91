import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hours, instant, plus } from '../instant.ts'
import { advance, availableActs, dueClocks, nextDue, type Position } from './advance.ts'
import { defineProcedure, findProcedureFaults, type AnyProcedure } from './procedure.ts'

const t = (text: string) => ({ zh: text, en: text })
const reason = { name: 'reason', title: t('reason'), kind: 'text', required: true } as const

// A club's lending of boats: no country, no customs.
const lending = defineProcedure({
  name: 'lending',
  title: t('lending'),
  clause: 'X-1',
  version: 1,
  states: { asked: t('asked'), lent: t('lent'), late: t('late'), refused: t('refused'), back: t('back') },
  initial: 'asked',
  final: ['refused', 'back'],
  releasing: ['lent'],
  parties: ['member', 'warden'],
  transitions: [
    { act: 'lend', from: ['asked'], to: 'lent', who: ['warden'], evidence: [{ name: 'boat', title: t('boat'), kind: 'code', required: true }], records: 'BoatLent', clause: 'X-2', title: t('lend') },
    { act: 'refuse', from: ['asked'], to: 'refused', who: ['warden'], evidence: [reason], records: 'BoatRefused', clause: 'X-2', title: t('refuse') },
    { act: 'return', from: ['lent', 'late'], to: 'back', who: ['member', 'warden'], evidence: [{ name: 'state', title: t('state'), kind: { choices: ['whole', 'broken'] }, required: true }, { ...reason, required: false }], records: 'BoatReturned', clause: 'X-3', title: t('return') },
  ],
  clocks: [
    { name: 'answer', state: 'asked', parameter: 'lending.answer', onExpiry: 'flag', records: 'BoatClockEnded', clause: 'X-4' },
    { name: 'answer-refused', state: 'asked', parameter: 'lending.give-up', onExpiry: { to: 'refused' }, records: 'BoatClockEnded', clause: 'X-4' },
    { name: 'return', state: 'lent', parameter: 'lending.return', onExpiry: { to: 'late' }, records: 'BoatClockEnded', clause: 'X-4' },
  ],
})
const lengths = { 'lending.answer': hours(1), 'lending.give-up': hours(4), 'lending.return': hours(2) }
const now = instant('2026-03-01T08:00:00Z')
const asked: Position<'asked'> = { state: 'asked', enteredAt: now, overdue: [] }
const codes = (result: { ok: boolean; refusals?: readonly { code: string; pointer?: string }[] }) => (result.ok ? [] : (result.refusals ?? []).map((refusal) => `${refusal.code} ${refusal.pointer ?? ''}`.trim()))

describe('acts', () => {
  test('are offered to whom they belong, in the states they belong to', () => {
    const offered = (state: 'asked' | 'lent' | 'back', ...parties: ('member' | 'warden')[]) => availableActs(lending, state, parties).map(({ act }) => act)
    expect([offered('asked', 'warden'), offered('asked', 'member'), offered('lent', 'member'), offered('back', 'member', 'warden'), offered('asked')]).toEqual([['lend', 'refuse'], [], ['return'], [], []])
  })
  test('move the case, keep who did it as what, and start the clocks of the new state', () => {
    expect(advance(lending, asked, 'lend', ['warden'], { boat: 'B-7' }, plus(now, hours(3)), lengths)).toMatchObject({
      ok: true,
      value: { from: 'asked', party: 'warden', position: { state: 'lent', enteredAt: plus(now, hours(3)), overdue: [] }, dueAt: plus(now, hours(5)) },
    })
  })
  test.each([
    ['lend', ['member'], { boat: 'B' }, ['procedures/not-yours']],
    ['return', ['member'], { state: 'whole' }, ['procedures/not-now']],
    ['sink', ['warden'], {}, ['procedures/not-now']],
    ['lend', ['warden'], {}, ['procedures/evidence-required /evidence/boat']],
    ['lend', ['warden'], { boat: ' ', crew: 'x' }, ['procedures/evidence-required /evidence/boat', 'procedures/unknown-evidence /evidence/crew']],
    ['lend', ['warden'], { boat: 'B'.repeat(101) }, ['procedures/too-long /evidence/boat']],
  ] as const)('%s by %j with %j', (act, parties, evidence, expected) => {
    expect(codes(advance(lending, asked, act, parties, evidence, now, lengths))).toEqual(expected)
  })
  test('ask for one of a closed list where there is one', () => {
    const lent = { state: 'lent', enteredAt: now, overdue: [] } as const
    expect(codes(advance(lending, lent, 'return', ['member'], { state: 'lost' }, now, lengths))).toEqual(['procedures/not-a-choice /evidence/state'])
    expect(codes(advance(lending, lent, 'return', ['member'], { state: 'broken' }, now, lengths))).toEqual([])
  })
})

describe('clocks', () => {
  test('flag first and move later, each dated when it ran out and not when somebody looked', () => {
    expect(nextDue(lending, asked, lengths)).toBe(plus(now, hours(1)))
    expect(dueClocks(lending, asked, plus(now, hours(1) - 1), lengths)).toEqual([])
    const [flag] = dueClocks(lending, asked, plus(now, hours(1)), lengths)
    expect(flag).toMatchObject({ clock: { name: 'answer' }, endedAt: plus(now, hours(1)), position: { state: 'asked', enteredAt: now, overdue: ['answer'] }, dueAt: plus(now, hours(4)) })
    const all = dueClocks(lending, asked, plus(now, hours(99)), lengths)
    expect(all.map(({ clock, position }) => [clock.name, position.state])).toEqual([
      ['answer', 'asked'],
      ['answer-refused', 'refused'],
    ])
    expect(all.at(-1)?.position.enteredAt).toBe(plus(now, hours(4)))
    expect(dueClocks(lending, { ...asked, overdue: ['answer'] }, plus(now, hours(2)), lengths)).toEqual([])
  })
})

type Faulty = { -readonly [K in keyof AnyProcedure]: AnyProcedure[K] }

describe('a faulty procedure does not come into being', () => {
  const faulty = (change: (procedure: Faulty) => void): string[] => {
    const copy = structuredClone(lending) as unknown as Faulty
    change(copy)
    return findProcedureFaults(copy)
  }
  test.each([
    ['a clock that releases by running out', (p: Faulty) => void (p.clocks = [{ name: 'c', state: 'asked', parameter: 'x', onExpiry: { to: 'lent' }, records: 'BoatClockEnded', clause: '' }]), 'releases by running out'],
    ['a clock in a state that is over', (p: Faulty) => void (p.clocks = [{ name: 'c', state: 'back', parameter: 'x', onExpiry: 'flag', records: 'BoatClockEnded', clause: '' }]), 'runs in the final state'],
    ['a state nobody can reach', (p: Faulty) => void (p.states = { ...p.states, lost: t('lost') }), 'cannot be reached'],
    ['a dead end', (p: Faulty) => void (p.final = ['back']), 'nothing leads out of refused'],
    ['an act for nobody', (p: Faulty) => void (p.transitions = p.transitions.map((one) => ({ ...one, who: [] }))), 'nobody may lend'],
    ['an act to an unknown state', (p: Faulty) => void (p.transitions = p.transitions.map((one) => ({ ...one, to: 'moon' }))), 'unknown state moon'],
    ['an act that leads two ways', (p: Faulty) => void (p.transitions = p.transitions.map((one) => ({ ...one, act: 'same' }))), 'to two states'],
    ['an act out of the end', (p: Faulty) => void (p.transitions = p.transitions.map((one) => ({ ...one, from: ['back'] }))), 'out of the final state'],
  ])('%s', (_name, change, fault) => {
    expect(faulty(change).join('; ')).toContain(fault)
  })
  test('and the compiler refuses a clock that releases', () => {
    const build = () =>
      defineProcedure({
        name: 'silent', title: t('x'), clause: '', version: 1,
        states: { held: t('held'), released: t('released') },
        initial: 'held', final: ['released'], releasing: ['released'], parties: ['officer'],
        transitions: [{ act: 'release', from: ['held'], to: 'released', who: ['officer'], evidence: [], records: 'Released', clause: '', title: t('x') }],
        // @ts-expect-error -- `released` lets go: silence must not
        clocks: [{ name: 'c', state: 'held', parameter: 'x', onExpiry: { to: 'released' }, records: 'BoatClockEnded', clause: '' }],
      })
    expect(build).toThrow('releases by running out')
  })
})

test('whatever is done and however long nobody looks, nothing is lent but by the warden', () => {
  const act = fc.record({ act: fc.constantFrom('lend', 'refuse', 'return', 'sink'), party: fc.constantFrom('member' as const, 'warden' as const), wait: fc.integer({ min: 0, max: 10 }) })
  fc.assert(
    fc.property(fc.array(act, { maxLength: 8 }), (acts) => {
      let position: Position<keyof typeof lending.states> = asked
      let at = now
      for (const { act: name, party, wait } of acts) {
        at = plus(at, hours(wait))
        for (const expiry of dueClocks(lending, position, at, lengths)) {
          expect(expiry.position.state).not.toBe('lent')
          position = expiry.position
        }
        const before = position.state
        const step = advance(lending, position, name, [party], name === 'lend' ? { boat: 'B' } : name === 'return' ? { state: 'whole' } : { reason: 'r' }, at, lengths)
        if (!step.ok) continue
        if (step.value.position.state === 'lent') expect([before, name, party]).toEqual(['asked', 'lend', 'warden'])
        position = step.value.position
      }
    }),
  )
})
