import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ReplayFigures } from '../../src/watch/replay/domain/measure.ts'
import { faults, isWiderThanWindow, openStage, settle, type Seat, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

/** Every screen, by who looks at it. `:case`, `:inspection` and `:proposed` stand for what the day left behind. */
const screens = [
  ['trader.e-b', '/consignments'],
  ['trader.e-b', '/declarations/new'],
  ['trader.e-b', '/declarations/upload'],
  ['trader.e-b', '/inbox?show=all'],
  ['trader.e-d', '/declarations/:case'],
  ['officer.cus', '/queue'],
  ['officer.cus', '/consignments'],
  ['officer.cus', '/declarations/:case'],
  ['officer.cus', '/directives/new?declaration=:case'],
  ['officer.ciq', '/inspections/:inspection'],
  ['officer.ciq', '/inspections/:inspection/images'],
  ['officer.cus', '/liability/:inspection'],
  ['officer.cus', '/board?view=time&kind=all'],
  ['coordinator.cus', '/board'],
  ['coordinator.cus', '/board?open=:proposed'],
  ['coordinator.cus', '/board?view=time&kind=all&rows=crew'],
  ['officer.ciq', '/inspections/:proposed/arrange'],
  ['trader.e-d', '/inspections/:proposed/arrange'],
  ['coordinator.cus', '/board?view=near'],
  ['coordinator.cus', '/port'],
  ['coordinator.cus', '/bookings'],
  ['operator.bl-p1', '/bookings'],
  ['coordinator.cus', '/measures'],
  ['headquarters', '/measures?cases=released'],
  ['operator.bl-p1', '/board'],
  ['auditor', '/ledger'],
  ['auditor', '/ledger?show=checkpoints'],
  ['officer.ciq', '/acceptance'],
  ['officer.ciq', '/acceptance?report=:report'],
  ['coordinator.ciq', '/acceptance?view=bodies&body=B-9'],
  ['officer.ciq', '/acceptance?view=orders'],
  ['laboratory', '/acceptance?new=1'],
  ['administrator', '/jobs'],
  ['administrator', '/jobs?state=waiting'],
  ['administrator', '/registers'],
  ['administrator', '/registers/sites'],
  ['administrator', '/registers/sites?key=BL-P1'],
  ['headquarters', '/registers/policy-measures'],
  ['headquarters', '/registers/policy-measures/proposals/1'],
  ['headquarters', '/rule-lab'],
  ['headquarters', '/replays'],
  ['auditor', '/replays?id=:replay'],
  ['coordinator.cus', '/draws'],
  ['headquarters', '/rule-lab/release-mode/1'],
  ['headquarters', '/risk'],
  ['officer.ciq', '/risk'],
  ['officer.ciq', '/risk?new=hold'],
  ['headquarters', '/risk?new=record'],
  ['officer.ciq', '/risk?new=bulletin'],
  ['trader.e-b', '/bulletins'],
  ['trader.e-b', '/public/bulletins'],
  ['trader.e-b', '/credit'],
  ['officer.ciq', '/credit'],
  ['officer.ciq', '/credit?enterprise=E-A'],
  ['headquarters', '/targeting'],
  ['coordinator.cus', '/targeting'],
  ['auditor', '/public/draws'],
  ['officer.cus', '/cases'],
  ['officer.cus', '/cases?new=transfer'],
  ['trader.e-b', '/cases?new=registration'],
  ['officer.cus', '/exchange'],
  ['officer.cus', '/exchange?view=traveller'],
  ['officer.ciq', '/laboratories'],
  ['trader.e-b', '/public'],
  ['trader.e-b', '/public?find=waste'],
  ['trader.e-b', '/public/rules'],
  ['trader.e-b', '/public/rules/safety-floor'],
  ['trader.e-b', '/public/results'],
  ['trader.e-b', '/jobs'],
  ['trader.e-b', '/nowhere'],
] as const

function addressOf(template: string): string {
  const { inspected, proposed, report } = stage.day
  const [replay = ''] = stage.replays
  return template.replace(':case', inspected.id).replace(':inspection', inspected.inspection).replace(':proposed', proposed).replace(':report', report).replace(':replay', replay)
}

/** Answers that the screen expects: somebody looks where they may not, and nobody is signed in yet. */
const expected: Readonly<Record<string, readonly string[]>> = {
  'trader.e-b /jobs': ['answer: 403 /jobs/counts'],
  'sign-in': ['answer: 401 /session'],
}

function unexpected(seat: { readonly complaints: readonly string[] }, screen: string): string[] {
  return seat.complaints.filter((complaint) => !isBrowsersOwn(complaint) && expected[screen]?.includes(complaint) !== true)
}

/** A refused fetch shows in the console of the browser whatever the screen makes of it; that is the browser's line, not the screen's. */
const isBrowsersOwn = (complaint: string): boolean => complaint.includes('Failed to load resource')

const seats = new Map<string, Seat>()

/** The seat of an account, at a desk and in Chinese, with nothing complained of: one for all its screens, as people have. */
async function seatOf(account: string): Promise<Seat> {
  const seat = seats.get(account) ?? (await stage.seat(account))
  if (seats.has(account)) {
    await seat.page.setViewportSize({ width: 1440, height: 900 })
    await seat.page.evaluate(`localStorage.setItem('lianjian.language', 'zh')`)
    // What the last screen still waits for ends with it.
    await seat.page.goto('about:blank')
    seat.complaints.length = 0
  }
  seats.set(account, seat)
  return seat
}

test.each(screens)('%s %s: loads, is accessible and breaks no policy, in Chinese at a desk and in English on a narrow screen', async (account, template) => {
  const seat = await seatOf(account)
  await seat.go(addressOf(template))
  expect(await seat.page.locator('main h1, main .blank h2').first().textContent()).not.toBe('')
  expect(await faults(seat.page)).toEqual([])

  await seat.page.setViewportSize({ width: 320, height: 640 })
  await seat.speak('en')
  expect(await isWiderThanWindow(seat.page)).toBe(false)
  expect(await faults(seat.page)).toEqual([])
  expect(unexpected(seat, `${account} ${template}`)).toEqual([])
})

test('the report of a replay says its figures: in its charts for those who hear the page too, in its table, and on a narrow screen', async () => {
  const seat = await stage.seat('headquarters', { language: 'en', width: 320, height: 640 })
  const { page } = seat
  const [replay = ''] = stage.replays
  const { figures } = (await stage.send('headquarters', 'GET', `/replays/${replay}`)) as { figures: ReplayFigures }
  await seat.go(`/replays?id=${replay}`)
  const charts = page.getByRole('img', { name: /./ }).and(page.locator('.chart'))
  await charts.nth(2).waitFor()
  const [modes, stages, hours] = await Promise.all([0, 1, 2].map((at) => charts.nth(at).getAttribute('aria-label')))
  for (const each of figures.modes) expect(modes).toMatch(new RegExp(`(: |, )[A-Z][^,]* ${each.declarations}(,|$)`))
  for (const { stage: name, mean } of figures.hours.stages.filter((each) => each.stage !== 'papers')) expect(stages, name).toContain(` ${new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 }).format(mean ?? 0)} h`)
  for (const bucket of figures.hours.inspected.buckets.filter((each) => each.count > 0)) expect(hours).toContain(`${bucket.below === undefined ? `≥${bucket.from}` : `${bucket.from}–${bucket.below}`} h: ${bucket.count}`)
  // What is drawn is drawn: no canvas is one colour, and none is wider than the window.
  expect(await page.evaluate<number[]>(`[...document.querySelectorAll('.chart canvas')].map((each) => new Set(new Uint32Array(each.getContext('2d').getImageData(0, 0, each.width, each.height).data.buffer)).size)`)).toEqual([0, 1, 2].map(() => expect.toSatisfy((colours: number) => colours > 3)))
  expect(await isWiderThanWindow(page)).toBe(false)
  const said = await page.locator('.numbers').textContent()
  for (const figure of [figures.declarations, figures.released, figures.openings.saved, figures.openings.separate]) expect(said).toContain(String(figure))
  expect(await page.locator('table.plain tbody tr').count()).toBe(figures.hours.stages.length)
  expect(await faults(page)).toEqual([])
  expect(unexpected(seat, 'replay')).toEqual([])
  await seat.leave()
})

test('the sign-in page: accessible, breaks no policy, lets in by one press and goes on where one wanted to', async () => {
  const seat = await stage.seat(undefined)
  await seat.page.goto('/queue')
  await seat.page.locator('.demo button').first().waitFor()
  expect(new URL(seat.page.url()).pathname).toBe('/sign-in')
  expect(await faults(seat.page)).toEqual([])
  await seat.page.locator('.demo > .link-button').click()
  expect(await faults(seat.page)).toEqual([])
  await seat.page.locator('.demo li button', { hasText: 'officer.msa' }).waitFor()
  await seat.page.locator('.demo li button', { hasText: 'officer.cus' }).click()
  await seat.page.waitForURL('**/queue')
  await seat.page.locator('h1', { hasText: '我的待办' }).waitFor()
  await settle(seat.page)
  expect(unexpected(seat, 'sign-in')).toEqual([])
  await seat.leave()
})
