import { expect, test } from 'vitest'
import { keepAnswers } from './keep-answers.ts'

test('one version of each address, the last asked for stay, never more than so many characters', () => {
  const kept = keepAnswers(10)
  kept.keep('/a', '1', 'aaaa')
  kept.keep('/b', '1', 'bbbb')
  expect([kept.find('/a', '1'), kept.find('/a', '2'), kept.find('/c', '1')]).toEqual(['aaaa', undefined, undefined])
  // /b was asked for longest ago.
  kept.keep('/c', '1', 'ccc')
  expect(['/a', '/b', '/c'].map((address) => kept.find(address, '1'))).toEqual(['aaaa', undefined, 'ccc'])
  kept.keep('/a', '2', 'aa')
  expect([kept.find('/a', '1'), kept.find('/a', '2')]).toEqual([undefined, 'aa'])
})

test('what is longer than half of the room is not kept, and takes nobody else\'s place', () => {
  const kept = keepAnswers(10)
  kept.keep('/a', '1', 'aaaa')
  kept.keep('/b', '1', 'bbbbbb')
  expect([kept.find('/a', '1'), kept.find('/b', '1')]).toEqual(['aaaa', undefined])
  kept.keep('/a', '2', 'aaaaaa')
  expect([kept.find('/a', '1'), kept.find('/a', '2')]).toEqual([undefined, undefined])
})
