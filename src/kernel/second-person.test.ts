import { expect, test } from 'vitest'
import type { Actor } from './actor.ts'
import { personBehind, secondPerson } from './second-person.ts'

const ann: Actor = { kind: 'person', id: 'ann', name: 'Ann', roles: ['officer'], ports: ['*'] }
const annsToken: Actor = { ...ann, kind: 'machine', id: 'token-1', behind: 'ann' }
const robot: Actor = { ...ann, kind: 'machine', id: 'token-2' }
const same = { code: 'tables/same-person' }

test('GV-15: the second person is another person, never a token, and never the one who issued the token that was first', () => {
  expect(secondPerson({ ...ann, id: 'bob' }, ['ann'], same)).toBeUndefined()
  expect(secondPerson(ann, ['ann'], same)).toBe(same)
  expect(secondPerson(ann, [personBehind(annsToken)], same)).toBe(same)
  expect(secondPerson(ann, [personBehind(robot)], same)).toBeUndefined()
  expect(secondPerson(annsToken, ['bob'], same)?.code).toBe('common/persons-only')
  expect(secondPerson({ ...ann, kind: 'system' }, [], same)?.code).toBe('common/persons-only')
})
