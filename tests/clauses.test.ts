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

test.each(claims)('$id has its module and a test that bears its id', ({ id, module, file }) => {
  expect(readdirSync(path.join(root, module)).length).toBeGreaterThan(0)
  const titles = [...readFileSync(path.join(root, file), 'utf8').matchAll(/\b(?:test|it)(?:\.each\([\s\S]*?\))?\(\s*['"`]([^'"`]+)/g)].map((match) => match[1] ?? '')
  const own = titles.filter((title) => title.includes(id))
  // The acceptance example of the row, and at least one case beyond it: two titles, or one that says both.
  expect(own.length, `${file} has no test titled with ${id}`).toBeGreaterThan(0)
})
