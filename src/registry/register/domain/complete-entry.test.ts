import { expect, test } from 'vitest'
import { completed } from './complete-entry.ts'

test('GV-12: a member nobody could have written is taken from the pack; one that was taken out stays out, and what is there is left alone', () => {
  const row = { kind: 'train', required: ['A'], consultation: true }
  expect(completed({ kind: 'train', required: ['B'] }, row, new Set(['kind', 'required']))).toEqual({ kind: 'train', required: ['B'], consultation: true })
  expect(completed({ kind: 'train', required: ['B'] }, row, new Set(['kind', 'required', 'consultation']))).toBeUndefined()
  expect(completed(row, row, new Set(Object.keys(row)))).toBeUndefined()
})
