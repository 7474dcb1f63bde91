import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hours, instant, plus } from '../../../kernel/instant.ts'
import { addCase, addInspection, figures, newMeasures, type CaseTrace } from './measure.ts'

const acceptedAt = instant('2020-01-02T08:00:00+08:00')
const trace = (changes: Partial<CaseTrace> = {}): CaseTrace => ({ releaseMode: 'supervised', verdict: 'clean', acceptedAt, directives: 2, inspected: true, found: false, refused: false, ...changes })
const measured = (...traces: CaseTrace[]): ReturnType<typeof figures> => {
  const measures = newMeasures()
  for (const each of traces) addCase(measures, each)
  return figures(measures)
}

describe('figures', () => {
  test('nothing measured claims nothing', () => {
    expect(measured()).toMatchObject({ declarations: 0, jointRate: null, hits: { rate: null, base: null, recall: null }, openings: { saved: 0 } })
  })

  test('the hit rate is that of what was inspected, beside the share in all and the share of all there was to find', () => {
    const { hits } = measured(
      trace({ verdict: 'fraud', found: true }),
      trace(),
      trace({ verdict: 'fraud', inspected: false, directives: 0 }),
      trace({ verdict: 'critical-fraud', inspected: false, directives: 0 }),
      trace({ inspected: false, directives: 0 }),
    )
    expect(hits).toEqual({ inspected: 2, found: 1, noticedInPapers: 0, rate: 0.5, base: 0.6, recall: 0.3333 })
  })

  test('stages follow each other; a case released at acceptance has only a total', () => {
    const { hours: measuredHours } = measured(
      trace({ lastDirectiveAt: plus(acceptedAt, hours(1)), agreedAt: plus(acceptedAt, hours(3)), startedAt: plus(acceptedAt, hours(6)), closedAt: plus(acceptedAt, hours(7)), releasedAt: plus(acceptedAt, hours(7.5)) }),
      trace({ releaseMode: 'declaration', directives: 0, inspected: false, releasedAt: acceptedAt }),
    )
    expect(measuredHours.stages.map(({ stage, count, median }) => [stage, count, median])).toEqual([
      ['directives', 1, 1], ['agreement', 1, 2], ['waiting', 1, 3], ['inspection', 1, 1], ['papers', 0, undefined], ['release', 1, 0.5],
    ])
    expect([measuredHours.total.count, measuredHours.inspected.count]).toEqual([2, 1])
  })

  test('papers that were judged are no inspection', () => {
    const { hours: measuredHours, hits } = measured(trace({ verdict: 'fraud', found: true, inspected: false, lastDirectiveAt: plus(acceptedAt, hours(1)), closedAt: plus(acceptedAt, hours(4)), releasedAt: plus(acceptedAt, hours(4)) }))
    expect(measuredHours.stages.filter(({ count }) => count > 0).map(({ stage, median }) => [stage, median])).toEqual([['directives', 1], ['papers', 3], ['release', 0]])
    expect(hits).toMatchObject({ inspected: 0, found: 0, noticedInPapers: 1, recall: 1 })
  })

  test('refused and open cases are no releases', () => {
    expect(measured(trace({ refused: true }), trace())).toMatchObject({ declarations: 2, released: 0, refused: 1, open: 1, hours: { total: { count: 0 } } })
  })

  test('openings saved are those that separate inspections would have made besides', () => {
    const measures = newMeasures()
    addInspection(measures, { kind: 'joint', openings: 1, separateOpenings: 2 })
    addInspection(measures, { kind: 'single', openings: 1, separateOpenings: 1 })
    addInspection(measures, { kind: 'desk', openings: 0, separateOpenings: 0 })
    expect(figures(measures)).toMatchObject({ openings: { made: 2, separate: 3, saved: 1 }, inspections: { joint: 1, single: 1, desk: 1 }, jointRate: 0.5 })
  })

  test('the order of cases does not matter, and a stored run goes on as if it had not stopped', () => {
    const traces = fc.array(
      fc.record({ mode: fc.constantFrom('a', 'b'), fraud: fc.boolean(), found: fc.boolean(), inspected: fc.boolean(), released: fc.option(fc.nat(500)), directives: fc.nat(3) }).map(({ mode, fraud, released, ...rest }) =>
        trace({ ...rest, releaseMode: mode, verdict: fraud ? 'fraud' : 'clean', ...(released === null ? {} : { releasedAt: plus(acceptedAt, hours(released)) }) }),
      ),
      { maxLength: 30 },
    )
    fc.assert(
      fc.property(traces, fc.nat(30), (all, stop) => {
        let measures = newMeasures()
        all.forEach((each, at) => {
          if (at === stop) measures = JSON.parse(JSON.stringify(measures)) as typeof measures
          addCase(measures, each)
        })
        expect(figures(measures)).toEqual(measured(...all.toReversed()))
      }),
    )
  })
})
