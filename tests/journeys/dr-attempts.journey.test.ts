import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyDraw, type DrawFile } from '../../src/assess/draws/domain/verify-draw.ts'
import { days, minutes, plus, toIso } from '../../src/kernel/instant.ts'
import type { Reply } from '../support/app.ts'
import { changeRule } from '../support/assessment.ts'
import { agencies, inspector, startDraws, type DrawRoom } from '../support/draws.ts'

/** The first false thing of a published draw; undefined when all is true. */
const fault = (file: unknown): string | undefined => verifyDraw(file as DrawFile).at(-1)?.fault

describe('attempts against a draw', () => {
  let room: DrawRoom
  beforeAll(async () => {
    room = await startDraws({ 'draws.rate.low': 0.5 }, [1, 2, 3, 4, 5, 6].map((n) => inspector(`B-${n}`)))
  })
  afterAll(() => room.app.close())
  const reason = 'The scanner was out of order all day.'

  test('DR-05: a draw made again needs a reason and a second person; the first stays visible with the reason, and the register counts it', async () => {
    const declared = await room.declare(6)
    const first = (await room.order()).body.id
    await room.finish(first)
    expect((await room.order({ replaces: first })).body.code).toBe('draws/reason-required')
    expect((await room.officer('CUS').post('/draws', { port: '380101', replaces: first, reason })).status).toBe(403)
    const again = await room.order({ replaces: first, reason })
    expect([again.status, again.body.state, again.body.causes]).toEqual([201, 'proposed', ['redraw']])
    expect((await room.coordinator.post(`/draws/${again.body.id}/answer`, { agree: true })).body.code).toBe('draws/second-person')
    expect((await room.officer('CUS').post(`/draws/${again.body.id}/answer`, { agree: true })).status).toBe(403)
    expect((await room.headquarters.post(`/draws/${again.body.id}/answer`, { agree: true })).body.state).toBe('committing')
    await room.finish(again.body.id)
    const [former, later] = [await room.published(first), await room.published(again.body.id)]
    expect([former.state, former.replacedBy, fault(former)]).toEqual(['drawn', again.body.id, undefined])
    expect([later.replaces, later.reason, later.causes, fault(later)]).toEqual([first, reason, ['redraw'], undefined])
    expect(later.approved.person).not.toBe(later.ordered.person)
    // The same objects with the same hashes: who left or joined would show.
    const identities = (draw: typeof former): string[] => [...draw.list.objects, ...draw.list.officers].map((entry: { identity: string }) => entry.identity).sort()
    expect(identities(later)).toEqual(identities(former))
    expect(later.list.objects).toHaveLength(declared.length)
    expect((await room.order({ replaces: first, reason })).body.code).toBe('draws/cannot-be-replaced')
    expect((await room.app.nobody.get('/public/draw-orderers')).body.items).toEqual([{ person: later.ordered.person, port: '380101', agency: 'CUS', draws: 2, redraws: 1 }])
  })

  test('DR-05: a redraw the second person declines is over, and the draw can still be made again later', async () => {
    await room.declare(2)
    const first = (await room.order()).body.id
    await room.finish(first)
    const again = (await room.order({ replaces: first, reason })).body.id
    expect((await room.headquarters.post(`/draws/${again}/answer`, { agree: false })).body.state).toBe('declined')
    expect((await room.published(first)).replacedBy).toBeNull()
    expect((await room.headquarters.post(`/draws/${again}/answer`, { agree: true })).body.code).toBe('draws/not-now')
    expect((await room.order({ replaces: first, reason })).status).toBe(201)
    const waiting = (await room.coordinator.get('/draws')).body.items[0].id
    await room.headquarters.post(`/draws/${waiting}/answer`, { agree: false })
  })

  test('DR-05: a draw that waits for its second person is taken back by who ordered it, or over when nobody answers in time: it blocks nobody', async () => {
    await room.declare(2)
    const first = (await room.order()).body.id
    await room.finish(first)
    const waiting = (await room.order({ replaces: first, reason })).body.id
    for (const party of [room.officer('CUS'), room.headquarters]) {
      const notices = (await party.get('/notices?limit=200')).body.items
      expect(notices.filter((one: { subjectId: string }) => one.subjectId === waiting).map((one: { type: string }) => one.type)).toEqual(['DrawAnswerDue'])
    }
    expect((await room.order()).body.code).toBe('draws/one-at-a-time')
    expect((await room.headquarters.post(`/draws/${waiting}/withdraw`)).status).toBe(403)
    expect((await room.coordinator.post(`/draws/${waiting}/withdraw`)).body).toMatchObject({ state: 'declined', approved: null })
    expect((await room.coordinator.post(`/draws/${waiting}/withdraw`)).body.code).toBe('draws/not-now')
    const unanswered = (await room.order({ replaces: first, reason })).body.id
    room.app.clock.advanceTo(plus(room.app.clock.now(), minutes(24 * 60)))
    expect((await room.headquarters.post(`/draws/${unanswered}/answer`, { agree: true })).body.code).toBe('draws/not-now')
    await room.app.settle()
    expect((await room.coordinator.get(`/draws/${unanswered}`)).body).toMatchObject({ state: 'declined', approved: null })
    const types = (await room.coordinator.get(`/ledger?subject=draw:${unanswered}`)).body.items.map((one: { type: string }) => one.type)
    expect(types.filter((type: string) => type !== 'NoticesOwed')).toEqual(['DrawOrdered', 'DrawUnanswered'])
    await room.declare(1)
    const next = await room.order()
    expect(next.status, next.text).toBe(201)
    await room.finish(next.body.id)
  })

  test('DR-05: colleagues sent off duty before the draw: a reason and a second person, in public', async () => {
    await room.declare(2)
    const now = room.app.clock.now()
    await room.keeper.post('/registers/duty-times', { data: { id: 'away-1', officer: 'B-1', agency: 'CUS', port: '380101', kind: 'elsewhere', from: toIso(now), to: toIso(plus(now, minutes(600))) } })
    expect((await room.order()).body).toMatchObject({ code: 'draws/reason-required', errors: [{ facts: { causes: 'roster' } }] })
    const draw = (await room.order({ reason: 'B-1 is called to court today.' })).body
    expect([draw.state, draw.causes, draw.record]).toEqual(['proposed', ['roster'], null])
    await room.headquarters.post(`/draws/${draw.id}/answer`, { agree: true })
    const published = await room.published(draw.id)
    expect([published.causes, published.reason]).toEqual([['roster'], 'B-1 is called to court today.'])
    // Whoever is away stays on the list, with the reason.
    expect(published.list.officers.map((officer: { out: string | null }) => officer.out).filter((out: string | null) => out !== null)).toEqual(['off-duty'])
    await room.finish(draw.id)
  })

  test('DR-05: roster, weights and interests changed after the freeze have no effect on the draw, and the roster shows', async () => {
    room.app.clock.advanceTo(plus(room.app.clock.now(), minutes(48 * 60)))
    await room.declare(4)
    const draw = await room.view((await room.order()).body.id)
    const victim = draw.names.find((name: { subject: string }) => name.subject === 'B-2').code
    const now = room.app.clock.now()
    await room.keeper.post('/registers/duty-times', { data: { id: 'away-2', officer: 'B-2', agency: 'CUS', port: '380101', kind: 'sick', from: toIso(now), to: toIso(plus(now, minutes(600))) } })
    const rate = (value: number) => ({ name: 'draws.rate.low', unit: 'share', owner: 'CUS', value, clause: 'DR-01', description: { zh: '比例', en: 'Share' } })
    await changeRule(room.app, 'parameters', { data: rate(0.001), expectedVersion: 0 })
    await room.finish(draw.id)
    const published = await room.published(draw.id)
    expect(published.list.head.rules.rates.low).toBe(500_000)
    expect(published.result).toHaveLength(2)
    expect(published.roster).toEqual([{ officer: victim, was: null, is: 'off-duty' }])
    expect(fault(published)).toBeUndefined()
    await room.declare(1)
    expect((await room.order()).body.errors[0].facts.causes).toBe('roster, rules')
    expect((await room.order({ reason })).body.causes).toEqual(['roster', 'rules'])
    await room.headquarters.post(`/draws/${(await room.coordinator.get('/draws')).body.items[0].id}/answer`, { agree: false })
    await changeRule(room.app, 'parameters', { data: rate(0.5), expectedVersion: 1 })
    room.app.clock.advanceTo(plus(room.app.clock.now(), minutes(48 * 60)))
  })

  test('DR-05, GV-15: who keeps the roster neither orders the draw nor approves it, until lots have been drawn from it on somebody else\'s word', async () => {
    await room.declare(2)
    const now = room.app.clock.now()
    const order = (body: object = {}): Promise<Reply> => room.keeper.post('/draws', { port: '380101', ...body })
    expect((await room.keeper.post('/registers/duty-times', { data: { id: 'away-3', officer: 'B-1', agency: 'CUS', port: '380101', kind: 'training', from: toIso(now), to: toIso(plus(now, minutes(5))) } })).status).toBe(201)
    const refused = await order({ reason })
    expect([refused.status, refused.body.code]).toEqual([403, 'draws/roster-keeper'])
    // Long after the watch it is still the roster of that person.
    room.app.clock.advanceTo(plus(now, minutes(72 * 60)))
    expect((await order()).body.code).toBe('draws/roster-keeper')
    await room.keeper.post('/registers/duty-times', { data: { id: 'away-4', officer: 'B-1', agency: 'CUS', port: '380101', kind: 'training', from: toIso(room.app.clock.now()), to: toIso(plus(room.app.clock.now(), minutes(5))) } })
    room.app.clock.advanceTo(plus(room.app.clock.now(), minutes(1)))
    const { id, state } = (await room.order({ reason })).body
    expect(state).toBe('proposed')
    expect((await room.keeper.post(`/draws/${id}/answer`, { agree: true })).body.code).toBe('draws/roster-keeper')
    expect((await room.headquarters.post(`/draws/${id}/answer`, { agree: true })).status).toBe(200)
    await room.finish(id)
    room.app.clock.advanceTo(plus(room.app.clock.now(), minutes(48 * 60)))
    await room.declare(1)
    const next = await order()
    expect([next.status, next.body.state]).toEqual([201, 'committing'])
    await room.finish(next.body.id)
  })

  test('DR-03: the seed cannot be ground: one commitment each, none copied, no secret before the ledger has sealed, none but the committed', async () => {
    await room.declare(2)
    const { id } = (await room.order()).body
    expect((await room.reveal(id, 'CUS')).body.code).toBe('draws/not-now')
    await room.commit(id, 'CUS')
    expect((await room.published(id)).commitments).toEqual([])
    expect((await room.commit(id, 'CUS')).body.code).toBe('draws/committed-already')
    expect((await room.app.as({ role: 'trader', enterprise: 'E-B' }).post(`/draws/${id}/commitment`, { commitment: '0'.repeat(64) })).status).toBe(403)
    for (const agency of ['BPI', 'CIQ', 'MSA'] as const) await room.commit(id, agency)
    expect((await room.published(id)).state).toBe('sealing')
    expect((await room.reveal(id, 'CUS')).body.code).toBe('draws/not-now')
    await room.seal()
    expect((await room.officer('CUS').post(`/draws/${id}/reveal`, { secret: room.secretOf(id, 'CIQ') })).body.code).toBe('draws/other-secret')
    const shown = await room.reveal(id, 'CUS')
    expect([shown.body.revealed, (await room.published(id)).shares, shown.text.includes(room.secretOf(id, 'CUS'))]).toEqual([['CUS'], [], false])
    expect((await room.coordinator.get(`/ledger?subject=draw:${id}`)).text).not.toContain(room.secretOf(id, 'CUS'))
    expect((await room.reveal(id, 'CUS')).body.code).toBe('draws/revealed-already')
    for (const agency of ['BPI', 'CIQ', 'MSA'] as const) await room.reveal(id, agency)
    expect(fault(await room.published(id))).toBeUndefined()
  })

  test('DR-03: who does not commit or withholds a secret neither stops nor steers the draw: the next checkpoint speaks for them, on the record', async () => {
    await room.declare(2)
    const { id } = (await room.order()).body
    for (const agency of ['CIQ', 'CUS', 'MSA'] as const) await room.commit(id, agency)
    room.app.clock.advanceTo(plus(room.app.clock.now(), minutes(10)))
    expect((await room.commit(id, 'BPI')).body.code).toBe('draws/not-now')
    await room.app.settle()
    await room.seal()
    expect((await room.published(id)).state).toBe('revealing')
    expect((await room.reveal(id, 'BPI')).body.code).toBe('draws/never-committed')
    for (const agency of ['CUS', 'MSA'] as const) await room.reveal(id, agency)
    room.app.clock.advanceTo(plus(room.app.clock.now(), minutes(10)))
    await room.app.settle()
    expect((await room.reveal(id, 'CIQ')).body.code).toBe('draws/not-now')
    expect((await room.published(id)).state).toBe('settling')
    await room.seal()
    const file = await room.published(id)
    expect([file.state, fault(file)]).toEqual(['drawn', undefined])
    expect(file.shares.filter((share: { secret: string | null }) => share.secret === null).map((share: { agency: string }) => share.agency)).toEqual(['BPI', 'CIQ'])
    expect(verifyDraw({ ...file, late: null }).at(-1)).toMatchObject({ check: 'absence' })
  })

  test('DR-05: a drawn officer with an interest is replaced by the next of the same seed, with reason and second person; nobody chooses who comes', async () => {
    await room.declare(4)
    const { id } = (await room.order()).body
    const before = await room.finish(id)
    const { object, officers } = before.current[0]
    const ask = (body: object) => room.officer('CUS').post(`/draws/${id}/replacements`, { object, officer: officers[0], reason: 'Married to the consignee.', ...body })
    expect((await ask({ by: 'I-001' })).body.code).toBe('common/unknown-field')
    expect((await ask({ officer: before.list.officers.find((one: { code: string }) => !officers.includes(one.code)).code })).body.code).toBe('draws/not-drawn-for-it')
    const asked = await ask({})
    expect((await room.published(id)).current).toEqual(before.current)
    expect((await ask({})).body.code).toBe('draws/asked-already')
    const approve = (party: typeof room.coordinator) => party.post(`/draws/${id}/replacements/${asked.body.asked[0].id}/approve`)
    expect((await approve(room.officer('CUS'))).status).toBe(403)
    expect((await approve(room.coordinator)).status).toBe(200)
    const after = await room.published(id)
    expect([after.result, after.current[0].officers.includes(officers[0])]).toEqual([before.result, false])
    expect(after.replacements).toMatchObject([{ object, out: officers[0], reason: 'Married to the consignee.' }])
    expect(fault(after)).toBeUndefined()
    expect(verifyDraw({ ...after, current: after.result }).at(-1)?.check).toBe('replacements')
    expect((await approve(room.headquarters)).body.code).toBe('draws/not-now')
  })

  test('DR-05: what is frozen or drawn cannot be swapped in the database by the program\'s own role, nor taken off the list', async () => {
    const [{ id }] = (await room.coordinator.get('/draws')).body.items
    const { db } = room.app.machine
    for (const sql of [
      `update selection.draw set seed = repeat('0', 64) where id = $1`,
      `update selection.draw set result = '[]' where id = $1`,
      `update selection.draw set root = repeat('0', 64) where id = $1`,
      `update selection.candidate set entry = '{}' where draw_id = $1`,
      `delete from selection.candidate where draw_id = $1`,
      `delete from selection.draw where id = $1`,
      `update selection.share set commitment = repeat('0', 64) where draw_id = $1`,
      `update selection.draw set reason = 'another reason' where id = $1`,
    ]) await expect(db.query(sql, [id]), sql).rejects.toThrow(/does not change|permission denied/)
  })

  test('DR-05: an officer sent to another port, an absence written down days ahead and training nobody has yet are seen when they count; so is a change of the watch', async () => {
    const next = async (): Promise<{ causes: string | undefined; id: string | undefined }> => {
      await room.declare(1)
      const reply = await room.order()
      return { causes: reply.body.errors?.[0].facts.causes, id: reply.body.id }
    }
    const later = (length: number): void => room.app.clock.advanceTo(plus(room.app.clock.now(), length))
    const draw = async (): Promise<void> => {
      const { id } = (await room.order({ reason })).body
      await room.headquarters.post(`/draws/${id}/answer`, { agree: true })
      await room.finish(id)
      later(days(2))
    }
    const record = async (register: string, data: object, expectedVersion = 0): Promise<void> => {
      const reply = await room.administrator.post(`/registers/${register}`, { data, expectedVersion })
      expect(reply.status, reply.text).toBe(201)
    }
    await record('officers', inspector('B-6', { port: '650302' }), 1)
    expect((await next()).causes).toBe('roster')
    await draw()
    const away = plus(room.app.clock.now(), days(3))
    await record('duty-times', { id: 'away-9', officer: 'B-5', agency: 'CUS', port: '380101', kind: 'leave', from: toIso(away), to: toIso(plus(away, days(1))) })
    later(days(2))
    const quiet = await next()
    expect(quiet.causes).toBeUndefined()
    await room.finish(quiet.id ?? '')
    await record('duty-times', { id: 'away-10', officer: 'B-4', agency: 'CUS', port: '380101', kind: 'leave', from: toIso(plus(away, days(4))), to: toIso(plus(away, days(5))) })
    room.app.clock.advanceTo(plus(away, days(4) + minutes(60)))
    expect((await next()).causes).toBe('roster')
    await draw()
    await record('required-training', { code: 'sop', course: 'joint-sop', name: { zh: '培训', en: 'Training' }, port: '380101', agency: 'CUS', kinds: ['joint'] })
    expect((await next()).causes).toBe('roster')
    await draw()
    await changeRule(room.app, 'parameters', { data: { name: 'draws.watch', unit: 'milliseconds', owner: 'CUS', value: 0, clause: 'DR-05', description: { zh: '期限', en: 'Watch' } }, expectedVersion: 0 })
    later(days(3))
    expect((await next()).causes).toBe('rules')
    await draw()
    expect((await next()).causes).toBeUndefined()
  })

  test('DR-03: every draw of the register is recomputed from what is published', async () => {
    const { items } = (await room.app.nobody.get('/public/draws?limit=200')).body
    expect(items.length).toBeGreaterThan(5)
    for (const { id, state } of items) if (state === 'drawn') expect(fault(await room.published(id))).toBeUndefined()
    expect(agencies).toContain(items[0].agency)
  })
})
