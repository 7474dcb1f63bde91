import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { aroundTable, outsideFields, questionOf, type Around, type Asked } from '../authorisation/around.table.ts'
import { caseNow, everyRelation, makeCase, partiesOf, relations, type Relation } from '../authorisation/parties.ts'
import { sealAll } from '../../src/platform/ledger/seal.ts'
import type { SubjectSight } from '../../src/platform/sight/known-subjects.ts'
import { startApp, type Party, type Reply, type TestApp } from '../support/app.ts'
import { crews, spanFrom } from '../support/joint.ts'
import { hearStream } from '../support/hear-stream.ts'
import { freshSigner } from '../support/ledger.ts'

let app: TestApp
let address: string
let made: Around
let parties: Readonly<Record<Relation, Party>>

/** Said among the agencies of the case, and nowhere else. */
const among = 'pallet of powder behind the door'

beforeAll(async () => {
  app = await startApp({ now: caseNow })
  address = await app.app.listen({ port: 0, host: '127.0.0.1' })
  const one = await makeCase(app)
  parties = partiesOf(app)
  const { CUS, CIQ } = crews(app)
  await CUS.post(`/joint-inspections/${one.inspection}/messages`, { text: among })
  const issue = await CUS.post('/issues', questionOf(one.inspection))
  await parties.coord.post('/registers/equipment', { data: { code: 'WB-1', name: { zh: '地磅' }, port: '380101', site: 'S1', kind: 'weighbridge', owner: 'CUS', capacity: 1 } })
  const slot = spanFrom(app.clock.now(), 1, 2)
  const booking = await vi.waitFor(async () => {
    const booked = await CUS.post('/bookings', { equipment: 'WB-1', ...slot, purpose: 'weigh a box' })
    expect(booked.status, booked.text).toBe(201)
    return booked.body.id as string
  })
  const notices = (await CIQ.get(`/notices?subject=joint-inspection:${one.inspection}&limit=200`)).body.items as { id: string; recipient: { code: string } }[]
  const facts = (await CUS.get(`/ledger?subject=joint-inspection:${one.inspection}`)).body.items as { id: string; subject: { kind: string } }[]
  const signer = freshSigner()
  for (let sealed = 1; sealed > 0; ) sealed = await sealAll(app.machine.db, signer)
  made = { ...one, fact: facts.find((fact) => fact.subject.kind === 'joint-inspection')?.id ?? '', notice: notices.find((notice) => notice.recipient.code === 'CIQ')?.id ?? '', issue: issue.body.id, booking }
})
afterAll(() => app.close())

function markOf(reply: Pick<Reply, 'status' | 'text'>, marker: string | undefined): string {
  if (reply.status === 401) return 's'
  if (reply.status === 403) return 'n'
  if (reply.status === 404) return 'h'
  return marker === undefined || reply.text.includes(marker) ? 'y' : 'e'
}

const ask = (one: Asked, relation: Relation): Promise<Reply> => (one.body === undefined ? parties[relation].get(one.path(made)) : parties[relation].post(one.path(made), one.body(made)))

/** Where answers differ from the table. */
async function deviations(table: Readonly<Record<string, Asked>>): Promise<string[]> {
  const found: string[] = []
  for (const [name, one] of Object.entries(table)) {
    const marks = one.marks.replaceAll(' ', '')
    const heard = one.live === true ? await hearStream(app, address, '380101', everyRelation.map((relation) => parties[relation])) : undefined
    for (const [i, relation] of everyRelation.entries()) {
      const reply = heard?.[i] ?? (await ask(one, relation))
      const seen = markOf(reply, one.marker?.(made))
      if (seen !== marks.charAt(i)) found.push(`${name} for ${relations[relation]}: ${marks.charAt(i)} expected, ${seen} (${reply.status}${/"code":"([^"]+)/.exec(reply.text)?.[1]?.replace(/^/, ' ') ?? ''})`)
    }
  }
  return found
}

/** Routes of these tags must have a row. */
const covered = ['ledger', 'liability', 'notices', 'cases', 'measures']
/** Those that have one in `jointTable`, and hooks, which are each party's own. */
const elsewhere = ['POST /joint-inspections/{id}/forward', 'GET /joint-inspections/{id}/accesses', 'GET /webhooks', 'POST /webhooks', 'DELETE /webhooks/{id}']

/** Who is neither of a party nor oversees the case. */
const outside = ['other', 'away', 'coordAway', 'trader', 'stranger', 'site', 'otherSite', 'lab', 'nobody'] as const

/** Words of the case that are for its agencies: why customs wants it, who comes, what they say among themselves. */
const words = (): string[] => ['manifest differs', `CUS-${made.running.slice(-6)}`, among]

/** Every read of the case there is, by its own routes and around them. */
function reads(): string[] {
  const own = ['', '/plan', '/images', '/messages', '/contacts', '/offences', '/accesses'].flatMap((part) => [made.inspection, made.running].map((id) => `/joint-inspections/${id}${part}`))
  const lists = ['/joint-inspections', '/directives', '/collisions', '/shared-openings', '/results', '/notices', '/waiting', '/calls', '/transfers'].map((list) => `${list}?limit=200`)
  return [...own, ...lists, `/directives/${made.directive}`, `/collisions/${made.collision}`, `/declarations/${made.declaration}/explanation`, ...Object.values(aroundTable).flatMap((one) => (one.body === undefined && one.live === undefined ? [one.path(made)] : []))]
}

async function wordsReadBy(party: Party): Promise<string[]> {
  const texts = await Promise.all(reads().map(async (path) => ({ path, text: (await party.get(path)).text })))
  return texts.flatMap(({ path, text }) => words().filter((word) => text.includes(word)).map((word) => `${path}: ${word}`))
}

/** The fields of an answer, as `items[].id`. */
function fieldsOf(value: unknown, at = ''): string[] {
  if (Array.isArray(value)) return [...new Set(value.flatMap((each) => fieldsOf(each, `${at}[]`)))]
  if (typeof value !== 'object' || value === null) return [at]
  return Object.entries(value).flatMap(([name, inner]) => fieldsOf(inner, at === '' ? name : `${at}.${name}`))
}

async function fieldsBeyond(allowed: (name: string) => readonly string[]): Promise<string[]> {
  const found: string[] = []
  for (const [name, { path }] of Object.entries(outsideFields)) {
    for (const relation of ['trader', 'site'] as const) {
      const reply = await parties[relation].get(path(made))
      if (reply.status !== 200) continue
      found.push(...fieldsOf(reply.body).filter((field) => !allowed(name).includes(field)).map((field) => `${name} for ${relations[relation]}: ${field}`))
    }
  }
  return found
}

describe('who learns what of a case around its own routes', () => {
  test('LB-09: ledger, time-line, notices, dossier, cases, measures and registers answer every relation as the table says', async () => {
    expect(await deviations(aroundTable)).toEqual([])
  }, 120_000)

  test('LB-09: every route of these has its row', async () => {
    const { paths } = (await app.nobody.get('/openapi.json')).body as { paths: Record<string, Record<string, { readonly tags: readonly string[] }>> }
    const routes = Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).flatMap(([method, { tags }]) => (tags.some((tag) => covered.includes(tag)) ? [`${method.toUpperCase()} ${path.replace('/api/v1', '')}`] : [])))
    const rows = Object.keys(aroundTable)
    expect(routes.length).toBeGreaterThan(20)
    expect(routes.filter((route) => !elsewhere.includes(route) && !rows.some((row) => row === route || row.startsWith(`${route}:`) || row.startsWith(`${route} of`))), 'add a row to tests/authorisation/around.table.ts').toEqual([])
  })

  test('LB-09: no read whatever gives an outsider the words of the agencies; a party reads them all', async () => {
    const read = (await wordsReadBy(parties.own)).join()
    for (const word of words()) expect(read).toContain(word)
    for (const relation of outside) expect(await wordsReadBy(parties[relation]), relations[relation]).toEqual([])
  }, 120_000)

  test('LB-09: trader and operator are given the listed fields and no others', async () => {
    expect(await fieldsBeyond((name) => outsideFields[name]?.fields ?? [])).toEqual([])
  })

  test('LB-09 twin: a hole in the ledger, a wrong row and a field too many are found', async () => {
    const sights = app.modules.sights as Map<string, SubjectSight | 'port'>
    const sight = sights.get('joint-inspection')
    sights.set('joint-inspection', 'port')
    const holed = ['GET /ledger of the inspection', 'GET /ledger/proof: payload', 'GET /declarations/{id}/timeline: inspection', 'GET /notices of the inspection', 'GET /stream of the inspection']
    const [holes, leaked] = [await deviations(Object.fromEntries(Object.entries(aroundTable).filter(([name]) => holed.includes(name)))), await wordsReadBy(parties.other)]
    sights.set('joint-inspection', sight ?? 'port')
    for (const name of holed) expect(holes.join()).toContain(`${name} for ${relations.other}: e expected, y`)
    expect(leaked.length).toBeGreaterThan(0)
    const row = aroundTable['GET /liability']
    expect(row === undefined ? [] : await deviations({ wrong: { ...row, marks: row.marks.replace('yyh', 'yyy') } })).toEqual([`wrong for ${relations.other}: y expected, h (404 common/not-found)`])
    expect(await fieldsBeyond((name) => (outsideFields[name]?.fields ?? []).filter((field) => field !== 'items[].outcome'))).toEqual([`GET /results for ${relations.trader}: items[].outcome`])
  }, 120_000)
})
