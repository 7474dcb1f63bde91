import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromEpoch } from '../../../kernel/instant.ts'
import { firstAt, forget, newAgenda, plan, takeDue, type AgendaItem } from './agenda.ts'

test('items come out by moment, those of one moment in the order they were planned, also across a stop', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(20), fc.nat(5)), { maxLength: 60 }), fc.nat(5), (planned, forgotten) => {
      let agenda = newAgenda()
      for (const [at, about] of planned) plan(agenda, { at: fromEpoch(at), kind: 'start', about: String(about), agency: 'A' })
      agenda = JSON.parse(JSON.stringify(agenda)) as typeof agenda
      forget(agenda, String(forgotten))
      const expected = planned
        .map(([at, about], n) => ({ at, about: String(about), n }))
        .filter(({ about }) => about !== String(forgotten))
        .sort((a, b) => a.at - b.at || a.n - b.n)
        .map(({ n }) => n)
      const taken: AgendaItem[] = []
      for (let item = takeDue(agenda, fromEpoch(20)); item !== undefined; item = takeDue(agenda, fromEpoch(20))) taken.push(item)
      expect(taken.map(({ n }) => n)).toEqual(expected)
    }),
  )
})

test('what is not due stays', () => {
  const agenda = newAgenda()
  plan(agenda, { at: fromEpoch(10), kind: 'start', about: 'x', agency: 'A' })
  expect(takeDue(agenda, fromEpoch(9))).toBeUndefined()
  expect(firstAt(agenda)).toBe(10)
  expect(takeDue(agenda, fromEpoch(10))?.about).toBe('x')
  expect(firstAt(agenda)).toBeUndefined()
})
