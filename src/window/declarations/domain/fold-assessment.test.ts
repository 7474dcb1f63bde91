import { expect, test } from 'vitest'
import { cn } from '../../../../packs/cn/pack.ts'
import { assess, buildSnapshot, type Assessment } from '../../../assess/public.ts'
import { instant } from '../../../kernel/instant.ts'
import { assessmentFolder } from '../assessment-shapes.ts'
import { foldAssessment, keysOf, shapeOfCheck, shapeOfStep, unfoldAssessment } from './fold-assessment.ts'

const byText = { ofStep: shapeOfStep, ofCheck: shapeOfCheck }

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
          items: [hs, goods[(i + 1) % goods.length] ?? hs].map((code, n) => ({
            line: n + 1,
            hs: code,
            origin: 'BR',
            netWeightKg: 10,
            value: { amount: 5, currency: 'USD' },
          })),
        }),
      ),
    ),
  )
}

test('what is unfolded is what was folded, also after storage as JSON', () => {
  for (const assessment of assessments()) {
    const folded = foldAssessment(assessment, byText)
    const stored = JSON.parse(JSON.stringify(folded)) as typeof folded
    expect(unfoldAssessment(stored, assessment, (key) => JSON.parse(key) as unknown)).toEqual(JSON.parse(JSON.stringify(assessment)))
  }
})

test('the short names of the folder never make two shapes one', async () => {
  const folder = assessmentFolder()
  const shapes = new Map<string, string>()
  const db = {
    query: async <Row>(_sql: string, [text]: readonly unknown[] = []) =>
      (JSON.parse(String(text)) as { key: string; text: string }[]).map(({ key, text: shape }) => shapes.set(key, shape)) as Row[],
  }
  const cases = assessments().map((assessment) => ({ assessment, folded: folder.fold(assessment) }))
  await folder.stored(db)
  for (const { assessment, folded } of cases) {
    expect(unfoldAssessment(folded, assessment, (key) => JSON.parse(shapes.get(key) ?? 'null') as unknown)).toEqual(JSON.parse(JSON.stringify(assessment)))
  }
  // A field nobody has thought of yet makes another shape.
  const [first] = cases
  if (first === undefined) return expect.fail()
  const step = { ...first.assessment.explanation.steps[0], colour: 'red' } as Assessment['explanation']['steps'][number]
  const folded = folder.fold({ ...first.assessment, explanation: { ...first.assessment.explanation, steps: [step] } })
  expect(folded.steps[0]?.[0]).not.toBe(first.folded.steps[0]?.[0])
})

test('shapes do not grow with the number of cases', () => {
  const seen = new Set<string>()
  const fold = (): void => assessments().forEach((assessment) => keysOf(foldAssessment(assessment, byText)).forEach((key) => seen.add(key)))
  fold()
  const few = seen.size
  fold()
  expect(seen.size).toBe(few)
  expect(few).toBeLessThan(100)
})

test('a shape that is missing is a bug and never silently left out', () => {
  const [assessment] = assessments()
  if (assessment === undefined) return expect.fail()
  const folded = foldAssessment(assessment, byText)
  expect(() => unfoldAssessment(folded, assessment, () => undefined)).toThrow('was stored before it was used')
})
