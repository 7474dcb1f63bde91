import fc from 'fast-check'
import { expect, test } from 'vitest'
import { instant } from '../../../kernel/instant.ts'
import { nextOf, readable, type Verdict } from './verdict.ts'

const parties = ['A', 'B', 'C']
const at = instant('2026-03-02T08:00:00Z')
const someVerdict = fc.record({ agency: fc.constantFrom(...parties, 'X'), verdict: fc.constantFrom<Verdict['verdict']>('clear', 'open'), joins: fc.option(fc.boolean(), { nil: undefined }) })
const someVerdicts = fc.uniqueArray(someVerdict, { selector: (one) => one.agency }).map((drawn) =>
  drawn.map(({ joins, ...one }): Verdict => ({ ...one, marks: [], by: 'u', at, ...(joins === undefined || one.verdict === 'open' ? {} : { joins }) })),
)

test('until every party has read the image, nobody knows another\'s verdict', () => {
  fc.assert(
    fc.property(someVerdicts, fc.constantFrom(...parties, undefined), (verdicts, reader) => {
      const complete = parties.every((party) => verdicts.some((verdict) => verdict.agency === party))
      expect(readable(parties, verdicts, reader)).toEqual(complete ? verdicts : verdicts.filter((verdict) => verdict.agency === reader))
    }),
  )
})

test('opening follows only where somebody wants it, and nobody is left out without having been asked', () => {
  fc.assert(
    fc.property(someVerdicts, (verdicts) => {
      const next = nextOf(parties, verdicts)
      const of = (agency: string): Verdict | undefined => verdicts.find((verdict) => verdict.agency === agency)
      if (next.step === 'none') expect(parties.every((party) => of(party)?.verdict === 'clear')).toBe(true)
      if (next.step === 'together') expect(parties.every((party) => of(party)?.verdict === 'open')).toBe(true)
      if (next.step === 'offered') for (const agency of next.to) expect(of(agency)).toMatchObject({ verdict: 'clear' })
      if (next.step === 'agreed') {
        expect([...next.agencies, ...next.absent].sort()).toEqual(parties)
        for (const agency of next.absent) expect(of(agency)?.joins).toBe(false)
        expect(parties.some((party) => of(party)?.verdict === 'open')).toBe(true)
      }
    }),
  )
})
