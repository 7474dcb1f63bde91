import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { cn } from '../packs/cn/pack.ts'
import { gb } from '../packs/gb/pack.ts'
import { parseStrictJson } from '../src/platform/http/strict-json.ts'

const root = path.join(import.meta.dirname, '..')

function filesBelow(folder: string, keep: (file: string) => boolean): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .filter(keep)
}

// What a test plants to be found is nobody's source, also where two runs share a checkout.
const sources = filesBelow('src', (file) => /\.tsx?$/.test(file) && !file.includes('/planted'))
const engine = sources.filter((file) => !/\.test\.tsx?$/.test(file))
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8')

function cruise(...folders: string[]): { violations: { rule: { name: string } }[]; totalCruised: number } {
  const cruiser = path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs')
  try {
    const output = execFileSync(process.execPath, [cruiser, ...folders, '--config', '.dependency-cruiser.mjs', '--output-type', 'json'], { cwd: root, maxBuffer: 64e6, encoding: 'utf8' })
    return (JSON.parse(output) as { summary: { violations: []; totalCruised: number } }).summary
  } catch (error) {
    return (JSON.parse((error as { stdout: string }).stdout) as { summary: { violations: []; totalCruised: number } }).summary
  }
}

test('every arrow between modules is allowed, and the checker really saw the modules', () => {
  const summary = cruise('src', 'packs')
  expect(summary.violations).toEqual([])
  // A checker that reads nothing is green too.
  expect(summary.totalCruised).toBeGreaterThan(150)
}, 60_000)

test('a planted violation is found: the fence bites', () => {
  const planted = path.join(root, 'src/kernel/planted-violation')
  mkdirSync(planted, { recursive: true })
  try {
    writeFileSync(path.join(planted, 'planted.ts'), `import { systemClock } from '../../platform/clock.ts'\nexport const planted = systemClock\n`)
    expect(cruise('src/kernel').violations.map((violation) => violation.rule.name)).toContain('kernel-imports-nothing')
  } finally {
    rmSync(planted, { recursive: true })
  }
}, 60_000)

test('no code path writes the state of an inspection but those that pass the gates: a planted import of its stores is found', () => {
  const planted = path.join(root, 'src/joint/planted')
  mkdirSync(planted, { recursive: true })
  try {
    writeFileSync(path.join(planted, 'store-around-the-gates.ts'), `import { saveInspections } from '../inspections/write-store.ts'\nexport const planted = saveInspections\n`)
    writeFileSync(path.join(planted, 'outcome-around-the-gates.ts'), `import { writeOutcome } from '../inspections/write-outcome.ts'\nexport const planted = writeOutcome\n`)
    const found = cruise('src/joint').violations.map((violation) => violation.rule.name)
    expect(found).toContain('inspections-have-one-door')
    expect(found).toContain('acts-pass-the-gates')
  } finally {
    rmSync(planted, { recursive: true })
  }
}, 60_000)

const stateTables = /\b(insert into|update|delete from|merge into)\s+joint\.(inspection|task|handling|disposition|answer|presence|session_terms)\b/i

test('no statement writes tables of inspections outside their one store', () => {
  expect(engine.filter((file) => stateTables.test(read(file)))).toEqual(['src/joint/inspections/write-store.ts'])
  for (const planted of [`tx.query('update joint.inspection set state = $1')`, 'INSERT INTO joint.task (port)', `delete from\n  joint.handling h`]) expect(stateTables.test(planted), planted).toBe(true)
})

/** Names of the countries the packs are of, and every code of their authorities. */
const ofPacks = [cn, gb]
const packCodes = ofPacks.flatMap((pack) => pack.agencies.map(({ code }) => code))
const mention = new RegExp(`(?<![\\w-])(${packCodes.join('|')}|China|Chinese|United Kingdom|Britain|British|England)(?![\\w-])|中国|英国`)
/** The text of a file as it is judged: without comments, and without the imports by which apps hand the engine its pack. */
const saidBy = (text: string): string => text.replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, '').replace(/^import .*packs\/.*$/gm, '')

test('the engine mentions no country and no authority of a pack', () => {
  expect(packCodes.length).toBeGreaterThan(10)
  const offenders = engine.flatMap((file) => saidBy(read(file)).split('\n').flatMap((line) => (mention.test(line) ? [`${file}: ${line.trim().slice(0, 100)}`] : [])))
  expect(offenders).toEqual([])
})

test('the fence around the packs bites: a planted code is found, look-alikes are not', () => {
  for (const planted of [`if (agency === '${packCodes[0] ?? ''}') return`, `['AHVLA', 'x']`, '提示：中国口岸']) expect(mention.test(planted), planted).toBe(true)
  for (const fine of [`lang="zh-CN"`, `locales: 'en-GB'`, 'FOCUS', 'PHASE']) expect(mention.test(fine), fine).toBe(false)
})

test('no file is longer than a person can know', () => {
  const long = [...sources, ...filesBelow('packs', (file) => file.endsWith('.ts')), ...filesBelow('tests', (file) => file.endsWith('.ts'))].filter((file) => read(file).split('\n').length > 401)
  expect(long).toEqual([])
})

// A draft judges nobody and is saved with every pause of its author: what the ledger holds is the version it is recorded as.
const judgesNobody = ['src/assess/editor/share-draft.ts', 'src/assess/editor/write-draft.ts']
// Folds what accepted cases already are into columns: a copy to count on, made anew at any time.
const foldsCases = ['src/assess/history/gather.ts']
// Writes names into the object graph within the transaction of a declaration or a conveyance, whose fact explains them.
const explainedByItsCaller = ['src/window/objects/register-visits.ts']

test('every use case that writes through a store also writes the ledger', () => {
  const silent = engine
    .filter((file) => /^src\/(registry|window|assess|joint|clear|watch)\/[^/]+\/(?!store|public|routes)[a-z-]+\.ts$/.test(file))
    .filter((file) => /\bfrom '\.\/([a-z-]+-)?store\.ts'/.test(read(file)) && /\b(insert|update|mark|close|record|save)[A-Z]\w*\(tx\b/.test(read(file)))
    .filter((file) => !/\b(append|appendMany|ledgerRows|insertLedgerRows|recordFacts|ledgerFacts)\b/.test(read(file)))
  expect(silent).toEqual([...judgesNobody, ...foldsCases, ...explainedByItsCaller])
})

test('every refusal code in the program has a text in both languages, with the same places for facts', () => {
  const texts = (language: string): Map<string, string> =>
    new Map(
      filesBelow(`locales/${language}`, (file) => file.endsWith('.json')).flatMap((file) => Object.entries((JSON.parse(read(file)) as { refusals?: Record<string, string> }).refusals ?? {})),
    )
  const [zh, en] = [texts('zh'), texts('en')]
  const used = new Set<string>()
  for (const file of [...engine, ...filesBelow('packs', (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))]) {
    for (const match of read(file).matchAll(/\bcode: '([a-z-]+\/[a-z0-9-]+)'|refusal\('([a-z-]+\/[a-z0-9-]+)'/g)) used.add(match[1] ?? match[2] ?? '')
  }
  expect(used.size).toBeGreaterThan(40)
  expect([...used].filter((code) => !zh.has(code) || !en.has(code))).toEqual([])
  // A name of the pack comes in both languages, `zh` and `en`: each text uses its own.
  const places = (text: string | undefined): string[] => [...(text ?? '').matchAll(/\{\{(\w+)\}\}/g)].map((match) => (/^(zh|en)$/.test(match[1] ?? '') ? 'name' : (match[1] ?? ''))).sort()
  expect([...zh.keys()].filter((code) => JSON.stringify(places(zh.get(code))) !== JSON.stringify(places(en.get(code))))).toEqual([])
  expect([...zh.keys()].sort()).toEqual([...en.keys()].sort())
})

/** Front doors that are wider than a front door should be, and how wide: the number may fall, never grow. */
const wideDoors: Readonly<Record<string, number>> = {
  'src/assess/credit/public.ts': 16,
  'src/joint/agreements/public.ts': 16,
  'src/joint/collisions/public.ts': 19,
  'src/joint/directives/public.ts': 27,
  'src/joint/inspections/public.ts': 23,
  'src/registry/reference/public.ts': 21,
  'src/window/declarations/public.ts': 27,
}

/** Functions and values that a front door offers; types cost their reader nothing. */
function offered(text: string): number {
  const listed = [...text.matchAll(/^export \{([^}]*)\}/gm)].flatMap(([, names = '']) => names.split(',').filter((name) => name.trim() !== '' && !name.trim().startsWith('type ')))
  return listed.length + [...text.matchAll(/^export (?:async )?(?:function|const|class)\b/gm)].length
}

test('a front door offers fifteen functions at most', () => {
  const wide = engine.filter((file) => file.endsWith('/public.ts')).filter((file) => offered(read(file)) > Math.max(15, wideDoors[file] ?? 0))
  expect(wide).toEqual([])
  expect(Object.keys(wideDoors).filter((file) => offered(read(file)) < (wideDoors[file] ?? 0))).toEqual([])
  expect(offered(`export { a, type B, c } from './x.ts'\nexport type { D } from './y.ts'\nexport function e() {}\n`)).toBe(3)
})

test('the project speaks of itself only', () => {
  const own = [...sources, ...filesBelow('docs', (file) => file.endsWith('.md')), 'README.md', 'CONTRIBUTING.md']
  expect(own.filter((file) => /(^|[\s'"`(])\/(work|tmp|root|home)\/[a-z]/m.test(read(file)))).toEqual([])
})

/** A text of three bytes that was read as three letters: \u00ef\u00bc\u008c where a full-width comma was meant. */
const brokenText = /[\u00e2-\u00ef][\u0080-\u00bf][\u0080-\u00bf]/

test('no file of texts says a key twice, where the last would silently win; one that does is found', () => {
  expect(parseStrictJson(Buffer.from('{"a": {"b": "x", "b": "y"}}')).ok).toBe(false)
  const files = filesBelow('locales', (file) => file.endsWith('.json'))
  expect(files.length).toBeGreaterThan(20)
  expect(files.filter((file) => !parseStrictJson(readFileSync(path.join(root, file))).ok)).toEqual([])
})

test('no text was read in a wrong encoding, and one that was is found', () => {
  expect(brokenText.test(Buffer.from('已请求，待答复', 'utf8').toString('latin1'))).toBe(true)
  const texts = [...sources, ...['packs', 'locales', 'seed', 'docs', 'migrations'].flatMap((folder) => filesBelow(folder, (file) => /\.(ts|json|md|sql|csv)$/.test(file)))]
  expect(texts.length).toBeGreaterThan(500)
  expect(texts.filter((file) => brokenText.test(read(file)))).toEqual([])
})

const isTold = (text: string, at: number): boolean => text.slice(0, at).trimEnd().endsWith('*/')
const declared = /^export (?:async )?(?:const|class|interface|type|function\*?) (\w+)/gm
const passedOn = /^export (?:type )?\{([^}]*)\} from '([^']+)'/gm

/** The names a list between braces passes on, by what they are called where they come from. */
const namesIn = (list: string): string[] => list.split(',').map((each) => each.trim().replace(/^type /, '').replace(/ as .*/, '')).filter((each) => each !== '')

/** Where a name that a file offers is declared, through every file that only passes it on; undefined when it is not found. */
function originOf(file: string, name: string): { readonly file: string; readonly at: number } | undefined {
  const text = read(file)
  const own = [...text.matchAll(declared)].find(([, found]) => found === name)
  if (own !== undefined) return { file, at: own.index }
  const from = [...text.matchAll(passedOn)].find(([, list = '']) => namesIn(list).includes(name))?.[2]
  return from === undefined ? undefined : originOf(path.join(path.dirname(file), from), name)
}

/** What a front door offers without a word on what it is: where that is declared. */
function untold(door: string): string[] {
  const text = read(door)
  const offers = [...[...text.matchAll(declared)].map(([, name = '']) => name), ...[...text.matchAll(passedOn)].flatMap(([, list = '']) => namesIn(list))]
  return offers.flatMap((name) => {
    const origin = originOf(door, name)
    return origin !== undefined && isTold(read(origin.file), origin.at) ? [] : [`${origin?.file ?? door} ${name}`]
  })
}

test('whatever a front door offers, functions, types and schemas, says what it is where it is declared', () => {
  const doors = engine.filter((file) => file.endsWith('/public.ts'))
  expect(doors.length).toBeGreaterThan(40)
  expect(doors.flatMap(untold)).toEqual([])
  // The look itself bites: without its words a schema is found, also behind a file that passes it on.
  expect(originOf('src/platform/ledger/append.ts', 'LedgerFact')?.file).toBe('src/platform/ledger/fact.ts')
  expect(isTold('const before = 1\n\nexport const Entry = 2', 18)).toBe(false)
})
