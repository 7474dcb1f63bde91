import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hours, instant, minutes, plus, toIso, type Instant } from '../../src/kernel/instant.ts'
import { startApp, type Party, type TestApp } from '../support/app.ts'
import { changeRule, granted } from '../support/assessment.ts'

let app: TestApp
let headquarters: Party
beforeAll(async () => {
  app = await startApp({ now: instant('2018-02-10T01:00:00Z') })
  headquarters = app.as({ role: 'headquarters' })
})
afterAll(() => app.close())

let made = 0
/** Batches that went, as past months left them: `count` of them, accepted from `at` a minute apart; declared and released after spans that grow by a step. */
async function batches(count: number, at: Instant, shape: { declare?: (n: number) => number; release: (n: number) => number; mode?: string; port?: string }): Promise<string[]> {
  const rows = Array.from({ length: count }, (_, n) => {
    const accepted = plus(at, minutes(n % 600))
    const arrival = shape.declare === undefined ? null : toIso(plus(accepted, -shape.declare(n)))
    return { n: ++made, accepted: toIso(accepted), arrival, released: toIso(plus(accepted, shape.release(n))) }
  })
  const ids = await app.database.ownerDb.query<{ id: string }>(
    `insert into single_window.declaration (port, id, number, declarant, reference, content_hash, direction, mode, arrival, status, release_mode, risk_level, credit_grade, released_on_acceptance, accepted_at, released_at, content, assessment)
     select $1, gen_random_uuid(), lpad(r.n::text, 18, '0'), 'E-B', 'PAST-' || r.n, sha256(r.n::text::bytea), 'import', 'sea', r.arrival, 'released', $2, 'low', 'B', false, r.accepted, r.released, '{}', '{}'
     from jsonb_to_recordset($3::jsonb) as r (n int, accepted timestamptz, arrival timestamptz, released timestamptz) returning id`,
    [shape.port ?? '380101', shape.mode ?? 'sampling', JSON.stringify(rows)],
  )
  return ids.map(({ id }) => id)
}

/** Inspections of these batches that ended, the first `finds` of them with a find. */
async function inspections(of: readonly string[], at: Instant, finds: number, port = '380101'): Promise<void> {
  const rows = of.map((declaration, n) => ({ declaration, n, at: toIso(plus(at, minutes(n))) }))
  await app.database.ownerDb.query(
    `with looked as (
       insert into joint.inspection (port, id, kind, state, object_kind, object_ref, object_key, declarations, agencies, desk, window_from, window_to, proposed_at, closed_at)
       select $1, gen_random_uuid(), 'single', 'closed', 'container', 'C' || r.declaration, 'container:' || r.declaration, array[r.declaration]::uuid[], array['CUS'], false, r.at, r.at, r.at, r.at
       from jsonb_to_recordset($2::jsonb) as r (declaration text, n int, at timestamptz) returning port, id, object_ref)
     insert into joint.result (port, id, inspection_id, agency, object_kind, object_ref, object_key, participants, outcome, checks, recorded_at)
     select l.port, gen_random_uuid(), l.id, 'CUS', 'container', l.object_ref, l.object_ref, array['CUS'], case when r.n < $3 then 'problem' else 'clear' end, '[]', r.at
     from looked l join jsonb_to_recordset($2::jsonb) as r (declaration text, n int, at timestamptz) on l.object_ref = 'C' || r.declaration`,
    [port, JSON.stringify(rows), finds],
  )
}
const span = (from: string, to: string): string => `from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}`
const january = span('2018-01-01T00:00:00+08:00', '2018-02-01T00:00:00+08:00')

describe('SW-12 two fast, one precise', () => {
  test('SW-12: of 100 inspections 30 find something: precision is 30 %, and the medians of declaration and release stand apart', async () => {
    const of = await batches(101, instant('2018-01-10T01:00:00Z'), { declare: (n) => hours(n % 11), release: (n) => minutes(10 * (n % 11)), mode: 'supervised' })
    await inspections(of.slice(0, 100), instant('2018-01-20T01:00:00Z'), 30)
    const { body } = granted(await headquarters.get(`/measures/stages?port=380101&${january}`))
    expect(body.inspect).toEqual({ inspections: 100, finds: 30, precision: 0.3 })
    expect([body.total.declare.median, body.total.release.median]).toEqual([hours(5), minutes(50)])
    expect(body.total.released).toBe(101)
  })

  test('SW-12: each mode by itself; what was declared ahead took no time, what has no arrival is not counted, other ports and months have no part', async () => {
    await batches(10, instant('2018-01-12T01:00:00Z'), { declare: () => -hours(5), release: () => 0, mode: 'declaration' })
    await batches(5, instant('2018-01-12T01:00:00Z'), { release: () => hours(2), mode: 'declaration' })
    await batches(7, instant('2018-01-12T01:00:00Z'), { release: () => hours(9), mode: 'verification', port: '650302' })
    await batches(3, instant('2017-12-12T01:00:00Z'), { release: () => hours(9), mode: 'verification' })
    const { body } = granted(await headquarters.get(`/measures/stages?port=380101&${january}`))
    expect(body.modes).toEqual([
      { mode: 'declaration', released: 15, declare: { median: 0, batches: 10 }, release: { median: 0, batches: 15 } },
      { mode: 'supervised', released: 101, declare: { median: hours(5), batches: 101 }, release: { median: minutes(50), batches: 101 } },
    ])
    expect(granted(await headquarters.get(`/measures/stages?${january}`)).body.total.released).toBe(123)
    expect(granted(await headquarters.get(`/measures/stages?port=380101&${span('2010-01-01T00:00:00Z', '2010-02-01T00:00:00Z')}`)).body).toMatchObject({ total: { released: 0, declare: { median: null }, release: { median: null } }, inspect: { precision: null } })
  })

  test('SW-12: every number opens its cases, page by page, each once; only who coordinates or oversees reads them', async () => {
    const seen: string[] = []
    let after: string | undefined
    do {
      const page = granted(await headquarters.get(`/measures/stages/cases?port=380101&mode=supervised&limit=40&${january}${after === undefined ? '' : `&after=${after}`}`)).body as { items: { id: string; release: number }[]; next?: string }
      seen.push(...page.items.map(({ id }) => id))
      after = page.next
    } while (after !== undefined)
    expect([seen.length, new Set(seen).size]).toEqual([101, 101])
    expect(granted(await headquarters.get(`/measures/stages/cases?port=380101&inspected=true&limit=200&${january}`)).body.items).toHaveLength(100)
    expect((await app.as({ role: 'officer', agency: 'CUS' }).get('/measures/stages')).status).toBe(403)
    expect((await app.as({ role: 'trader', enterprise: 'E-B' }).get('/measures/batches?port=380101')).status).toBe(403)
    expect((await headquarters.get(`/measures/stages?${span('2018-02-01T00:00:00Z', '2018-01-01T00:00:00Z')}`)).body.code).toBe('measures/inverted')
  })
})

describe('RR-21 fewer batches inspected', () => {
  const months = async (query: string) => granted(await headquarters.get(`/measures/batches?port=650302&${query}`)).body

  test('RR-21: 9.2 % in June 2017 and 6.1 % in December are shown as −3.1 percentage points, against the target', async () => {
    const june = await batches(1000, instant('2017-06-10T01:00:00Z'), { release: () => hours(1), port: '650302' })
    await inspections(june.slice(0, 92), instant('2017-06-20T01:00:00Z'), 0, '650302')
    // A second inspection of a batch does not count it twice.
    await inspections(june.slice(0, 10), instant('2017-06-22T01:00:00Z'), 0, '650302')
    const december = await batches(1000, instant('2017-12-20T01:00:00Z'), { release: () => hours(1), port: '650302' })
    await inspections(december.slice(0, 61), instant('2017-12-21T01:00:00Z'), 0, '650302')
    const body = await months('from=2017-06&to=2017-12')
    expect(body.change).toEqual({ from: '2017-06', to: '2017-12', points: -3.1 })
    expect(body.target).toBe(0.08)
    expect(body.months[0]).toEqual({ month: '2017-06', batches: 1000, inspected: 92, rate: 0.092, aboveTarget: true })
    expect(body.months[6]).toMatchObject({ month: '2017-12', batches: 1000, inspected: 61, rate: 0.061, aboveTarget: false })
    expect(body.months[2]).toEqual({ month: '2017-08', batches: 0, inspected: 0, rate: null, aboveTarget: false })
  })

  test('RR-21: a month that is over is counted once and kept; the running one is counted anew; the target is a parameter of the port', async () => {
    const kept = await app.database.ownerDb.query<{ month: string }>(`select to_char(month, 'YYYY-MM') as month from watch.batch_month where port = '650302' order by 1`)
    expect(kept.map(({ month }) => month)).toEqual(['2017-06', '2017-07', '2017-08', '2017-09', '2017-10', '2017-11', '2017-12'])
    expect((await months('from=2018-02&to=2018-02')).months).toMatchObject([{ batches: 0 }])
    await batches(2, instant('2018-02-05T01:00:00Z'), { release: () => hours(1), port: '650302' })
    expect((await months('from=2018-02&to=2018-02')).months).toMatchObject([{ batches: 2, rate: 0 }])
    const parameter = { name: 'stages.inspected-target', unit: 'share', owner: 'CUS', value: 0.08, overrides: { '650302': 0.05 }, clause: 'RR-21', description: { zh: '目标', en: 'Target' } }
    await changeRule(app, 'parameters', { data: parameter })
    await expect.poll(async () => (await months('from=2017-12&to=2017-12')).target).toBe(0.05)
    expect((await months('from=2017-12&to=2017-12')).months[0].aboveTarget).toBe(true)
    expect((await headquarters.get('/measures/batches?port=nowhere')).status).toBe(404)
  })
})
