import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const root = path.join(import.meta.dirname, '..')

/** Rows of `docs/clauses.md`: id, module path, test file. */
const claims = readFileSync(path.join(root, 'docs/clauses.md'), 'utf8')
  .split('\n')
  .map((line) => /^\| ([A-Z]{2}-\d{2}) \| `([^`]+)` \| `([^`]+)` \|/.exec(line))
  .filter((match) => match !== null)
  .map(([, id = '', module = '', file = '']) => ({ id, module, file }))

test('the page claims rows at all', () => {
  expect(claims.length).toBeGreaterThan(25)
  expect(new Set(claims.map((claim) => claim.id)).size).toBe(claims.length)
})

const titlesOf = (file: string): string[] =>
  [...readFileSync(path.join(root, file), 'utf8').matchAll(/\b(?:test|it)(?:\.each\([\s\S]*?\))?\(\s*['"`]([^'"`]+)/g)].map((match) => match[1] ?? '')

const journeys = readdirSync(path.join(root, 'tests/journeys')).flatMap((file) => titlesOf(`tests/journeys/${file}`))

test.each(claims)('$id has its module, its journey, and a case beyond the example', ({ id, module, file }) => {
  expect(readdirSync(path.join(root, module)).length).toBeGreaterThan(0)
  expect(titlesOf(file).filter((title) => title.includes(id)).length, `${file} has no test titled with ${id}`).toBeGreaterThan(0)
  // The acceptance example of the row, and at least one case beyond it, wherever they stand.
  expect(journeys.filter((title) => title.includes(id)).length, `only one journey bears ${id}`).toBeGreaterThan(1)
})
