import { expect, test } from 'vitest'
import { hours, instant, plus } from '../../../kernel/instant.ts'
import type { Method, MethodRule } from '../../../kernel/pack.ts'
import { answeredBefore } from './answered-before.ts'

const now = instant('2026-03-02T06:20:00Z')
const rule = (method: Method, shared: boolean): MethodRule => ({ method, shared, name: { zh: method, en: method }, objectKinds: ['container'], desk: false, clause: 'JI-10', validFrom: plus(now, -hours(9000)) })
const rules = [rule('open', true), rule('weigh', true), rule('sample', false)]
const look = (inspection: string, methods: readonly Method[]) => ({ inspection, agencies: ['CUS'], methods, startedAt: plus(now, -hours(1)) })

test('DC-11: a late directive is answered only by a look whose method serves everybody, the latest of several, and for what of it that look does', () => {
  const answered = (methods: readonly Method[], ...looks: ReturnType<typeof look>[]) => answeredBefore(methods, rules, looks, now)
  expect(answered(['sample'], look('a', ['sample']))).toBeUndefined()
  expect(answered(['open'], look('a', ['weigh', 'sample']))).toBeUndefined()
  expect(answered(['open', 'sample'], look('a', ['open', 'sample']))).toMatchObject({ inspection: 'a', methods: ['open'], refusal: { code: 'directives/answered-before', pointer: '/reopening', facts: { methods: 'open', agencies: 'CUS' } } })
  expect(answered(['weigh'], look('later', ['weigh']), look('earlier', ['weigh']))?.inspection).toBe('later')
  expect(answeredBefore(['open'], [{ ...rule('open', true), validTo: now }], [look('a', ['open'])], now)).toBeUndefined()
})
