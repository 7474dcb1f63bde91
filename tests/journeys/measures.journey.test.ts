import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { days, instant, minutes, plus, toIso } from '../../src/kernel/instant.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { crews, newBox, spanFrom } from '../support/joint.ts'

let app: TestApp
let who: ReturnType<typeof crews>
const july = { from: '2018-07-01T00:00:00+08:00', to: '2018-08-01T00:00:00+08:00' }
const period = `port=380101&from=${encodeURIComponent(july.from)}&to=${encodeURIComponent(july.to)}`

beforeAll(async () => {
  app = await startApp({ now: instant('2018-07-02T01:00:00Z') })
  who = crews(app)
})
afterAll(() => app.close())

/** A joint session that runs from start to end; `found` is what inspection-and-quarantine finds. */
async function session(crew: { readonly CUS: readonly string[]; readonly CIQ: readonly string[] }, length: number, found: 'ok' | 'problem' = 'ok'): Promise<string> {
  const box = newBox()
  const window = spanFrom(app.clock.now(), 0, 12)
  await who.direct('CUS', box, { window })
  const { inspection } = await who.direct('CIQ', box, { window, checks: ['pests'] })
  const { id } = inspection
  const slot = spanFrom(app.clock.now(), 1, 2)
  await who.act('CUS', id, 'agree', { slot, site: `S-${box}`, crew: crew.CUS })
  app.clock.advanceTo(plus(app.clock.now(), minutes(20)))
  await who.act('CIQ', id, 'agree', { crew: crew.CIQ })
  app.clock.advanceTo(plus(app.clock.now(), minutes(40)))
  await who.act('CUS', id, 'start')
  await who.act('CUS', id, 'open', {})
  await who.act('CIQ', id, 'findings', { checks: [{ code: 'pests', outcome: found, ...(found === 'ok' ? {} : { note: 'bark beetle' }) }] })
  app.clock.advanceTo(plus(app.clock.now(), length))
  await who.act('CIQ', id, 'close')
  return id
}

const joint = async () => (await who.coordinator.get(`/measures/joint?${period}`)).body
const repeats = async () => (await who.coordinator.get(`/measures/repeats?${period}`)).body

describe('JI-23 five goals', () => {
  test('JI-23: one joint session of three people over 55 minutes: 3 (instead of 6), 55 min (instead of 2 visits), 1 opening, 2 of 2 results shared', async () => {
    const id = await session({ CUS: ['C-1'], CIQ: ['Q-1', 'Q-2'] }, minutes(55))
    const report = await joint()
    expect(report.items).toMatchObject([{ id, agencies: ['CIQ', 'CUS'], goals: { persons: { used: 3, alone: 6 }, time: { span: minutes(55), visitsAlone: 2 }, openings: 1, results: { kept: 2, due: 2 }, toAgreement: minutes(20) } }])
    expect(report.totals).toEqual({ inspections: 1, persons: { used: 3, alone: 6 }, time: { span: minutes(55), visitsAlone: 2 }, openings: 1, results: { kept: 2, due: 2 }, toAgreement: minutes(20) })
  })

  test('JI-23: totals are those of the cases listed, the decline counts with them (DC-07), and a single inspection is none of them', async () => {
    await session({ CUS: ['C-1'], CIQ: ['Q-1'] }, minutes(25), 'problem')
    const { inspection } = await who.direct('CUS', newBox())
    await who.act('CUS', inspection.id, 'agree', { slot: spanFrom(app.clock.now(), 1, 2), site: 'S-1', crew: ['C-9'] })
    await who.act('CUS', inspection.id, 'start')
    await who.act('CUS', inspection.id, 'open', {})
    await who.act('CUS', inspection.id, 'close')
    const box = newBox()
    await who.direct('CUS', box)
    const declined = await who.direct('CIQ', box)
    await who.act('CIQ', declined.inspection.id, 'decline', { reason: 'hazmat isolation' })
    const report = await joint()
    expect(report.totals).toMatchObject({ inspections: 2, persons: { used: 5, alone: 12 }, time: { span: minutes(80), visitsAlone: 4 }, openings: 2, results: { kept: 4, due: 4 } })
    expect(report.items.reduce((sum: number, item: { goals: { persons: { used: number } } }) => sum + item.goals.persons.used, 0)).toBe(5)
    expect(report.answers).toEqual({ proposed: 3, declined: 1, declineRate: 1 / 3, noShows: 0, overdue: 0 })
    expect((await who.coordinator.get(`/measures/joint?${period}&limit=1`)).body.next).toBeTypeOf('string')
  })

  test('JI-23: measures are for coordinators and those who oversee, of their own ports', async () => {
    expect((await who.CUS.get('/measures/joint')).status).toBe(403)
    expect((await app.as({ role: 'headquarters' }).get(`/measures/joint?${period}`)).body.totals.inspections).toBe(2)
    expect((await app.as({ role: 'coordinator', agency: 'CUS', ports: ['650302'] }).get(`/measures/joint?${period}`)).body.totals.inspections).toBe(0)
    expect((await who.coordinator.get(`/measures/joint?from=${encodeURIComponent(july.to)}&to=${encodeURIComponent(july.from)}`)).body.code).toBe('measures/inverted')
    for (const path of ['joint', 'repeats']) {
      const years = await who.coordinator.get(`/measures/${path}?from=2000-01-01T00:00:00Z`)
      expect([years.status, years.body.errors[0]]).toMatchObject([422, { code: 'measures/too-long', pointer: '/from', facts: { days: 366 } }])
    }
  })
})

describe('JI-24 repeats and finds', () => {
  test('JI-24: of a month with 100 objects of which 7 were inspected again the repeat rate is 7 %, with the list of the 7', async () => {
    const before = await repeats()
    // Ninety-seven further objects as past months left them; seven of them looked at twice.
    await app.database.ownerDb.query(
      `insert into joint.inspection (port, id, kind, state, object_kind, object_ref, object_key, agencies, desk, window_from, window_to, proposed_at, closed_at)
       select '380101', gen_random_uuid(), 'single', 'closed', 'container', 'PAST' || n, 'container:PAST' || n || '#1', array['CUS'], false, $1, $1, $1, $1::timestamptz + again * interval '1 day'
       from generate_series(1, $2::int) as n, generate_series(0, 1) as again where again = 0 or n <= 7`,
      [toIso(instant('2018-07-10T00:00:00Z')), 100 - before.objects],
    )
    const report = await repeats()
    expect([report.objects, report.repeats, report.repeatRate]).toEqual([100, 7, 0.07])
    expect(report.repeated.map(({ object }: { object: string }) => object).sort()).toEqual(Array.from({ length: 7 }, (_, n) => `PAST${n + 1}`))
    expect(report.repeated.every(({ inspections }: { inspections: unknown[] }) => inspections.length === 2)).toBe(true)
    expect([report.inspections, report.finds, report.findRate]).toEqual([107, 1, 1 / 107])
    expect(report.found).toMatchObject([{ agencies: ['CIQ'] }])
  })

  test('JI-24: a second opening counts as a repeat, and so does an inspection that follows one of an earlier month; the month before has no part in it', async () => {
    const id = await session({ CUS: ['C-3'], CIQ: ['Q-3'] }, minutes(10))
    const again = newBox()
    const window = spanFrom(app.clock.now(), 0, 12)
    await who.direct('CUS', again, { window })
    const second = (await who.direct('CIQ', again, { window })).inspection.id as string
    await who.agree(second, ['CUS', 'CIQ'], spanFrom(app.clock.now(), 1, 2), 'S-AGAIN')
    await who.act('CUS', second, 'start')
    await who.act('CUS', second, 'open', {})
    await who.act('CIQ', second, 'open', { reason: 'sample lost' })
    await who.act('CIQ', second, 'close')
    const report = await repeats()
    expect(report.repeated.filter(({ object }: { object: string }) => object === again)).toMatchObject([{ openings: 2, inspections: [{ id: second }] }])
    expect(report.repeated.some(({ inspections }: { inspections: { id: string }[] }) => inspections.some((each) => each.id === id))).toBe(false)
    const june = await who.coordinator.get(`/measures/repeats?from=${encodeURIComponent(toIso(plus(instant(july.from), -days(30))))}&to=${encodeURIComponent(july.from)}`)
    expect(june.body).toMatchObject({ objects: 0, repeats: 0, repeatRate: 0, findRate: 0 })
  })
})
