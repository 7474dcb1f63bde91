import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bodyFor, jointTable, markerOf, saidToAll } from '../authorisation/joint.table.ts'
import { arrange, caseNow, everyRelation, fillLists, makeCase, partiesOf, relations, sendCases, tinyImage, type Case, type Filled, type Relation } from '../authorisation/parties.ts'
import { startApp, type Party, type Reply, type TestApp } from '../support/app.ts'

type Mark = 'y' | 'n' | 'h' | 'e' | 's'
interface Route {
  readonly name: string
  readonly example: unknown
}

/** Routes of these tags, and all acts on an inspection whatever their tag, must have a row. */
const covered = ['joint', 'transfer', 'mutual', 'laboratories']
let app: TestApp
let made: Case & Filled
let routes: readonly Route[]
let parties: Readonly<Record<Relation, Party>>
beforeAll(async () => {
  app = await startApp({ now: caseNow })
  const one = await makeCase(app)
  made = { ...one, ...(await fillLists(app, one)) }
  parties = partiesOf(app)
  await parties.own.post(`/joint-inspections/${made.inspection}/messages`, { text: saidToAll, audience: 'everyone' })
  // The same picture as a photograph has the same id.
  await parties.own.send('POST', `/joint-inspections/${made.running}/photos`, tinyImage, { 'content-type': 'image/png' })
  interface Described {
    readonly tags: readonly string[]
    readonly requestBody?: { readonly content: Readonly<Record<string, { readonly example?: unknown }>> }
  }
  const { paths } = (await app.nobody.get('/openapi.json')).body as { paths: Record<string, Record<string, Described>> }
  routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, described]): Route[] => {
      const name = `${method.toUpperCase()} ${path.replace('/api/v1', '')}`
      return (described.tags.some((tag) => covered.includes(tag)) || /^\w+ \/(joint-inspections|assistance-requests)/.test(name)) ? [{ name, example: Object.values(described.requestBody?.content ?? {})[0]?.example }] : []
    }),
  )
})
afterAll(() => app.close())

/** Acts of a session are asked of the one that runs. */
const ofSession = /\/(arrive|no-show|start|open|weigh|scan|findings|dispositions|close|images|photos|plan|secondary|offences)(\/|$)/

/** The case somebody is asked about; of transfers and requests the shared ones unless one was made for the question. */
type About = Pick<Case, 'directive' | 'collision' | 'inspection'> & Partial<Pick<Case, 'transfer' | 'assistance'>>

function addressOf(name: string, one: About): string {
  const path = name.replace(/^\w+ /, '')
  const inspection = ofSession.test(path) ? made.running : one.inspection
  const id = path.startsWith('/directives') ? one.directive : path.startsWith('/collisions') ? one.collision : path.startsWith('/results') ? made.result : path.startsWith('/transfers') ? (one.transfer ?? made.transfer) : path.startsWith('/assistance') ? (one.assistance ?? made.assistance) : inspection
  const period = '?from=2026-01-01T00:00:00Z&to=2027-01-01T00:00:00Z&port=380101'
  const queries: Readonly<Record<string, string>> = { '/collisions/rates': period, '/mutual-dealings': period, '/joint-inspections/lane': '?state=coordinating', '/results/shares': `?inspection=${made.running}` }
  const query = queries[path] ?? ''
  return path.replace('{port}', '380101').replace('{id}', id).replace('{image}', made.image).replace('{photo}', made.image) + query
}

function markOf(reply: Reply, marker: string | undefined): Mark {
  if (reply.status === 401) return 's'
  if (reply.status === 403) return 'n'
  if (reply.status === 404) return 'h'
  const items = reply.status === 200 ? (reply.body as { items?: unknown } | undefined)?.items : undefined
  if (!Array.isArray(items)) return 'y'
  return marker === undefined ? (items.length === 0 ? 'e' : 'y') : reply.text.includes(marker) ? 'y' : 'e'
}

async function ask({ name, example }: Route, relation: Relation, one: About): Promise<Reply> {
  const address = addressOf(name, one)
  const party = parties[relation]
  if (name.startsWith('GET ')) return party.get(address)
  if (name === 'POST /joint-inspections/{id}/images' || name === 'POST /joint-inspections/{id}/photos') return party.send('POST', address, tinyImage, { 'content-type': 'image/png' })
  return party.post(address, bodyFor(name, example, made))
}

/** Where answers differ from a table, and how many were asked for. */
async function deviationsFrom(table: Readonly<Record<string, string>>): Promise<{ readonly deviations: string[]; readonly cells: number }> {
  const deviations: string[] = []
  let cells = 0
  for (const route of routes.filter(({ name }) => table[name] !== undefined)) {
    const row = (table[route.name] ?? '').replaceAll(' ', '')
    const ofCase = /^POST \/(transfers|assistance-requests)\/\{id\}/.test(route.name)
    const changes = route.name.startsWith('POST /joint-inspections/{id}') || route.name.startsWith('POST /directives/')
    // What one is let do must not change what the next is asked about.
    const fresh = changes && !ofSession.test(route.name)
    const shared = fresh ? await arrange(app) : made
    for (const [i, relation] of everyRelation.entries()) {
      const expected = row.charAt(i) as Mark
      const one = fresh && expected === 'y' ? await arrange(app) : shared
      // What one has done with a case the next could do no more.
      const reply = await ask(route, relation, ofCase ? { ...made, ...(await sendCases(app, made.declaration)) } : one)
      const seen = markOf(reply, markerOf(route.name, made))
      cells++
      if (seen !== expected) deviations.push(`${route.name} for ${relations[relation]}: ${expected} expected, ${seen} (${reply.status} ${String(reply.body?.code ?? '')})`)
    }
  }
  return { deviations, cells }
}

describe('who may do what in joint work', () => {
  test('LB-09: every joint route has its row, and every row its route', () => {
    const rows = Object.keys(jointTable)
    expect(routes.map((route) => route.name).filter((name) => !rows.includes(name)), 'add a row to tests/authorisation/joint.table.ts').toEqual([])
    expect(rows.filter((row) => !routes.some((route) => route.name === row)), 'rows without a route').toEqual([])
    for (const [name, row] of Object.entries(jointTable)) expect(row.replaceAll(' ', ''), name).toMatch(new RegExp(`^[ynhes]{${everyRelation.length}}$`))
  })

  test('LB-09: every route answers every role in every relation to the case as the table says', async () => {
    const { deviations, cells } = await deviationsFrom(jointTable)
    expect(deviations).toEqual([])
    expect(cells).toBe(Object.keys(jointTable).length * everyRelation.length)
  }, 120_000)

  test('LB-09: what is hidden is answered word for word as what does not exist', async () => {
    const nothing = '0195f5a0-0000-7000-8000-00000000ffff'
    for (const path of ['/directives', '/collisions', '/joint-inspections']) {
      const id = path === '/directives' ? made.directive : path === '/collisions' ? made.collision : made.inspection
      for (const relation of ['other', 'away', 'stranger', 'otherSite'] as const) {
        const [hidden, absent] = [await parties[relation].get(`${path}/${id}`), await parties[relation].get(`${path}/${nothing}`)]
        const plain = ({ requestId: _own, ...said }: Record<string, unknown>): object => said
        expect([hidden.status, plain(hidden.body)], `${path} ${relation}`).toEqual([404, plain(absent.body)])
      }
    }
  })

  test('LB-09 twin: an entitlement given too much and a wrong row are found', async () => {
    const results = { 'GET /results': jointTable['GET /results'] ?? '' }
    const reads = { 'GET /joint-inspections/{id}': (jointTable['GET /joint-inspections/{id}'] ?? '').replace('yyh', 'yyy') }
    expect((await deviationsFrom(reads)).deviations).toEqual([`GET /joint-inspections/{id} for ${relations.other}: y expected, h (404 common/not-found)`])
    expect((await app.as({ role: 'administrator' }).post('/registers/entitlements', { data: { agency: 'BPI', purpose: 'results', fields: ['results'] } })).status).toBe(201)
    await expect.poll(async () => (await deviationsFrom(results)).deviations, { timeout: 15_000 }).toEqual([`GET /results for ${relations.other}: e expected, y (200 )`])
  }, 60_000)
})
