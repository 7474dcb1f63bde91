import { expect, test } from 'vitest'
import type { InspectionView } from './inspection-view.ts'
import { conflictsOf, isMovable, snap } from './replan.ts'

const hour = 3_600_000
const at = (hours: number): string => new Date(hours * hour).toISOString()

function inspection(id: string, from: number, changes: Partial<InspectionView> = {}, crew: readonly string[] = []): InspectionView {
  return {
    ...{ port: 'P', id, kind: 'joint', state: 'agreed', object: { kind: 'container', ref: `R-${id}`, key: id }, declarations: [], parties: [], desk: false },
    ...{ window: { from: at(8), to: at(18) }, slot: { from: at(from), to: at(from + 1) }, site: 'S1', proposedAt: at(0), version: 1, acts: ['reschedule'] },
    tasks: [{ agency: 'A', directives: [], duties: [], crew: [...crew] }],
    ...changes,
  }
}

const draft = (from: number, site = 'S1') => ({ id: 'x', from: from * hour, to: (from + 1) * hour, site })
const one = (): number => 1

test('people who are elsewhere, a full site, a time nobody needs, a time that is over', () => {
  const board = [inspection('x', 9, {}, ['c1', 'c2']), inspection('y', 11, {}, ['c2']), inspection('z', 13, { site: 'S2' })]
  expect(conflictsOf(draft(10.5), board, one, 0)).toEqual([{ kind: 'crew', people: ['c2'], with: 'R-y' }, { kind: 'site', with: ['R-y'] }])
  expect(conflictsOf(draft(13), board, one, 0)).toEqual([])
  expect(conflictsOf(draft(13, 'S2'), board, one, 0)).toEqual([{ kind: 'site', with: ['R-z'] }])
  expect(conflictsOf(draft(13, 'S2'), board, () => undefined, 0)).toEqual([])
  expect(conflictsOf(draft(17.5), board, one, 0)).toEqual([{ kind: 'window' }])
  expect(conflictsOf(draft(8), board, one, 9.5 * hour)).toEqual([{ kind: 'past' }])
})

test('what ends when the other begins is no conflict, nor what is over', () => {
  const board = [inspection('x', 9, {}, ['c1']), inspection('y', 11, {}, ['c1']), inspection('d', 10, { state: 'closed' }, ['c1'])]
  expect(conflictsOf(draft(10), board, one, 0)).toEqual([])
})

test('moves by quarters of an hour, and only what the reader may move', () => {
  expect(snap(hour + 8 * 60_000)).toBe(hour + 15 * 60_000)
  expect([isMovable(inspection('x', 9)), isMovable(inspection('x', 9, { acts: [] }))]).toEqual([true, false])
})
