import { expect, test } from 'vitest'
import { systemActor, type Actor, type Role } from '../../../kernel/actor.ts'
import type { Directive } from './directive.ts'
import { mayTakeAway } from './may-change.ts'

const actor = (...roles: Role[]): Actor => ({ kind: 'person', id: 'p', name: 'p', roles, agency: 'A', ports: ['P1'] })
const directive = (origin: Directive['origin']) => ({ origin, methods: ['open', 'scan'] as const, checks: ['count'] })
const nothing = { methods: [], checks: [] }

test.each([
  ['an agency its own directive', actor('officer'), 'agency', nothing, true, undefined],
  ['an officer what assessment wants', actor('officer'), 'assessment', nothing, false, 'directives/needs-coordinator'],
  ['an officer one method of it', actor('officer'), 'assessment', { methods: ['open'], checks: ['count'] }, false, 'directives/needs-coordinator'],
  ['an officer one check of it', actor('officer'), 'assessment', { methods: ['open', 'scan'], checks: [] }, false, 'directives/needs-coordinator'],
  ['an officer who asks for more', actor('officer'), 'assessment', { methods: ['open', 'scan', 'weigh'], checks: ['count', 'seal'] }, true, undefined],
  ['a coordinator what assessment wants', actor('coordinator'), 'assessment', nothing, false, undefined],
  ['a coordinator what the floor wants', actor('coordinator'), 'assessment', nothing, true, 'directives/safety-floor'],
  ['a coordinator what lots named', actor('coordinator'), 'draw', nothing, false, 'directives/drawn'],
  ['the program, of a draw made again', systemActor, 'draw', nothing, false, undefined],
] as const)('%s', (_, who, origin, left, floor, code) => {
  expect(mayTakeAway(who, directive(origin), left, floor)?.code).toBe(code)
})
