import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { plus } from '../../src/kernel/instant.ts'
import { inspector, startDraws, type DrawRoom } from '../support/draws.ts'
import { chicken, tee, veterinaryCertificate } from '../support/sample-declarations.ts'

describe('samples of a drawn object', () => {
  let room: DrawRoom
  beforeAll(async () => {
    room = await startDraws({ 'draws.rate.low': 1, 'draws.rate.medium': 1, 'draws.rate.high': 1 }, [1, 2, 3].map((n) => inspector(`L-${n}`)))
  })
  afterAll(() => room.app.close())

  /** A body in the catalogue, admitted unless told otherwise. */
  async function list(code: string, hs: readonly string[], tests: readonly string[], ports: readonly string[] = [], admitted = true): Promise<string | undefined> {
    await room.record('acceptance-bodies', { code, name: { zh: `机构 ${code}`, en: `Body ${code}` }, owner: 'CIQ', country: 'CN', licence: { type: '421', number: 'CNAS-1' }, fields: [], scopes: [{ hs, tests, standards: [], ports }] })
    // Registers are read into memory within a second.
    await expect.poll(async () => (await room.headquarters.get('/acceptance-bodies')).body.items.map((body: { code: string }) => body.code), { interval: 5 }).toContain(code)
    if (!admitted) return undefined
    const filed = await room.officer('CIQ').post('/body-admissions', { port: '380101', body: code })
    expect(filed.status, filed.text).toBe(201)
    expect((await room.officer('CIQ').post(`/body-admissions/${filed.body.id}/admit`, { evidence: { assessment: 'Laboratory visited.' } })).status).toBe(200)
    room.app.clock.advanceTo(plus(room.app.clock.now(), 1000))
    return filed.body.id
  }

  test('DR-06: a drawn object needs a laboratory: only bodies in the catalogue for that item are offered', async () => {
    await list('B-TEX', ['61', '62'], ['fibre-content'])
    await list('B-FOOD', ['02', '16'], ['salmonella'])
    await list('B-RAIL', ['61'], ['fibre-content'], ['650302'])
    await list('B-NEW', ['61'], ['fibre-content'], [], false)
    await room.declare(1)
    const draw = await room.order().then((reply) => room.finish(reply.body.id))
    const offers = () => room.officer('CUS').get(`/draws/${draw.id}/bodies?object=O-00001`).then((reply) => reply.body.items)
    await expect.poll(offers).toEqual([{ line: 1, hs: '6109100000', bodies: [{ code: 'B-TEX', name: { zh: '机构 B-TEX', en: 'Body B-TEX' }, tests: ['fibre-content'] }] }])
  })

  test('DR-06: offered item by item; a suspended body no longer; nothing for what was not drawn or for strangers', async () => {
    const admission = await list('B-ALL', ['02', '61'], [])
    await room.declare(1, { items: [tee, { ...chicken, line: 2 }], documents: [{ ...veterinaryCertificate, lines: [2] }], declarant: 'E-AA', consignee: 'E-AA' })
    const ordered = (await room.order()).body
    expect((await room.officer('CUS').get(`/draws/${ordered.id}/bodies?object=O-00001`)).body.code).toBe('draws/object-not-drawn')
    const draw = await room.finish(ordered.id)
    const offers = async (): Promise<string[]> => ((await room.officer('CUS').get(`/draws/${draw.id}/bodies?object=O-00001`)).body.items ?? []).map((item: { line: number; bodies: { code: string }[] }) => `${item.line}: ${item.bodies.map(({ code }) => code).join(' ')}`)
    await expect.poll(offers).toEqual(['1: B-ALL B-TEX', '2: B-ALL B-FOOD'])
    const suspended = await room.officer('CIQ').post(`/body-admissions/${admission}/suspend`, { evidence: { reason: 'Two of twenty check tests deviated.' } })
    expect(suspended.status, suspended.text).toBe(200)
    expect(await offers()).toEqual(['1: B-TEX', '2: B-FOOD'])
    expect((await room.officer('CIQ').get(`/draws/${draw.id}/bodies?object=O-00001`)).status).toBe(404)
    expect((await room.officer('CUS').get(`/draws/${draw.id}/bodies?object=O-00009`)).body.code).toBe('draws/object-not-drawn')
  })
})
