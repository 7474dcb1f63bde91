import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instant, type Instant } from '../../../kernel/instant.ts'
import { attribute, type Access, type Detail, type DutyState } from './attribute.ts'

const at = instant('2026-03-02T08:00:00Z')
const duty = (agency: string, code: string, state: DutyState['state'], answerable = agency): DutyState => ({ agency, answerable, code, state, evidence: state === 'open' ? [] : [`${code} by ${answerable}`] })
const verdicts = (result: ReturnType<typeof attribute>): string[] => (result.ok ? result.value.map((one) => `${one.agency} ${one.verdict} ${one.ground}`) : result.refusals.map((one) => one.code))

describe('something was missed', () => {
  const duties = [duty('A', 'open', 'performed'), duty('A', 'seal check', 'omitted'), duty('B', 'open', 'performed'), duty('B', 'quarantine', 'performed')]
  test('the duty that was not performed points to its own party', () => {
    expect(verdicts(attribute({ kind: 'missed', duty: 'seal check' }, duties, [], ['A', 'B']))).toEqual(['A fault omitted-duty'])
    expect(verdicts(attribute({ kind: 'missed' }, duties, [], ['A', 'B']))).toEqual(['A fault omitted-duty', 'B exempt due-diligence'])
    expect(verdicts(attribute({ kind: 'missed', duty: 'weigh' }, duties, [], ['A', 'B']))).toEqual(['liability/no-such-duty'])
  })
  test('done for all, the one who did it answers; done without a trace, it proves nothing', () => {
    expect(verdicts(attribute({ kind: 'missed', duty: 'weight' }, [duty('A', 'weight', 'performed'), duty('B', 'weight', 'performed', 'A')], [], []))).toEqual(['A exempt due-diligence'])
    expect(verdicts(attribute({ kind: 'missed', duty: 'weight' }, [duty('A', 'weight', 'unproven')], [], []))).toEqual(['A fault unproven-duty'])
    expect(verdicts(attribute({ kind: 'missed', duty: 'weight' }, [duty('A', 'weight', 'performed'), duty('A', 'label', 'omitted')], [], []))).toEqual(['A undecided other-duties-open'])
  })
})

test('what one opening did for several is evidence once', () => {
  const opened = (agency: string): DutyState => ({ agency, answerable: 'A', code: 'open', state: 'performed', evidence: ['record 7'] })
  expect(attribute({ kind: 'missed' }, [opened('A'), opened('B'), opened('C')], [], [])).toMatchObject({ value: [{ agency: 'A', verdict: 'exempt', evidence: ['open: record 7'] }] })
})

describe('for all duties', () => {
  const states = fc.constantFrom<DutyState['state']>('performed', 'unproven', 'omitted', 'open')
  const someDuties = fc.array(fc.record({ agency: fc.constantFrom('A', 'B', 'C'), code: fc.constantFrom('open', 'seal check', 'weight'), state: states, answerable: fc.constantFrom('A', 'B', 'C') }), { minLength: 1 })
  test('exempt means that every duty of the party was performed and shown; a fault names at least one that was not', () => {
    fc.assert(
      fc.property(someDuties, fc.option(fc.constantFrom('open', 'seal check', 'weight'), { nil: undefined }), (drawn, code) => {
        const duties = drawn.map((one) => duty(one.agency, one.code, one.state, one.answerable))
        const result = attribute({ kind: 'missed', ...(code === undefined ? {} : { duty: code }) }, duties, [], [])
        if (!result.ok) return
        for (const one of result.value) {
          const own = duties.filter((each) => each.answerable === one.agency)
          if (one.verdict === 'exempt') expect(own.every((each) => each.state === 'performed')).toBe(true)
          else expect(one.against.length).toBeGreaterThan(0)
          if (one.verdict === 'fault') expect(own.some((each) => one.against.includes(each.code) && each.state !== 'performed')).toBe(true)
        }
      }),
    )
  })
  test('a wrong result points to who inspected, whatever others did', () => {
    fc.assert(
      fc.property(someDuties, fc.constantFrom('A', 'B', 'C'), (drawn, agency) => {
        const result = attribute({ kind: 'wrong-result', result: 'R-8', agency }, drawn.map((one) => duty(one.agency, one.code, one.state, one.answerable)), [], [])
        expect(result.ok && result.value.map((one) => one.agency)).toEqual([agency])
      }),
    )
  })
})

describe('details that got out', () => {
  const access = (id: string, act: Access['act'], actorId: string, agency: string, after: number, more: Partial<Access> = {}): Access => ({ id, act, part: 'inspection', actorId, actorName: actorId, agency, at: (at + after) as Instant, ...more })
  const leak = (log: readonly Access[], after: number, details?: readonly Detail[]) => {
    const result = attribute({ kind: 'leak', before: (at + after) as Instant, ...(details === undefined ? {} : { details }) }, [], log, ['A', 'B'])
    return result.ok ? result.value : []
  }
  const log = [access('1', 'viewed', 'u1', 'A', 0), access('2', 'viewed', 'u3', 'B', 1), access('3', 'forwarded', 'u3', 'B', 2, { recipient: 'broker' }), access('4', 'forwarded', 'u1', 'A', 3, { recipient: 'B' }), access('5', 'forwarded', 'u4', 'A', 9, { recipient: 'press' })]

  test('whoever forwarded them outside before names its agency, with what was read and sent; reading, forwarding to a party and what came later do not', () => {
    expect(leak(log, 5)).toMatchObject([{ agency: 'B', verdict: 'fault', ground: 'leak', against: ['u3'] }])
    expect(leak(log, 5)[0]?.evidence).toHaveLength(2)
  })

  test('where nobody wrote a forwarding down, those who had read are named for people to judge; no fault is found', () => {
    expect(leak(log, 1)).toMatchObject([{ agency: 'A', verdict: 'undecided', ground: 'among-readers', against: ['u1'] }, { agency: 'B', verdict: 'undecided', ground: 'among-readers', against: ['u3'] }])
    expect(leak(log, 0)).toMatchObject([{ agency: 'A', verdict: 'undecided', ground: 'sole-readers' }])
    expect(leak(log, -1)).toEqual([])
  })

  test('what got out narrows it to those who had read all of that, on whichever pages', () => {
    const read = [access('1', 'viewed', 'u1', 'A', 0, { part: 'images' }), access('2', 'viewed', 'u2', 'B', 0), access('3', 'viewed', 'u3', 'B', 0, { part: 'directive' }), access('4', 'viewed', 'u3', 'B', 1, { part: 'images' })]
    expect(leak(read, 5, ['image']).map((one) => one.against)).toEqual([['u1'], ['u3']])
    expect(leak(read, 5, ['image', 'reason'])).toMatchObject([{ agency: 'B', ground: 'sole-readers', against: ['u3'] }])
    expect(leak(read, 0, ['image', 'reason'])).toEqual([])
    // Who wrote a forwarding down is named whatever got out: the log says so.
    expect(leak([...read, access('5', 'forwarded', 'u2', 'B', 2, { recipient: 'broker' })], 5, ['image'])).toMatchObject([{ agency: 'B', verdict: 'fault', against: ['u2'] }])
  })
})
