import { describe, expect, test } from 'vitest'
import { instant } from '../../../kernel/instant.ts'
import type { MethodConflict, Participants, Readiness, RollOut } from '../../../kernel/pack.ts'
import { excludedBy, isRolledOut, notReady, partiesOf } from './gates.ts'

const validFrom = instant('2018-01-01T00:00:00Z')
const at = instant('2018-06-01T00:00:00Z')
const entry = { clause: 'DC-14', validFrom }
const asked = { port: 'P', objectKind: 'container', business: 'express', at } as const

describe('readiness (DC-14, EC-01)', () => {
  const off = (scope: Partial<Readiness>): Readiness => ({ ...entry, ready: false, ...scope })
  const on = (scope: Partial<Readiness>): Readiness => ({ ...entry, ready: true, ...scope })

  test('named by nobody is ready; the most specific entry decides, of two alike the closed one', () => {
    expect(notReady([], 'A', asked)).toBeUndefined()
    expect(notReady([off({ agency: 'B' })], 'A', asked)).toBeUndefined()
    expect(notReady([off({ agency: 'A' })], 'A', asked)).toBe('A')
    expect(notReady([off({ agency: 'A' }), on({ agency: 'A', port: 'P' })], 'A', asked)).toBeUndefined()
    expect(notReady([on({ agency: 'A', port: 'P' }), off({ agency: 'A', business: 'express' })], 'A', asked)).toBe('A')
    expect(notReady([on({ agency: 'A' }), off({ agency: 'A' })], 'A', asked)).toBe('A')
  })

  test('a channel that is not ready is so for every agency, whatever an agency says of itself', () => {
    const channel = off({ business: 'express' })
    expect(notReady([channel, on({ agency: 'A', business: 'express', port: 'P' })], 'A', asked)).toBe('express')
    expect(notReady([channel], 'A', { ...asked, business: 'import' })).toBeUndefined()
    expect(notReady([channel], 'A', { ...asked, business: undefined })).toBeUndefined()
  })

  test('an entry counts while it is in force', () => {
    const until = off({ agency: 'A', validTo: at })
    expect(notReady([until], 'A', asked)).toBeUndefined()
    expect(notReady([until], 'A', { ...asked, at: instant('2018-05-31T23:59:59Z') })).toBe('A')
  })

  test('who is required and not ready is missing, the others are there', () => {
    const participants: Participants[] = [{ ...entry, objectKind: 'vessel', required: ['A', 'B'], optional: ['C'], mechanism: 'boarding' }]
    expect(partiesOf({ participants, readiness: [off({ agency: 'B' }), off({ agency: 'C' })] }, { ...asked, objectKind: 'vessel' })).toEqual({ present: ['A'], missing: ['B'] })
  })
})

test('JI-25: roll-out by business, object and port; a narrower entry wins over a wider one', () => {
  const entries: RollOut[] = [{ ...entry, on: true }, { ...entry, port: 'P', on: false }, { ...entry, port: 'P', business: 'import', on: true }, { ...entry, port: 'P', business: 'import', objectKind: 'lot', on: false }]
  expect(isRolledOut(entries, { ...asked, port: 'Q' })).toBe(true)
  expect(isRolledOut(entries, asked)).toBe(false)
  expect(isRolledOut(entries, { ...asked, business: 'import' })).toBe(true)
  expect(isRolledOut(entries, { ...asked, business: 'import', objectKind: 'lot' })).toBe(false)
})

test('JI-26: methods keep directives apart only where nothing of the one goes with anything of the other', () => {
  const conflicts: MethodConflict[] = [{ ...entry, methods: ['treatment', 'open'], reason: { zh: '', en: '' } }, { ...entry, methods: ['treatment', 'sample'], reason: { zh: '', en: '' } }]
  expect(excludedBy(conflicts, ['treatment'], ['open', 'sample'], at)).toBe('open/treatment')
  expect(excludedBy(conflicts, ['open'], ['treatment'], at)).toBe('open/treatment')
  expect(excludedBy(conflicts, ['treatment'], ['open', 'weigh'], at)).toBeUndefined()
  expect(excludedBy(conflicts, ['documents'], ['treatment'], at)).toBeUndefined()
  expect(excludedBy(conflicts, ['treatment'], ['treatment'], at)).toBeUndefined()
  expect(excludedBy(conflicts, ['treatment'], ['open'], instant('2017-01-01T00:00:00Z'))).toBeUndefined()
})
