import { expect, test } from 'vitest'
import { instant, plus } from '../../../kernel/instant.ts'
import type { Disposition, Task } from './inspection.ts'
import { dispositionOn, isDecided, itemKey, lotKey, overall } from './lots.ts'

const zero = instant('2018-07-02T00:00:00Z')
const says = (effect: Disposition['effect'], after = 0): Disposition => ({ code: effect, effect, by: 'x', at: plus(zero, after) })
const task = (changes: Partial<Task>): Task => ({ agency: 'A', directives: [], duties: [], crew: [], ...changes })
const effects = (changes: Partial<Task>): (string | undefined)[] => ['a', 'b'].map((lot) => dispositionOn(task(changes), lot)?.effect)

test('TM-06: a decision on a lot is its own; the one on everything is for the others', () => {
  expect(effects({ disposition: says('qualify'), lots: { [lotKey('a')]: says('hold') } })).toEqual(['hold', 'qualify'])
  expect(effects({ lots: { [lotKey('a')]: says('hold') } })).toEqual(['hold', undefined])
})

test('a held item holds its lot and no other; qualified items alone decide nothing', () => {
  expect(effects({ disposition: says('qualify'), lots: { [itemKey('a', 2)]: says('refuse') } })).toEqual(['refuse', 'qualify'])
  expect(effects({ lots: { [itemKey('a', 1)]: says('qualify') } })).toEqual([undefined, undefined])
})

test('an agency is done when every lot is let go or refused', () => {
  const done = (changes: Partial<Task>): boolean => isDecided({ declarations: ['a', 'b'] }, task(changes))
  expect([done({ disposition: says('qualify') }), done({ disposition: says('hold') }), done({})]).toEqual([true, false, false])
  expect([done({ lots: { [lotKey('a')]: says('refuse') } }), done({ disposition: says('qualify'), lots: { [lotKey('a')]: says('refuse') } }), done({ disposition: says('qualify'), lots: { [lotKey('a')]: says('hold') } })]).toEqual([false, true, false])
  expect(overall(task({ disposition: says('qualify', 5), lots: { [lotKey('a')]: says('hold') } }))?.effect).toBe('hold')
})
