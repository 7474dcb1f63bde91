import { expect, test } from 'vitest'
import type { Actor } from '../../kernel/actor.ts'
import type { Context } from '../../platform/context.ts'
import { jointSights } from './subject-sights.ts'

const actor: Actor = { kind: 'person', id: 'u', name: 'u', roles: ['officer'], agency: 'A', ports: ['P'] }
const ids = ['00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002']

/** A request whose database has nothing and counts what it is asked. */
function request(): { context: Context; asked: () => number } {
  let asked = 0
  const db = { query: () => (asked++, Promise.resolve([])) }
  return { context: { actor, db } as unknown as Context, asked: () => asked }
}

test.each(['joint-inspection', 'directive', 'collision'])('LB-09: what may be known of a %s and that it was read is one look at each row, not two', async (kind) => {
  const { context, asked } = request()
  const sight = jointSights(() => Promise.resolve(), () => false).get(kind)
  expect(await sight?.known(context, 'P', ids)).toEqual(new Set())
  await sight?.onRead?.(context, 'P', ids)
  expect(asked()).toBe(1)
  // Another request looks for itself.
  const later = request()
  await sight?.known(later.context, 'P', ids)
  expect(later.asked()).toBe(1)
})
