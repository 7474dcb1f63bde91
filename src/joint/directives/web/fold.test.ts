import { expect, test } from 'vitest'
import type { DirectiveRow } from './directive-view.ts'
import { fold } from './fold.ts'

const directive = (id: string, inspection: string | undefined, methods: string[]): DirectiveRow => ({
  ...{ port: 'P', id, agency: 'A', origin: 'agency', object: { kind: 'container', ref: 'R' }, methods, checks: [], window: { from: '2026-03-01T00:00:00Z', to: '2026-03-02T00:00:00Z' } },
  ...{ power: 'p', reason: 'r', declarations: [], parties: [], acts: [], joint: false, priority: 0, state: 'open', version: 1, acceptedAt: '2026-03-01T00:00:00Z', sentBy: 's' },
  ...(inspection === undefined ? {} : { inspection }),
})

test('directives that one inspection answers are one thing to do: the first due stands, with the methods of all', () => {
  const folded = fold([directive('1', 'x', ['open']), directive('2', undefined, ['documents']), directive('3', 'x', ['open', 'weigh']), directive('4', 'y', ['scan'])])
  expect(folded.map(({ id, methods }) => [id, methods])).toEqual([
    ['1', ['open', 'weigh']],
    ['2', ['documents']],
    ['4', ['scan']],
  ])
})
