import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ReplayFigures } from '../../src/watch/replay/domain/measure.ts'
import { sampleContainer } from '../support/sample-declarations.ts'
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
  ['trader.e-b', '/conveyances/new'],
  ['operator.bl-p1', '/conveyances'],
  ['officer.cus', '/conveyances/:conveyance'],
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
  const { inspected, proposed, report, conveyance } = stage.day
  const [replay = ''] = stage.replays
  return template.replace(':case', inspected.id).replace(':inspection', inspected.inspection).replace(':proposed', proposed).replace(':report', report).replace(':replay', replay).replace(':conveyance', conveyance)
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

test('SW-05: a carrier finds the form in the navigation, reports a lorry that leaves, is told at the line what is wrong, and comes from it to the declaration it carries', async () => {
  const carrier = await stage.seat('trader.e-d', { language: 'en' })
  const { page } = carrier
  await carrier.go('/consignments')
  await page.getByRole('navigation', { name: 'Main navigation' }).getByRole('link', { name: 'Conveyances' }).click()
  await page.getByRole('link', { name: 'Report a conveyance' }).click()
  const choose = async (label: string, option: string): Promise<void> => {
    await page.getByLabel(label, { exact: true }).click()
    await page.locator('.ant-select-dropdown:visible').getByText(option, { exact: true }).click()
  }
  await choose('Conveyance', 'vehicle')
  await choose('Movement', 'Departs')
  await page.getByLabel('Plate').fill('浙b 58221')
  await page.getByLabel('From', { exact: true }).fill('Beilun')
  const box = sampleContainer(5)
  await page.getByLabel('Manifest', { exact: true }).fill(`${sampleContainer(91)},,900\n\n${box.slice(0, -1)}${(Number(box.at(-1)) + 1) % 10},SW05-L`)
  await page.getByRole('button', { name: /Report$/ }).click()
  const refused = page.locator('.refused')
  await refused.getByText(/Manifest, line 3/).waitFor()
  await refused.getByText(/Time \(on the port's clock\)/).click()
  await page.keyboard.type('2026-03-02 17:30')
  await page.keyboard.press('Tab')
  await page.getByLabel('Manifest', { exact: true }).fill(`${sampleContainer(91)},,900\n${box}\n,SW05-L`)
  await page.getByRole('button', { name: /Report$/ }).click()
  await page.waitForURL(/conveyances\/[0-9a-f-]{36}$/)
  await page.locator('h1', { hasText: '浙B58221' }).waitFor()
  const rows = page.locator('tbody tr')
  expect(await rows.count()).toBe(3)
  // The box was declared this morning, by this trader; the others were not.
  expect(await rows.nth(0).textContent()).toContain('Not declared yet')
  expect(await rows.nth(2).textContent()).toContain('loose goods')
  expect(await faults(page)).toEqual([])
  await rows.nth(1).getByRole('link', { name: stage.day.inspected.number }).click()
  // And back: the case names what its goods came with and leave with.
  await page.locator('dd a', { hasText: '浙B58221' }).click()
  await page.waitForURL('**/conveyances/**')
  expect([...new Set(unexpected(carrier, 'conveyance'))]).toEqual(['answer: 422 /conveyances'])
  await carrier.leave()
})

test('a case of many facts: the page shows the latest of them and the rest on demand, each once', async () => {
  const officer = await stage.seat('officer.cus', { language: 'en' })
  const { page } = officer
  const address = `/declarations/${stage.day.inspected.id}`
  const happened = page.locator('.timeline ol li')
  await officer.go(address)
  await happened.first().waitFor()
  const all = await happened.allTextContents()
  expect(all.at(-1)).toContain('Declaration accepted')
  // As of a case with a hundred times as many: the server gives pages of its own size, whatever the screen asks for.
  const size = 4
  await page.route('**/timeline?*', (route) => {
    const asked = new URL(route.request().url())
    asked.searchParams.set('limit', String(size))
    return route.continue({ url: asked.href })
  })
  await officer.go(address)
  await happened.first().waitFor()
  const earlier = page.getByRole('button', { name: 'Earlier' })
  for (let shown = size; shown < all.length; shown += size) {
    expect(await happened.count()).toBe(shown)
    await earlier.click()
    await happened.nth(shown).waitFor()
  }
  await earlier.waitFor({ state: 'detached' })
  expect(all.length).toBeGreaterThan(2 * size)
  expect(await happened.allTextContents()).toEqual(all)
  await officer.leave()
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

test('on a tablet held upright each column stands under its own head, and what is hidden is hidden', async () => {
  const seat = await stage.seat('officer.cus', { width: 820, height: 1180 })
  const sides = `[...document.querySelectorAll('main thead th')].filter((head) => head.checkVisibility()).map((head) => Math.round(head.getBoundingClientRect().left))`
  const cells = sides.replace('thead th', 'tbody tr:first-child td')
  for (const screen of ['/queue', '/consignments']) {
    await seat.go(screen)
    const heads = await seat.page.evaluate<number[]>(sides)
    expect(heads.length, screen).toBeGreaterThan(2)
    expect(await seat.page.evaluate<number[]>(cells), screen).toEqual(heads)
  }
  await seat.go(`/inspections/${stage.day.inspected.inspection}`)
  expect(await seat.page.locator('main input[type="file"]:visible').count()).toBe(0)
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
