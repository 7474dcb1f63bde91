import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instant } from '../../instant.ts'
import { compile } from '../compile.ts'
import { evaluate, evaluateAll } from '../evaluate.ts'
import { explain } from '../explain.ts'
import type { Column, Facts, Row, TableDefinition } from '../table.ts'
import { readFormula } from './read-formula.ts'

const column = (name: string, type: Column['type'], audience: Column['audience'] = 'public'): Column => ({ name, type, title: { zh: name, en: name }, audience })
const columns: readonly Column[] = [column('hs', 'code'), column('origin', 'code', 'officer'), column('attributes', 'codes'), column('weight', 'number'), column('at', 'instant'), column('used', 'boolean')]
const facts: Facts = { hs: '8443110000', origin: 'BD', attributes: ['20', 'used'], weight: 12.5, at: instant('2018-06-01T00:00:00Z'), used: true }

function holds(text: string, of: Facts = facts): boolean {
  const formula = readFormula(columns, text)
  if (!formula.ok) throw new Error(JSON.stringify(formula.refusals))
  return formula.value.holds(of)
}
const refused = (text: string): string => {
  const formula = readFormula(columns, text)
  return formula.ok ? 'admitted' : (formula.refusals[0]?.code ?? '')
}

describe('a formula', () => {
  test.each([
    ['weight > 12 && weight < 13', true],
    ['weight * 2 == 25', true],
    ['weight / 2 - 1 >= 5.25', true],
    ['-weight < -12', true],
    ['weight % 5 == 2.5', true],
    ['origin in ["BD", "PK"]', true],
    ['"20" in attributes', true],
    ['"21" in attributes', false],
    ['weight in [1, 12.5]', true],
    ['size(attributes) == 2 && attributes.size() == 2', true],
    ['hs.startsWith("84") && hs.endsWith("00") && hs.contains("311")', true],
    ['hs.matches("^84(43|71)")', true],
    ['hs.matches("^85")', false],
    ['at >= timestamp("2018-01-01T00:00:00Z")', true],
    ['used ? weight > 10 : weight > 100', true],
    ['!used || origin != "BD"', false],
    ['weight / 0 > 1', true],
    ['0 / 0 == 0 / 0 && weight > 0', false],
  ])('%s', (text, expected) => expect(holds(text)).toBe(expected))

  test('does not hold where a value it reads is not known, whatever it says of it', () => {
    expect(holds('weight > 1 || used', { ...facts, weight: undefined })).toBe(false)
    expect(holds('!(weight > 1)', { ...facts, weight: Number.NaN })).toBe(false)
    expect(holds('hs.size() > 1', { ...facts, hs: '1'.repeat(10_000) })).toBe(false)
    expect(holds('attributes.size() > 1', { ...facts, attributes: Array.from({ length: 10_000 }, String) })).toBe(false)
  })

  const hostile: readonly (readonly [string, string])[] = [
    ['weight >', 'tables/formula-malformed'],
    ['weight > 1; while(true){}', 'tables/formula-malformed'],
    ['', 'tables/formula-malformed'],
    ['weight', 'tables/formula-not-a-question'],
    ['"a" + "b" == "ab"', 'tables/formula-types'],
    ['hs > 5', 'tables/formula-types'],
    ['weight == "5"', 'tables/formula-types'],
    ['nowhere == 1', 'tables/formula-unknown-name'],
    ['constructor == 1', 'tables/formula-unknown-name'],
    ['__proto__ == 1', 'tables/formula-malformed'],
    ['toString() == "x"', 'tables/formula-unknown-function'],
    ['hs.constructor("return process")() == 1', 'tables/formula-malformed'],
    ['hs.constructor("return process") == "x"', 'tables/formula-unknown-function'],
    ['hs.__proto__ == "x"', 'tables/formula-not-allowed'],
    ['attributes[0] == "x"', 'tables/formula-not-allowed'],
    ['{"a": 1} == {"a": 1}', 'tables/formula-too-costly'],
    ['[1, [2]] == [1]', 'tables/formula-not-allowed'],
    ['attributes.exists(a, a == "x")', 'tables/formula-unknown-function'],
    ['[1,2,3].map(x, x * 2).size() > 1', 'tables/formula-unknown-function'],
    ['hs.matches("((a{100}){100}){100}")', 'tables/formula-pattern'],
    ['hs.matches("a{900}")', 'tables/formula-pattern'],
    ['hs.matches(origin)', 'tables/formula-pattern'],
    ['hs.matches("(")', 'tables/formula-pattern'],
    ['timestamp("yesterday") < at', 'tables/formula-moment'],
    ['null == null', 'tables/formula-not-allowed'],
    [`weight > ${'('.repeat(200)}1${')'.repeat(200)}`, 'tables/formula-too-costly'],
    [Array.from({ length: 70 }, () => 'used').join('&&'), 'tables/formula-too-costly'],
    ['used && '.repeat(200) + 'used', 'tables/formula-too-long'],
    [Array.from({ length: 12 }, () => 'hs.matches("(a|b|c){40}x")').join('||'), 'tables/formula-too-costly'],
  ]
  test.each(hostile)('%s is refused', (text, code) => expect(refused(text)).toBe(code))

  test('patterns that make other engines run for ever are answered at once', () => {
    const before = process.cpuUsage()
    for (const pattern of ['^(a+)+$', '^(a|aa)+$', '(x+x+)+y', '^(([a-z])+.)+[A-Z]([a-z])+$']) holds(`hs.matches("${pattern}")`, { ...facts, hs: `${'a'.repeat(199)}!` })
    expect(process.cpuUsage(before).user).toBeLessThan(200_000)
  })

  test('whatever is written is either admitted or refused, and what is admitted answers', () => {
    const piece = fc.constantFrom('weight', 'hs', 'origin', 'attributes', 'used', 'at', '1', '"84"', '>', '==', '&&', '||', '!', '(', ')', '[', ']', ',', '.', 'in', '+', '-', '*', '/', '%', '?', ':', 'size', 'matches', 'startsWith', '\u0000', '中', '\\', "'", '{', '}', 'b"x"', '1u', 'null')
    const sentence = fc.tuple(fc.constantFrom('weight', 'hs', 'origin', '1'), fc.constantFrom('>', '==', '!=', '<='), fc.constantFrom('weight', 'hs', '1', '"84"', 'null')).map((words) => words.join(' '))
    let admitted = 0
    fc.assert(
      fc.property(fc.oneof(sentence, fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(' ')), fc.string({ maxLength: 60 })), (text) => {
        const formula = readFormula(columns, text)
        if (!formula.ok) return void expect(formula.refusals[0]?.code).toMatch(/^tables\/formula-/)
        admitted++
        expect(typeof formula.value.holds(facts)).toBe('boolean')
        expect(typeof formula.value.holds({})).toBe('boolean')
      }),
      { numRuns: 20_000 },
    )
    expect(admitted).toBeGreaterThan(1_000)
  }, 60_000)
})

const definition: TableDefinition = {
  name: 't', title: { zh: '表', en: 't' }, clause: 'RR-15', columns, hit: { policy: 'first' },
  outputs: [{ name: 'level', type: 'code', title: { zh: '等级', en: 'level' } }],
}
const rows: readonly Row[] = [
  { id: 'cheap', when: { hs: { op: 'prefix', values: ['84'] } }, formula: 'weight > 10 && origin == "BD"', then: { level: 'high' }, clause: 'RR-15' },
  { id: 'machine', when: { hs: { op: 'prefix', values: ['84'] } }, then: { level: 'medium' }, clause: 'RR-15' },
  { id: 'other', when: {}, then: { level: 'low' }, clause: 'RR-15' },
]
const table = compile(definition, { table: 't', version: 3, validFrom: instant('2018-01-01T00:00:00Z'), rows })

describe('a table with formulas', () => {
  test('a row answers when its conditions and its formula hold, else the next one does', () => {
    expect(evaluate(table, facts)?.id).toBe('cheap')
    expect(evaluate(table, { ...facts, weight: 3 })?.id).toBe('machine')
    expect(evaluate(table, { ...facts, origin: undefined })?.id).toBe('machine')
    expect(evaluate(table, { ...facts, hs: '0207' })?.id).toBe('other')
    const found: Row[] = []
    expect(evaluateAll(table, facts, found)).toBe(3)
    expect(evaluateAll(table, { ...facts, weight: 3 }, found)).toBe(2)
  })

  test('RR-15: the explanation shows the formula and the values it read', () => {
    expect(explain(table, facts)).toEqual([
      {
        rule: { table: 't', version: 3, row: 'cheap', clause: 'RR-15', formula: 'weight > 10 && origin == "BD"' },
        targeting: false,
        conditions: [
          { name: 'hs', audience: 'public', value: '8443110000', condition: { op: 'prefix', values: ['84'] } },
          { name: 'origin', audience: 'officer', value: 'BD' },
          { name: 'weight', audience: 'public', value: 12.5 },
        ],
        then: { level: 'high' },
      },
    ])
  })

  test('a formula is only asked where every condition holds', () => {
    let asked = 0
    const spied = { ...table, formulas: table.formulas?.map((formula) => (formula === undefined ? undefined : { ...formula, holds: () => ++asked > 0 })) as NonNullable<typeof table.formulas> }
    evaluate(spied, { ...facts, hs: '0207' })
    expect(asked).toBe(0)
    evaluate(spied, facts)
    expect(asked).toBe(1)
  })
})
