import { describe, expect, test } from 'vitest'
import { hours, instant, plus } from '../../../kernel/instant.ts'
import type { Entry, ObjectKind, Participants, Port, Power } from '../../../kernel/pack.ts'
import { checkDirective, maySendDirective, type DirectiveLaw, type Wanted } from './check-directive.ts'
import { participantsFor } from './participation.ts'

const now = instant('2018-07-02T08:00:00+08:00')
const entry: Entry = { clause: 'JI-01', validFrom: instant('2018-01-01T00:00:00Z') }
const name = { zh: '甲', en: 'A' }
const goods: Participants = { ...entry, objectKind: 'container', required: ['A', 'B'], optional: [], withLegalBasis: ['C'], mechanism: 'goods' }
const train: Participants = { ...entry, clause: 'JI-03', objectKind: 'train', required: ['A', 'B', 'C'], optional: [], mechanism: 'goods' }
const powers: Power[] = [
  { ...entry, code: 'A-GOODS', agency: 'A', methods: ['open', 'weigh'], name },
  { ...entry, code: 'C-ALL', agency: 'C', methods: ['open', 'board'], name },
  { ...entry, code: 'D-ALL', agency: 'D', methods: ['open', 'board'], name },
  { ...entry, code: 'A-LORRIES', agency: 'A', methods: ['open'], objectKinds: ['vehicle', 'train'], name },
  { ...entry, code: 'A-BORDER', agency: 'A', methods: ['open'], ports: ['650302'], name },
  { ...entry, code: 'A-ENDING', agency: 'A', methods: ['open'], name, validTo: plus(now, hours(1)) },
  { ...entry, code: 'A-OLD', agency: 'A', methods: ['open'], name, validTo: instant('2018-06-30T00:00:00Z') },
]
const ports: Port[] = [{ ...entry, code: '380101', name, kind: 'sea', timeZone: 'Asia/Shanghai' }]
const law: DirectiveLaw = { ports, powers, participants: [goods, train] }

const wanted = (changes: Partial<Wanted> = {}): Wanted => ({
  port: '380101',
  agency: 'A',
  object: { kind: 'container', ref: 'TGHU1234567' },
  methods: ['open'],
  window: { from: now, to: plus(now, hours(4)) },
  power: 'A-GOODS',
  ...changes,
})
const codes = (changes: Partial<Wanted>): string[] => checkDirective(wanted(changes), law, now).map((refusal) => `${refusal.code} ${refusal.pointer ?? ''}`)
const about = (kind: ObjectKind): Wanted['object'] => ({ kind, ref: 'X' })

describe('checkDirective', () => {
  test('takes a directive with object, method and power', () => {
    expect(codes({})).toEqual([])
  })

  test.each([
    ['unknown port', { port: '999999' }, ['directives/unknown-port /port']],
    ['unknown power', { power: 'NONE' }, ['directives/unknown-power /power']],
    ['power of another agency', { power: 'C-ALL' }, ['directives/power-of-another-agency /power']],
    ['power no longer in force', { power: 'A-OLD' }, ['directives/power-not-in-force /power']],
    ['power over another kind of object', { power: 'A-LORRIES' }, ['directives/power-without-object /power']],
    ['power at another port', { power: 'A-BORDER' }, ['directives/power-without-object /power']],
    ['power that is over when the object is needed', { power: 'A-ENDING', window: { from: plus(now, hours(2)), to: plus(now, hours(3)) } }, ['directives/power-not-in-force /power']],
    ['method outside the power', { methods: ['open', 'scan'] }, ['directives/power-without-method /methods/1']],
    ['inverted window', { window: { from: plus(now, 2), to: plus(now, 1) } }, ['directives/window-inverted /window/to']],
    ['window that is over', { window: { from: plus(now, -hours(2)), to: plus(now, -1) } }, ['directives/window-past /window/to']],
    ['kind nobody inspects', { object: about('lot') }, ['directives/kind-not-inspected /object/kind']],
    ['agency outside the participants', { agency: 'D', power: 'D-ALL', object: about('train') }, ['directives/agency-not-participant /object/kind']],
    ['legal basis not noted', { agency: 'C', power: 'C-ALL' }, ['directives/legal-basis-required /legalBasis']],
    ['several faults at once', { power: 'NONE', window: { from: now, to: plus(now, -1) } }, ['directives/window-inverted /window/to', 'directives/unknown-power /power']],
  ] as [string, Partial<Wanted>, string[]][])('%s', (_, changes, expected) => {
    expect(codes(changes)).toEqual(expected)
  })

  test('GV-07: a power bears the kinds, ports and times it is given for', () => {
    expect(codes({ power: 'A-LORRIES', object: about('train') })).toEqual([])
    expect(codes({ power: 'A-ENDING' })).toEqual([])
  })

  test('an agency not offered by default joins with a note of its legal basis; a third one never does', () => {
    expect(codes({ agency: 'C', power: 'C-ALL', legalBasis: 'Law 4' })).toEqual([])
    expect(codes({ agency: 'D', power: 'D-ALL', legalBasis: 'Law 4' })).toEqual(['directives/agency-not-participant /object/kind'])
  })
})

test('the entry of the port comes before the general one', () => {
  const own: Participants = { ...train, port: '380101', mechanism: 'boarding' }
  expect(participantsFor([train, own], '380101', 'train', now)?.mechanism).toBe('boarding')
  expect(participantsFor([train, own], '650302', 'train', now)?.mechanism).toBe('goods')
})

test('only officers and coordinators of the agency, at their port, may send', () => {
  const officer = { kind: 'person', id: '1', name: 'Li', roles: ['officer'], agency: 'A', ports: ['380101'] } as const
  expect(maySendDirective(officer, undefined, '380101')).toBeUndefined()
  expect(maySendDirective(officer, 'B', '380101')?.code).toBe('directives/other-agency')
  expect(maySendDirective(officer, undefined, '650302')?.code).toBe('common/not-permitted')
  expect(maySendDirective({ ...officer, roles: ['trader'] }, undefined, '380101')?.code).toBe('common/not-permitted')
})
