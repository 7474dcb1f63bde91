import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseNote, signedBy } from '../../src/platform/ledger/checkpoint.ts'
import { leafHash } from '../../src/platform/ledger/merkle.ts'
import { verifyConsistency, verifyInclusion } from '../../src/platform/ledger/proof.ts'
import { timeline } from '../../src/platform/ledger/timeline.ts'
import { verifyLedger } from '../../src/platform/ledger/verify.ts'
import { startApp, type Party, type TestApp } from '../support/app.ts'
import { freshDatabase } from '../support/database.ts'
import { appendFacts, freshSigner, sealFacts } from '../support/ledger.ts'

const signer = freshSigner()
const fromHex = (text: string): Buffer => Buffer.from(text, 'hex')
let app: TestApp
let auditor: Party
let officer: Party

beforeAll(async () => {
  app = await startApp()
  auditor = app.as({ role: 'auditor' })
  officer = app.as({ role: 'officer', agency: 'CUS' })
})
afterAll(() => app.close())

test('LB-12: one event altered in storage, then verification reports the first broken entry', async () => {
  const { db, ownerDb, drop } = await freshDatabase()
  const ids = await appendFacts(db, 20)
  await sealFacts(db, signer, 20)
  await ownerDb.query(`update ledger.entry set payload = '{"finding":"none"}' where id = any ($1)`, [[ids[12], ids[4]]])
  const { findings } = await verifyLedger(db, { verifiers: [signer], saved: [] })
  expect(findings).toEqual([expect.objectContaining({ kind: 'payload-changed', port: '380101', position: 4, entry: ids[4] })])
  await drop()
})

describe('LB-12: whoever is entitled can check the ledger without trusting it', () => {
  let ids: string[]
  let kept: { size: number; root: string }

  beforeAll(async () => {
    ids = await appendFacts(app.machine.db, 300, { related: [{ kind: 'conveyance', id: 'v-1' }], audience: ['enterprise:E-AA'] })
    await sealFacts(app.machine.db, signer, 300)
    kept = (await auditor.get('/ledger/checkpoints?port=380101')).body.items[0]
    ids.push(...(await appendFacts(app.machine.db, 450)))
    await sealFacts(app.machine.db, signer, 450)
    await appendFacts(app.machine.db, 2, { port: '650302', subjectId: 'd-0' })
    await sealFacts(app.machine.db, signer, 2)
  })

  test.each([0, 255, 256, 299, 700, 749])('the entry at position %i is proved from the newest checkpoint by its bytes alone', async (position) => {
    const { status, body } = await auditor.get(`/ledger/proof?entry=${ids[position]}`)
    expect(status).toBe(200)
    const note = parseNote(body.checkpoint.note)
    expect(note?.checkpoint).toMatchObject({ port: '380101', size: 750 })
    expect(await signedBy(signer, note?.text ?? '', note?.signatures[0]?.signature ?? Buffer.alloc(0))).toBe(true)
    const root = note?.checkpoint.root ?? Buffer.alloc(0)
    expect(verifyInclusion(leafHash(body.leaf), body.entry.position, 750, body.audit.map(fromHex), root)).toBe(true)
    expect(verifyInclusion(leafHash(body.leaf.replace('王芳', '').replace('u-7', 'u-8')), body.entry.position, 750, body.audit.map(fromHex), root)).toBe(false)
    expect(createHash('sha256').update(body.salt + body.sealed).digest('hex')).toBe(JSON.parse(body.leaf).payloadHash)
  })

  test('a checkpoint kept earlier is proved to be the beginning of the newest', async () => {
    expect(kept.size).toBe(300)
    const { body } = await auditor.get('/ledger/proof?port=380101&from=300')
    const root = fromHex(body.checkpoint.root)
    expect(verifyConsistency(300, 750, body.hashes.map(fromHex), fromHex(kept.root), root)).toBe(true)
    expect(verifyConsistency(300, 750, body.hashes.map(fromHex), Buffer.alloc(32), root)).toBe(false)
    expect((await auditor.get('/ledger/proof?port=380101&from=751')).body.code).toBe('ledger/larger-than-ledger')
  })

  test('an entry that is not sealed yet says so, one that is not there is not found', async () => {
    const [id] = await appendFacts(app.machine.db, 1)
    expect((await auditor.get(`/ledger/proof?entry=${id}`)).body.code).toBe('ledger/not-sealed-yet')
    expect((await auditor.get('/ledger/proof?entry=00000000-0000-7000-8000-000000000000')).status).toBe(404)
    expect((await auditor.get('/ledger/proof')).status).toBe(400)
    await sealFacts(app.machine.db, signer, 1)
  })

  test('a subject\'s facts come page by page, its own and those that name it, across the ports the reader has', async () => {
    const pages = []
    for (let after = ''; ; ) {
      const { body } = await auditor.get(`/ledger?subject=conveyance:v-1&limit=120${after}`)
      pages.push(body.items)
      if (body.next === undefined) break
      after = `&after=${body.next}`
    }
    expect(pages.map((page) => page.length)).toEqual([120, 120, 60])
    expect(pages.flat().map((item) => item.id)).toEqual(ids.slice(0, 300))
    const about = (party: Party): Promise<string[]> => party.get('/ledger?subject=declaration:d-0').then(({ body }) => body.items.map((item: { port: string }) => item.port))
    expect((await about(auditor)).filter((port) => port === '650302')).toHaveLength(2)
    expect(new Set(await about(officer))).toEqual(new Set(['380101']))
  })

  test('a port\'s log comes in the order of its positions', async () => {
    const first = (await officer.get('/ledger?port=380101&limit=3')).body
    const second = (await officer.get(`/ledger?port=380101&limit=3&after=${first.next}`)).body
    expect([...first.items, ...second.items].map((item) => item.position)).toEqual([0, 1, 2, 3, 4, 5])
    expect(first.items[0]).toMatchObject({ actor: { kind: 'person', id: 'u-7', of: 'agency:CUS', name: '王芳' }, payload: { line: 0, text: '小轿车' }, redacted: false })
    expect((await officer.get('/ledger?port=650302')).body.items).toEqual([])
    expect((await officer.get('/ledger')).body.code).toBe('ledger/subject-or-port')
    expect((await officer.get('/ledger?port=380101&after=x')).body.code).toBe('common/bad-cursor')
  })

  test('the newest checkpoint of each port the reader has', async () => {
    expect((await auditor.get('/ledger/checkpoints')).body.items.map((item: { port: string }) => item.port)).toEqual(['380101', '650302'])
    expect((await officer.get('/ledger/checkpoints')).body.items.map((item: { port: string }) => item.port)).toEqual(['380101'])
  })

  test('traders, operators and strangers cannot read it', async () => {
    for (const path of ['/ledger?port=380101', '/ledger?subject=declaration:d-0', '/ledger/checkpoints', `/ledger/proof?entry=${ids[0]}`]) {
      expect((await app.as({ role: 'trader', enterprise: 'E-AA' }).get(path)).body.code).toBe('common/not-permitted')
      expect((await app.as({ role: 'operator', site: 'SI-1' }).get(path)).status).toBe(403)
      expect((await app.nobody.get(path)).status).toBe(401)
    }
    expect((await officer.get(`/ledger/proof?entry=${(await auditor.get('/ledger?port=650302')).body.items[0].id}`)).status).toBe(404)
  })

  test('a module reads a time-line of one port, page by page', async () => {
    const first = await timeline(app.machine.db, '380101', 'conveyance', 'v-1', undefined, 200)
    const second = await timeline(app.machine.db, '380101', 'conveyance', 'v-1', first.next, 200)
    expect([first.items.length, second.items.length, second.next]).toEqual([200, 100, undefined])
    expect(second.items[99]).toMatchObject({ id: ids[299], type: 'DeclarationAccepted', audience: ['enterprise:E-AA'], related: [{ kind: 'conveyance', id: 'v-1' }] })
  })
})
