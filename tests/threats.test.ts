import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'

const root = path.join(import.meta.dirname, '..')
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8')
const sources = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file)).map((file) => path.join('src', file))

/** Ways a text becomes a program or a page. */
const runs = /dangerouslySetInnerHTML|\binnerHTML\b|\bouterHTML\b|insertAdjacentHTML|document\.write|\beval\(|new Function\(|srcDoc=|javascript:/

describe('threats', () => {
  test('no text is ever made a page or a program: what anybody types is shown as text', () => {
    expect(sources.length).toBeGreaterThan(500)
    expect(sources.filter((file) => runs.test(read(file)))).toEqual([])
    for (const planted of ['<p dangerouslySetInnerHTML={{ __html: note }} />', 'box.innerHTML = note', 'eval(rule)', 'new Function(rule)']) expect(runs.test(planted), planted).toBe(true)
  })

  test('every line of docs/threats.md names tests that are there', () => {
    const rows = read('docs/threats.md').split('\n').filter((line) => line.startsWith('| S'))
    const named = (row: string): string[] => [...row.matchAll(/`((?:src|tests)\/[^`]+\.ts)`/g)].map(([, file = '']) => file)
    const missing = (lines: readonly string[]): string[] => lines.flatMap((row) => (named(row).length === 0 ? [`no test: ${row.slice(0, 60)}`] : named(row).filter((file) => !sourcesAndTests.has(file))))
    expect(rows.length).toBeGreaterThan(30)
    expect(missing(rows)).toEqual([])
    expect(missing(['| S0 | x | y | `tests/nowhere.test.ts` |', '| S0 | x | y | – |'])).toHaveLength(2)
  })
})

const sourcesAndTests = new Set(['src', 'tests'].flatMap((folder) => readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => path.join(folder, file))))
