import { existsSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const root = path.join(import.meta.dirname, '..')

interface Claim {
  readonly id: string
  readonly modules: readonly string[]
  readonly files: readonly string[]
}

const named = (cell: string): string[] => {
  const names = cell.split(',').map((part) => /^`([^`]+)`$/.exec(part.trim())?.[1])
  return names.every((name) => name !== undefined) ? names : []
}

/** The claims of a page: every line of its table, and a complaint for each line that cannot be read or says nothing. */
function claimsOf(page: string): { readonly claims: readonly Claim[]; readonly unreadable: readonly string[] } {
  const lines = page.split('\n').filter((line) => /^\|\s*[A-Za-z]{2}-?\d/.test(line))
  const claims = lines.map((line): Claim => {
    const [, id = '', modules = '', files = '', what = ''] = line.split('|').map((cell) => cell.trim())
    return { id: what === '' || !/^[A-Z]{2}-\d{2}$/.test(id) ? '' : id, modules: named(modules), files: named(files) }
  })
  return { claims, unreadable: lines.filter((_, i) => claims[i]?.id === '' || claims[i]?.modules.length === 0 || claims[i]?.files.length === 0) }
}

const { claims, unreadable } = claimsOf(readFileSync(path.join(root, 'docs/clauses.md'), 'utf8'))

test('every line of the page can be read, and no row is claimed twice', () => {
  expect(unreadable).toEqual([])
  expect(claims.length).toBeGreaterThan(110)
  expect(claims.map(({ id }) => id).filter((id, i, all) => all.indexOf(id) !== i)).toEqual([])
})

test('a line that says nothing is found', () => {
  const planted = ['| DC-01 | `src/joint/directives` | tests/journeys/dc.journey.test.ts | A directive |', '| DC-1 | `src/joint` | `tests/journeys/dc.journey.test.ts` | A directive |', '| DC-02 | `src/joint` | `tests/journeys/dc.journey.test.ts` |']
  expect(claimsOf(planted.join('\n')).unreadable).toEqual(planted)
})

const titlesOf = (file: string): string[] =>
  [...readFileSync(path.join(root, file), 'utf8').matchAll(/\b(?:test|it)(?:\.each\([\s\S]*?\))?\(\s*['"`]([^'"`]+)/g)].map((match) => match[1] ?? '')

const journeys = readdirSync(path.join(root, 'tests/journeys')).flatMap((file) => titlesOf(`tests/journeys/${file}`))

test.each(claims)('$id has its modules, its journeys, and a case beyond the example', ({ id, modules, files }) => {
  expect(modules.filter((module) => !existsSync(path.join(root, module)) || readdirSync(path.join(root, module)).length === 0)).toEqual([])
  expect(files.filter((file) => !existsSync(path.join(root, file)) || !titlesOf(file).some((title) => title.includes(id))), `files without a test titled with ${id}`).toEqual([])
  // The acceptance example of the row, and at least one case beyond it, wherever they stand.
  expect(journeys.filter((title) => title.includes(id)).length, `only one journey bears ${id}`).toBeGreaterThan(1)
})
