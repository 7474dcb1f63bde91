// Writes a use case in the shape of the house: `npm run new:use-case joint/directives withdraw-directive [--event DirectiveWithdrawn]`.
// The permission is a pure decision with its test, the act writes its ledger fact in the caller's transaction, a test on PostgreSQL shows both.
import { mkdir, writeFile, access } from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'

const irregular = { send: 'sent', withdraw: 'withdrawn', draw: 'drawn', give: 'given', take: 'taken', hold: 'held', write: 'written', begin: 'begun', put: 'put', set: 'set', pay: 'paid', read: 'read', bind: 'bound', find: 'found', lift: 'lifted', submit: 'submitted' }

const pastOf = (verb) => irregular[verb] ?? (verb.endsWith('e') ? `${verb}d` : /[^aeiou]y$/.test(verb) ? `${verb.slice(0, -1)}ied` : `${verb}ed`)
const pascal = (text) => text.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
const camel = (text) => pascal(text).replace(/^./, (letter) => letter.toLowerCase())

function fail(message) {
  process.stderr.write(`${message}\nusage: npm run new:use-case <area>/<module> <verb-noun> [--event <NounPast>]\n`)
  process.exit(2)
}

const [module = '', name = '', ...options] = process.argv.slice(2)
if (!/^[a-z]+(-[a-z]+)*\/[a-z]+(-[a-z]+)*$/.test(module)) fail(`"${module}" is no module; name it by area and folder, as joint/directives`)
if (!/^[a-z]+(-[a-z0-9]+)+$/.test(name)) fail(`"${name}" is no use case; name it by verb and noun, as withdraw-directive`)
const verb = name.slice(0, name.indexOf('-'))
const noun = name.slice(verb.length + 1)
const event = options[0] === '--event' ? (options[1] ?? '') : pascal(noun) + pascal(pastOf(verb))
if (!/^([A-Z][a-z0-9]+){2,}$/.test(event)) fail(`"${event}" is no event; name it PascalCase in the past tense, as DirectiveWithdrawn`)

const folder = path.join('src', module)
await access(folder).catch(() => fail(`${folder} does not exist: make the folder first, with its README of half a page`))

const schema = pascal(name)
const act = camel(name)
const may = `may${schema}`
const words = noun.replaceAll('-', ' ')
const moduleName = module.slice(module.indexOf('/') + 1)

const files = {
  [`domain/may-${name}.ts`]: `import { atPort, hasRole, type Actor } from '../../../kernel/actor.ts'
import type { Refusal } from '../../../kernel/refusal.ts'

/** Whether the actor may ${verb} a ${words} at the port; undefined when nothing speaks against it. */
export function ${may}(actor: Actor, port: string): Refusal | undefined {
  if (!hasRole(actor, 'officer', 'coordinator') || !atPort(actor, port)) return { code: 'common/not-permitted' }
  return undefined
}
`,
  [`domain/may-${name}.test.ts`]: `import { expect, test } from 'vitest'
import type { Actor } from '../../../kernel/actor.ts'
import { ${may} } from './may-${name}.ts'

const officer: Actor = { kind: 'person', id: 'officer-1', name: 'Li', roles: ['officer'], ports: ['P1'] }

test('officers of the port may ${verb} a ${words}, nobody else', () => {
  expect(${may}(officer, 'P1')).toBeUndefined()
  expect(${may}(officer, 'P2')?.code).toBe('common/not-permitted')
  expect(${may}({ ...officer, roles: ['trader'] }, 'P1')?.code).toBe('common/not-permitted')
})
`,
  [`${name}.ts`]: `import { z } from 'zod'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { append } from '../../platform/ledger/append.ts'
import { ${may} } from './domain/may-${name}.ts'

/** What is sent to ${verb} a ${words}. */
export const ${schema} = z.strictObject({ id: z.uuid().optional(), port: z.string().regex(/^[0-9A-Z]{2,12}$/), reason: z.string().min(1).max(500) })
export type ${schema} = z.infer<typeof ${schema}>

/**
 * Takes note that the actor wants to ${verb} the ${words} \`id\`, in the caller's transaction. Refuses who may not.
 * Name here the row of the requirements it implements and every other refusal it gives.
 */
export async function ${act}(tx: Tx, context: Context, id: string, command: ${schema}): Promise<Result<{ readonly id: string }>> {
  const refusal = ${may}(context.actor, command.port)
  if (refusal !== undefined) return refuse(refusal)
  // The change of the state table goes here, through store.ts: it and the fact below are one transaction.
  await append(tx, context, [{ port: command.port, subjectKind: '${noun}', subjectId: id, type: '${event}', payload: { reason: command.reason } }])
  return ok({ id })
}
`,
  [`${name}.pg.test.ts`]: `import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase, type FreshDatabase } from '../../../tests/support/database.ts'
import type { Actor } from '../../kernel/actor.ts'
import { instant } from '../../kernel/instant.ts'
import type { Context } from '../../platform/context.ts'
import { uuidv7 } from '../../platform/random.ts'
import { ${act} } from './${name}.ts'

let database: FreshDatabase
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.drop())

const now = instant('2026-03-01T08:00:00Z')
const officer: Actor = { kind: 'person', id: 'officer-1', name: 'Li', roles: ['officer'], ports: ['P1'] }
const as = (actor: Actor): Context => ({ actor, now, newId: () => uuidv7(now), requestId: 'test', db: database.db, log: pino({ level: 'silent' }) })
const facts = (id: string): Promise<{ type: string }[]> => database.ownerDb.query('select type from ledger.entry where subject_id = $1', [id])

test('an officer of the port does it, and the ledger says so', async () => {
  const id = uuidv7(now)
  const result = await database.db.transaction((tx) => ${act}(tx, as(officer), id, { port: 'P1', reason: 'a reason' }))
  expect(result).toEqual({ ok: true, value: { id } })
  expect(await facts(id)).toEqual([{ type: '${event}' }])
})

test('who may not is refused, and nothing is written', async () => {
  const id = uuidv7(now)
  const result = await database.db.transaction((tx) => ${act}(tx, as({ ...officer, ports: [] }), id, { port: 'P1', reason: 'a reason' }))
  expect(result.ok).toBe(false)
  expect(await facts(id)).toEqual([])
})
`,
}

for (const file of Object.keys(files)) {
  const exists = await access(path.join(folder, file)).then(() => true, () => false)
  if (exists) fail(`${path.join(folder, file)} exists already; nothing was written`)
}
for (const [file, text] of Object.entries(files)) {
  await mkdir(path.dirname(path.join(folder, file)), { recursive: true })
  await writeFile(path.join(folder, file), text)
  process.stdout.write(`${path.join(folder, file)}\n`)
}
process.stdout.write(`
In ${folder}/routes.ts add:

  api.command({
    method: 'POST', path: '/${moduleName}/:id/${verb}', operation: '${act}', summary: '${verb.charAt(0).toUpperCase()}${verb.slice(1)} a ${words}', tags: ['${module.slice(0, module.indexOf('/'))}'],
    params: z.strictObject({ id: z.uuid() }), body: ${schema}, reply: z.strictObject({ id: z.uuid() }), example: { port: '380101', reason: 'Given by mistake' },
    run: (tx, context, { params, body }) => ${act}(tx, context, params.id, body),
  })

Then: the change of the state table in store.ts; texts of new refusals in locales/{zh,en}/${module.slice(0, module.indexOf('/'))}.json; a journey titled with the row it shows.
`)
