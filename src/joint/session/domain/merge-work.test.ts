import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { methodConflicts, methods } from '../../../../packs/cn/methods.ts'
import type { Method, MethodConflict } from '../../../kernel/pack.ts'
import { instant } from '../../../kernel/instant.ts'
import { mergeWork, type PlannedTask, type Settled } from './merge-work.ts'

const task = (agency: string, methodCodes: readonly Method[], checks: readonly string[] = []): PlannedTask => ({
  agency,
  duties: [...methodCodes.map((code) => ({ code, kind: 'method' as const })), ...checks.map((code) => ({ code, kind: 'check' as const }))],
  powers: [{ code: `${agency}-GOODS`, clause: `law of ${agency}`, methods: methodCodes }],
})
const merge = (tasks: readonly PlannedTask[], settled: readonly Settled[] = []) => mergeWork(tasks, methods, methodConflicts, settled)
const codes = (plan: ReturnType<typeof merge>): string[] => plan.steps.map((step) => `${step.code} ${step.serves.map((duty) => duty.agency).join('+')}`)

describe('one list of steps', () => {
  test('scanned and weighed closed, opened once for all, each its own method, sealed last', () => {
    const plan = merge([task('A', ['open', 'weigh', 'seal'], ['count']), task('B', ['open', 'quarantine', 'weigh', 'scan', 'documents'])])
    expect(codes(plan)).toEqual(['documents B', 'scan B', 'weigh A+B', 'open A+B', 'quarantine B', 'count A', 'seal A'])
    expect(plan).toMatchObject({ openings: 1, weighings: 1, scans: 1 })
    expect(plan.steps.find((step) => step.code === 'weigh')?.basis.map((one) => one.power)).toEqual(['A-GOODS', 'B-GOODS'])
  })

  test('a treatment gets an opening of its own, after the sample it would change', () => {
    const plan = merge([task('A', ['treatment', 'quarantine']), task('B', ['open', 'sample'])])
    expect(plan.openings).toBe(2)
    expect(plan.steps.map((step) => `${step.code} ${step.opening}`)).toEqual(['open 1', 'quarantine 1', 'sample 1', 'treatment 2'])
  })

  test('the same check of two agencies is asked about; settled it is one step, apart it is two', () => {
    const tasks = [task('A', ['open'], ['weight']), task('B', ['open'], ['weight'])]
    expect(merge(tasks).overlaps).toEqual([{ code: 'weight', kind: 'check', agencies: ['A', 'B'], must: true, proposed: 'A' }])
    expect(codes(merge(tasks, [{ code: 'weight', agency: 'B' }]))).toEqual(['open A+B', 'weight A+B'])
    expect(merge(tasks, [{ code: 'weight', agency: 'B' }]).steps[1]).toMatchObject({ responsible: 'B' })
    expect(codes(merge(tasks, [{ code: 'weight', apart: 'two scales' }]))).toEqual(['open A+B', 'weight A', 'weight B'])
    expect(merge(tasks, [{ code: 'weight', agency: 'C' }]).overlaps[0]?.settled).toBeUndefined()
  })

  test('who weighs for all is proposed and may be named', () => {
    const tasks = [task('A', ['weigh']), task('B', ['weigh'])]
    expect(merge(tasks)).toMatchObject({ overlaps: [{ code: 'weigh', must: false, proposed: 'A' }], steps: [{ responsible: 'A' }] })
    expect(merge(tasks, [{ code: 'weigh', agency: 'B' }]).steps).toMatchObject([{ responsible: 'B', serves: [{ agency: 'A' }, { agency: 'B' }] }])
  })
})

const insideMethods: readonly Method[] = ['open', 'quarantine', 'sample', 'treatment', 'board']
const someMethods = fc.uniqueArray(fc.constantFrom(...methods.map((rule) => rule.method)), { minLength: 1 })
const someTasks = fc
  .uniqueArray(fc.constantFrom('A', 'B', 'C', 'D'), { minLength: 1 })
  .chain((agencies) => fc.tuple(...agencies.map((agency) => fc.tuple(someMethods, fc.uniqueArray(fc.constantFrom('weight', 'count', 'label'))).map(([own, checks]) => task(agency, own, checks)))))
const someConflicts = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...insideMethods), fc.constantFrom(...insideMethods)).filter(([a, b]) => a !== b))
  .map((pairs) => pairs.map((pair): MethodConflict => ({ methods: pair, reason: { zh: '冲突', en: 'clash' }, clause: 'JI-09', validFrom: instant('2018-01-01T00:00:00Z') })))
const someSettled = fc.array(fc.record({ code: fc.constantFrom('weight', 'count', 'weigh'), agency: fc.constantFrom('A', 'B') }), { maxLength: 3 })

/** The fewest openings, found by trying every way to number the methods. */
function bruteForce(wanted: readonly string[], conflicts: readonly MethodConflict[]): number {
  let best = wanted.length
  const total = wanted.length ** wanted.length
  for (let n = 0; n < total; n++) {
    const numbers = wanted.map((_, i) => Math.floor(n / wanted.length ** i) % wanted.length)
    const at = (method: string): number | undefined => numbers[wanted.indexOf(method)]
    if (conflicts.every(({ methods: [a, b] }) => at(a) === undefined || at(b) === undefined || at(a) !== at(b))) best = Math.min(best, new Set(numbers).size)
  }
  return best
}

describe('for all tasks', () => {
  test('every duty is served by exactly one step, and a step serves nobody who did not ask', () => {
    fc.assert(
      fc.property(someTasks, someConflicts, someSettled, (tasks, conflicts, settled) => {
        const { steps } = mergeWork(tasks, methods, conflicts, settled)
        const served = steps.flatMap((step) => step.serves.map((duty) => `${step.kind} ${duty.agency} ${duty.code}`)).sort()
        const asked = tasks.flatMap((one) => one.duties.map((duty) => `${duty.kind} ${one.agency} ${duty.code}`)).sort()
        const strangers = steps.filter((step) => !tasks.some((one) => one.agency === step.responsible))
        expect([served.join(), steps.map((step) => step.n).join(), strangers.length]).toEqual([asked.join(), steps.map((_, i) => i + 1).join(), 0])
      }),
      { numRuns: 500 },
    )
  }, 30_000)

  test('openings are as few as a brute force finds, nothing that conflicts shares one, at most one weighing and one scan', () => {
    fc.assert(
      fc.property(someTasks, someConflicts, (tasks, conflicts) => {
        const plan = mergeWork(tasks, methods, conflicts, [])
        const wanted = [...new Set(tasks.flatMap((one) => one.duties.map((duty) => duty.code)))].filter((code) => (insideMethods as readonly string[]).includes(code))
        expect(plan.openings).toBe(bruteForce(wanted, conflicts))
        expect(Math.max(plan.weighings, plan.scans)).toBeLessThanOrEqual(1)
        for (const { methods: [a, b] } of conflicts) {
          const [x, y] = [a, b].map((method) => plan.steps.find((step) => step.code === method)?.opening)
          if (x !== undefined && y !== undefined) expect(x).not.toBe(y)
        }
      }),
      { numRuns: 200 },
    )
  }, 30_000)

  test('the order of the parties changes who is proposed, not what is done', () => {
    fc.assert(
      fc.property(someTasks, someConflicts, (tasks, conflicts) => {
        const shape = (parties: readonly PlannedTask[]): string[] =>
          mergeWork(parties, methods, conflicts, []).steps.map((step) => `${step.stage} ${step.opening ?? '-'} ${step.code} ${step.serves.map((duty) => duty.agency).sort().join('+')}`).sort()
        expect(shape([...tasks].reverse())).toEqual(shape(tasks))
      }),
    )
  }, 30_000)
})
