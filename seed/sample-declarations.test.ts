import { expect, test } from 'vitest'
import { Declaration } from '../src/window/declarations/declaration.ts'
import samples from './sample-declarations.json' with { type: 'json' }

test.each(samples.map((sample) => [sample.code, sample.declaration] as const))('the sample %s is a declaration, or fails exactly as its name says', (code, declaration) => {
  const items = declaration.items.map((item, at) => ({ ...item, line: at + 1 }))
  const read = Declaration.safeParse({ ...declaration, items, declarant: 'E-B', consignee: 'E-B', reference: 'R-1' })
  const wrong = read.error?.issues.map((issue) => issue.path.join('/')) ?? []
  expect(wrong).toEqual(code === 'refused' ? ['containers/0/number'] : [])
})
