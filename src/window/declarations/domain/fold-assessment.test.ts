import { expect, test } from 'vitest'
import { cn } from '../../../../packs/cn/pack.ts'
import { assess, buildSnapshot, type Assessment } from '../../../assess/public.ts'
import { instant } from '../../../kernel/instant.ts'
import { foldAssessment, keysOf, unfoldAssessment } from './fold-assessment.ts'

const snapshot = buildSnapshot({ revision: '1', pack: cn, versions: cn.tables.flatMap((seed) => seed.versions), grades: (enterprise) => enterprise.slice(2) })
const goods = ['6109100000', '0207120000', '8703234110', '4403110010', '3915100000', '2707100000']

function assessments(): Assessment[] {
  return ['E-AA', 'E-B', 'E-D', 'unknown'].flatMap((declarant) =>
    goods.flatMap((hs, i) =>
      (['import', 'export', 'transit'] as const).map((direction) =>
        assess(snapshot, {
          at: instant('2026-03-02T01:00:00Z'),
          port: '380101',
          direction,
          mode: 'sea',
          declarant,
          containers: [{ number: 'TGHU1234567' }],
          items: [hs, goods[(i + 1) % goods.length] ?? hs].map((code, n) => ({ line: n + 1, hs: code, origin: 'BR', netWeightKg: 10, value: { amount: 5, currency: 'USD' } })),
        }),
      ),
    ),
  )
}

test('what is unfolded is what was folded, also after storage as JSON', () => {
  const shapes = new Map<string, unknown>()
  for (const assessment of assessments()) {
    const folded = foldAssessment(assessment, (text) => text, ({ key, text }) => shapes.set(key, JSON.parse(text)))
    const stored = JSON.parse(JSON.stringify(folded)) as typeof folded
    expect(unfoldAssessment(stored, assessment, (key) => shapes.get(key))).toEqual(JSON.parse(JSON.stringify(assessment)))
    for (const key of keysOf(stored)) expect(shapes.has(key)).toBe(true)
  }
})

test('shapes do not grow with the number of cases', () => {
  const seen = new Set<string>()
  const fold = (): void => assessments().forEach((assessment) => foldAssessment(assessment, (text) => text, ({ key }) => seen.add(key)))
  fold()
  const few = seen.size
  fold()
  expect(seen.size).toBe(few)
  expect(few).toBeLessThan(100)
})

test('a shape that is missing is a bug and never silently left out', () => {
  const [assessment] = assessments()
  if (assessment === undefined) return expect.fail()
  const folded = foldAssessment(assessment, (text) => text, () => undefined)
  expect(() => unfoldAssessment(folded, assessment, () => undefined)).toThrow('was stored before it was used')
})
