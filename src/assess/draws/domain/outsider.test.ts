import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sha256Hex } from '../../../kernel/sha256.ts'
import { algorithm, listRoot, million, type DrawList } from './draw-list.ts'
import { drawLots } from './draw-lots.ts'

// Written from docs/draws.md alone, with the platform's hash and big numbers: holds the page, and our own code, to each other.
const sha = (data: string | Buffer): Buffer => createHash('sha256').update(data).digest()
const canonical = (value: unknown): string =>
  Array.isArray(value)
    ? `[${value.map(canonical).join(',')}]`
    : value !== null && typeof value === 'object'
      ? `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical((value as Record<string, unknown>)[key])}`).join(',')}}`
      : JSON.stringify(value)

function merkle(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 1) return sha(Buffer.concat([Buffer.from([0]), leaves[0] ?? Buffer.alloc(0)]))
  const k = 2 ** Math.floor(Math.log2(leaves.length - 1))
  return sha(Buffer.concat([Buffer.from([1]), merkle(leaves.slice(0, k)), merkle(leaves.slice(k))]))
}

function uniformly(seed: string, label: string, n: number): number {
  const range = 2n ** 48n
  for (let attempt = 0; ; attempt++) {
    const x = BigInt(`0x${sha(`${seed}\n${label}\n${attempt}`).toString('hex').slice(0, 12)}`)
    if (x < range - (range % BigInt(n))) return Number(x % BigInt(n))
  }
}

function recompute(list: DrawList, seed: string): { object: string; officers: string[]; short: boolean }[] {
  const { rates, crew, capacity } = list.head.rules
  const ticket = (code: string): string => sha(`${seed}\nobject\n${code}`).toString('hex')
  const chosen: string[] = []
  for (const stratum of new Set(list.objects.map((object) => object.stratum))) {
    const tickets = list.objects.filter((object) => object.stratum === stratum).map(({ code }) => code).sort((a, b) => (ticket(a) < ticket(b) ? -1 : 1))
    const wanted = tickets.length * (rates[stratum] ?? 0)
    chosen.push(...tickets.slice(0, Math.floor(wanted / 1e6) + (uniformly(seed, `round\n${stratum}`, 1e6) < wanted % 1e6 ? 1 : 0)))
  }
  const room = new Map(list.officers.map(({ code, load }) => [code, Math.max(0, capacity - load)]))
  return chosen.sort((a, b) => (ticket(a) < ticket(b) ? -1 : 1)).map((object) => {
    const conflicts = list.objects.find(({ code }) => code === object)?.conflicts ?? []
    const officers: string[] = []
    const able = (): string[] => list.officers.filter(({ code, out }) => out === null && (room.get(code) ?? 0) > 0 && !conflicts.includes(code) && !officers.includes(code)).map(({ code }) => code)
    if (able().length < crew) return { object, officers, short: true }
    for (let place = 0; place < crew; place++) {
      const places = able().flatMap((code) => Array.from({ length: room.get(code) ?? 0 }, () => code))
      const code = places[uniformly(seed, `officer\n${object}\n${place}`, places.length)] ?? ''
      officers.push(code)
      room.set(code, (room.get(code) ?? 0) - 1)
    }
    return { object, officers, short: false }
  })
}

const lists = fc
  .record({
    objects: fc.array(fc.record({ stratum: fc.constantFrom('a', 'b', 'c'), conflicts: fc.subarray(['I-001', 'I-002', 'I-003']) }), { minLength: 1, maxLength: 25 }),
    officers: fc.array(fc.record({ load: fc.integer({ min: 0, max: 5 }), out: fc.constantFrom(null, null, 'off-duty' as const) }), { maxLength: 6 }),
    rates: fc.record({ a: fc.integer({ min: 0, max: million }), b: fc.integer({ min: 0, max: million }), c: fc.constant(0) }),
    crew: fc.integer({ min: 1, max: 3 }),
    capacity: fc.integer({ min: 0, max: 5 }),
  })
  .map(({ objects, officers, rates, crew, capacity }): DrawList => ({
    head: { kind: 'draw', algorithm, draw: 'd', port: 'P', agency: 'AGA', rules: { rates, crew, capacity }, parties: ['AGA'], replaces: null },
    objects: objects.map((object, n) => ({ kind: 'object', code: `O-${String(n + 1).padStart(5, '0')}`, identity: sha256Hex(`o${n}`), ...object })),
    officers: officers.map((officer, n) => ({ kind: 'officer', code: `I-${String(n + 1).padStart(3, '0')}`, identity: sha256Hex(`i${n}`), ...officer })),
  }))

test('an outsider who has only the page draws the same lots and finds the same root', () => {
  fc.assert(
    fc.property(lists, fc.nat(), (list, n) => {
      const seed = sha256Hex(String(n))
      expect(recompute(list, seed)).toEqual(drawLots(list, seed))
      expect(merkle([list.head, ...list.objects, ...list.officers].map((entry) => Buffer.from(canonical(entry)))).toString('hex')).toBe(listRoot(list))
    }),
  )
})
