import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { commitmentOf } from '../../src/assess/draws/domain/seed.ts'
import { sha256Hex } from '../../src/kernel/sha256.ts'
import { sampleContainer, sampleDeclaration } from '../support/sample-declarations.ts'
import { faults, liveWithin, openStage, pressed, soonestSeen, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

const port = '380101'
const hour = 3_600_000
const soon = (delay: number): boolean => delay < liveWithin

test('two browsers: what one officer records the other agency sees within 2 seconds', async () => {
  const customs = await stage.seat('officer.cus')
  const quarantine = await stage.seat('officer.ciq')
  const address = `/inspections/${stage.day.inspected.inspection}`
  await Promise.all([customs.go(address), quarantine.go(address)])
  const scan = (page: typeof customs.page) => page.locator('.side', { has: page.locator('h3', { hasText: '过机' }) })
  expect(await scan(quarantine.page).locator('.pill').textContent()).toBe('0 次')

  let scans = 0
  const delay = await soonestSeen(async (n) => {
    await scan(customs.page).locator('input').fill(`S-9${n}`)
    const committed = await pressed(customs.page, () => scan(customs.page).locator('button[type="submit"]').click())
    scans = n + 1
    return { committed, seen: scan(quarantine.page).getByText(`S-9${n}`).waitFor() }
  })
  expect(delay).toBeLessThan(liveWithin)
  expect(await scan(quarantine.page).locator('.pill').textContent()).toBe(`${scans} 次`)
  await Promise.all([customs.leave(), quarantine.leave()])
})

test('DC-11: an agency that asks too late is led to the results it is given instead; both sides read why at once, and the results when there are some', async () => {
  const box = sampleContainer(95)
  const from = Date.now()
  const slot = { from: new Date(from).toISOString(), to: new Date(from + hour / 2).toISOString() }
  const ask = { port, object: { kind: 'container', ref: box }, methods: ['weigh'], reason: 'weight', window: { from: slot.from, to: new Date(from + 8 * hour).toISOString() } }
  await stage.send('officer.cus', 'POST', '/directives', { ...ask, power: 'CUS-GOODS' })
  const { inspection } = (await stage.send('officer.ciq', 'POST', '/directives', { ...ask, power: 'CIQ-COMMODITY' })) as unknown as { inspection: { id: string } }
  const act = (account: string, name: string, body: object): Promise<unknown> => stage.send(account, 'POST', `/joint-inspections/${inspection.id}/${name}`, body)
  for (const agency of ['CUS', 'CIQ']) await act(`officer.${agency.toLowerCase()}`, 'agree', { slot, site: 'BL-P2', crew: [`${agency}-107`] })
  await act('officer.cus', 'start', {})
  await act('officer.cus', 'weigh', { grossKg: 24_000 })

  const [late, customs] = await Promise.all([stage.seat('officer.msa', { language: 'en' }), stage.seat('officer.cus')])
  await Promise.all([late.go(`/directives/new?kind=container&ref=${box}`), customs.go(`/inspections/${inspection.id}`)])
  const { page } = late
  await page.getByRole('radio').first().check()
  await page.getByRole('checkbox', { name: 'Weigh' }).check()
  await page.getByLabel('Reason', { exact: true }).fill('stowage plan')
  const order = page.getByRole('button', { name: 'Send directive' })
  await order.click()
  const legal = page.getByLabel('Legal basis', { exact: true })
  const led = page.getByRole('link', { name: 'Read the results given instead' })
  await legal.or(led).first().waitFor()
  if (await legal.isVisible()) await legal.fill('Regulation on dangerous goods aboard')
  if (!(await led.isVisible())) await order.click()
  await led.waitFor()
  const refused = performance.now()
  expect(await page.locator('.refused').textContent()).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}|\/api\//)
  await customs.page.locator('.notice-strip', { hasText: '代替其自行检查' }).waitFor()
  expect(performance.now() - refused).toBeLessThan(liveWithin)
  expect(await customs.page.locator('.notice-strip', { hasText: '代替其自行检查' }).textContent()).toContain('称重')

  await led.click()
  await page.locator('h1', { hasText: box }).waitFor()
  await page.getByText('The inspection has not ended').waitFor()
  expect(await faults(page)).toEqual([])
  await act('officer.cus', 'close', {})
  const closed = performance.now()
  const results = page.locator('.side')
  await Promise.all([results.nth(1).waitFor(), customs.page.locator('section[aria-labelledby="results-title"] .side').nth(1).waitFor()])
  expect(performance.now() - closed).toBeLessThan(liveWithin)
  expect((await results.locator('.party').allTextContents()).sort()).toEqual(['CIQ', 'CUS'])
  // And relies on one: who looked stays liable, and reads who relies on it.
  await results.first().getByText('Rely on this result').first().click()
  await results.first().getByRole('button', { name: 'Rely on this result' }).click()
  await results.first().getByText('Say what the result is relied on for.').waitFor()
  await results.first().getByLabel('What it is relied on for').fill('stowage plan')
  await results.first().getByRole('button', { name: 'Rely on this result' }).click()
  await results.first().getByText('relies on it (stowage plan)').waitFor()
  await customs.page.locator('section[aria-labelledby="results-title"] .side', { hasText: 'stowage plan' }).waitFor()
  expect([await faults(page), await faults(customs.page)]).toEqual([[], []])

  // SW-03: what the agency was told leads there; what the other was told is taken note of together.
  await late.go('/inbox')
  const told = page.locator('.notice', { hasText: box }).filter({ hasText: 'share with MSA' })
  expect(await told.getByRole('link').first().getAttribute('href')).toBe(`/inspections/${inspection.id}`)
  await customs.go('/inbox')
  const there = customs.page.locator('.notice', { hasText: box })
  expect(await there.count()).toBeGreaterThan(1)
  await customs.page.getByRole('button', { name: /^知悉所列 \d+ 条$/ }).click()
  await customs.page.getByRole('tooltip').getByRole('button', { name: /^知\s*悉$/ }).click()
  await expect.poll(() => there.count(), { timeout: 10_000 }).toBe(0)
  await Promise.all([late.leave(), customs.leave()])
})

test('two browsers: queue, time-line of the case and board show within 2 seconds what the agencies order, with the reason, told by the stream alone', async () => {
  const [officer, owner, coordinator, other, cut] = await Promise.all(['officer.ciq', 'trader.e-aa', 'coordinator.cus', 'coordinator.ciq', 'coordinator.cus'].map((account) => stage.seat(account)))
  if (officer === undefined || owner === undefined || coordinator === undefined || other === undefined || cut === undefined) throw new Error('five seats')
  // The twin of the others: it hears nothing, so it may show nothing. Were it asking by itself, it would.
  await cut.page.route('**/api/v1/stream', (route) => route.abort())
  await Promise.all([officer.go('/queue'), coordinator.go('/board'), other.go('/board'), cut.go('/board')])
  await Promise.all([officer, coordinator, other].map((seat) => seat.page.locator('.link-state.live').waitFor()))
  const cards = (seat: typeof cut, box: string) => seat.page.locator('.lane.proposed .card', { hasText: box })
  const direct = async (account: string, box: string, power: string, methods: readonly string[]): Promise<number> => {
    const from = Date.now()
    const window = { from: new Date(from).toISOString(), to: new Date(from + 8 * hour).toISOString() }
    await stage.send(account, 'POST', '/directives', { port, object: { kind: 'container', ref: box }, methods, power, reason: 'live', window })
    return performance.now()
  }

  const delays = { queue: Infinity, timeline: Infinity, board: Infinity }
  let [box, declaration] = ['', '']
  for (let n = 0; n < 3 && Math.max(...Object.values(delays)) >= liveWithin; n++) {
    box = sampleContainer(90 + n)
    const goods = { reference: `LIVE-${n}`, declarant: 'E-AA', consignee: 'E-AA', containers: [{ number: box }] }
    const { id } = (await stage.send('trader.e-aa', 'POST', '/declarations', sampleDeclaration(goods))) as { id: string }
    declaration = id
    await owner.go(`/declarations/${id}`)
    await owner.page.locator('.link-state.live').waitFor()
    const happened = owner.page.locator('.timeline ol li')
    const before = await happened.count()
    const since = (committed: number, seen: Promise<void>): Promise<number> => seen.then(() => performance.now() - committed)

    const one = await direct('officer.ciq', box, 'CIQ-QUARANTINE', ['quarantine'])
    const [queue, timeline] = await Promise.all([since(one, officer.page.getByText(box).first().waitFor()), since(one, happened.nth(before).waitFor())])
    const two = await direct('officer.cus', box, 'CUS-GOODS', ['open'])
    const boards = await Promise.all([coordinator, other].map((seat) => since(two, cards(seat, box).waitFor())))
    delays.queue = Math.min(delays.queue, queue)
    delays.timeline = Math.min(delays.timeline, timeline)
    delays.board = Math.min(delays.board, Math.max(...boards))
  }
  expect(delays).toEqual({ queue: expect.toSatisfy(soon), timeline: expect.toSatisfy(soon), board: expect.toSatisfy(soon) })
  expect(await cards(coordinator, box).locator('.party').allTextContents()).toEqual(['CIQ', 'CUS'])
  expect(await cards(coordinator, box).textContent()).toContain('same-object-in-time')
  expect(await cards(cut, box).count()).toBe(0)

  // DC-12: the officer changes what was asked, then takes it back, each with a reason; the board follows.
  await officer.go(`/declarations/${declaration}`)
  const { page } = officer
  const line = page.locator('.directive-line', { hasText: box })
  const dialog = page.getByRole('dialog')
  // DC-13: why it met the other agency's, by which rule.
  await line.getByRole('button', { name: '碰撞说明' }).click()
  await dialog.getByText('已碰上').waitFor()
  expect([await dialog.locator('.party').allTextContents(), await dialog.textContent()]).toEqual([['CUS'], expect.stringContaining('same-object-in-time')])
  expect(await faults(page)).toEqual([])
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
  await line.getByRole('button', { name: /变\s*更/ }).click()
  await dialog.getByRole('checkbox', { name: '开箱检查' }).check()
  await dialog.getByLabel('理由').fill('改为开箱检疫')
  await dialog.getByRole('button', { name: '变更指令' }).click()
  await line.getByText('开箱检查').waitFor()
  await dialog.waitFor({ state: 'hidden' })
  await cards(coordinator, box).getByText('开箱检查').waitFor()
  const withdraw = line.getByRole('button', { name: /撤\s*回/ })
  await withdraw.click()
  await dialog.getByRole('button', { name: /撤\s*回/ }).click()
  await dialog.getByText('请填写理由').waitFor()
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
  // Who turns away stands where they were.
  await expect.poll(() => page.evaluate<string>('document.activeElement.textContent')).toMatch(/撤\s*回/)
  await withdraw.click()
  await dialog.getByLabel('理由').fill('货主已提供检疫证书')
  expect(await faults(page)).toEqual([])
  const withdrawn = await pressed(page, () => dialog.getByRole('button', { name: /撤\s*回/ }).click())
  await Promise.all([line.locator('.pill', { hasText: '已撤回' }).waitFor(), cards(coordinator, box).waitFor({ state: 'detached' })])
  expect(performance.now() - withdrawn).toBeLessThan(liveWithin)
  expect(await line.getByRole('button').count()).toBe(0)
  await Promise.all([officer, owner, coordinator, other, cut].map((seat) => seat.leave()))
})

test('a broken connection is said, and the screen is fresh again when it is back', async () => {
  const officer = await stage.seat('officer.cus')
  await officer.page.route('**/api/v1/stream', (route) => route.abort())
  await officer.go('/queue')
  await officer.page.locator('.lost-strip').waitFor()
  await officer.page.unroute('**/api/v1/stream')
  await officer.page.locator('.link-state.live').waitFor()
  expect(await officer.page.locator('.lost-strip').count()).toBe(0)
  await officer.leave()
})

test('a form that cannot be sent keeps what was typed and is taken once when it is sent again', async () => {
  const trader = await stage.seat('trader.e-b')
  const { page } = trader
  await trader.go('/declarations/new')
  await page.locator('.page-head button').click()
  await page.locator('.ant-dropdown-menu-item').first().click()
  const reference = await page.inputValue('#declare_reference')
  await page.route('**/api/v1/declarations', (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()))
  await page.locator('button[type="submit"]').click()
  await page.locator('.refused').waitFor()
  expect(await page.inputValue('#declare_items_0_hs')).toBe('6109100000')
  await page.unroute('**/api/v1/declarations')
  await page.locator('button[type="submit"]').click()
  await page.locator('section[role="status"]').waitFor()
  const found = (await stage.send('trader.e-b', 'GET', `/declarations?q=${reference}`)) as unknown as { items: readonly { reference: string }[] }
  expect(found.items.map((item) => item.reference)).toEqual([reference])
  await trader.leave()
})

test('AL-03, RR-14, RR-18: an officer holds by an alert with one press, and adds a rule, a record and a bulletin of their own; what is refused is said at its field', async () => {
  const officer = await stage.seat('officer.ciq')
  const { page } = officer
  const firstRule = page.locator('.risk-holds tbody tr').first()
  await stage.send('officer.ciq', 'POST', '/alerts', { reference: 'LIVE-1', title: 'Lot L-9 recalled abroad', hazard: 'glass', level: 'high', scope: { port, lot: 'L-9' } })
  await officer.go('/risk')
  const alert = page.locator('.risk-alert', { hasText: 'LIVE-1' })
  await alert.locator('.ant-btn-primary').click()
  await alert.waitFor({ state: 'detached' })
  await firstRule.filter({ hasText: 'LIVE-1' }).waitFor()
  expect(await firstRule.locator('.risk-scope').textContent()).toContain('L-9')
  await expect.poll(() => firstRule.textContent(), { timeout: 20_000 }).toMatch(/共查 \d+ 票/)

  await page.locator('.page-head .go').click()
  await page.locator('#hold_title').fill('整柜开验')
  await page.locator('#hold_reason').fill('来源不明')
  await page.locator('.risk-form button[type="submit"]').click()
  await page.locator('.refused').waitFor()
  await page.locator('#hold_scope_lot').fill('L-10')
  await page.locator('.risk-form button[type="submit"]').click()
  await firstRule.filter({ hasText: '整柜开验' }).waitFor()
  expect(await firstRule.locator('.due').textContent()).toMatch(/(29|30)天后/)

  await officer.go('/risk?new=record')
  await page.locator('#record_title').fill('夹层箱')
  await page.locator('#record_reason').fill('合作方通报')
  await page.locator('#record_scope_container').fill('TGHU1234568')
  await page.locator('.risk-form button[type="submit"]').click()
  await page.locator('.refused', { hasText: '校验码' }).waitFor()
  await page.locator('#record_scope_container').fill('TGHU 123456 7')
  await page.locator('.risk-form button[type="submit"]').click()
  await page.locator('section[aria-labelledby="risk-records-title"] li', { hasText: '夹层箱' }).waitFor({ timeout: 20_000 })

  await officer.go('/risk?new=bulletin')
  for (const [field, text] of [['title_zh', '玩具安全提示'], ['title_en', 'Safety of toys'], ['body_zh', '请核对检测报告。'], ['body_en', 'Check the test report.']] as const) await page.locator(`#bulletin_${field}`).fill(text)
  await page.locator('.risk-form button[type="submit"]').click()
  await page.locator('section[aria-labelledby="risk-bulletins-title"] li', { hasText: '玩具安全提示' }).waitFor()
  const trader = await stage.seat('trader.e-b')
  await trader.go('/bulletins')
  await trader.page.locator('li', { hasText: '玩具安全提示' }).waitFor()
  await Promise.all([officer.leave(), trader.leave()])
})

test('DR-03: the public page of one draw recomputes it in the browser of whoever looks, without the network and without an account, and names what somebody made fit', async () => {
  const week = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '00:00', to: '23:59' }))
  for (const n of [1, 2, 3]) {
    const data = { id: `CUS-20${n}`, name: `关员 ${n}`, agency: 'CUS', port, skills: ['open'], shifts: week, qualifications: [{ kind: 'enforcement', number: `3301-20${n}`, validFrom: '2020-01-01', validTo: '2099-12-31' }] }
    await stage.send('administrator', 'POST', '/registers/officers', { data })
  }
  // The roster was changed: a person orders with a reason, and a second one agrees.
  const [coordinator, second] = [await stage.seat('coordinator.cus'), await stage.seat('headquarters')]
  const ask = async (seat: typeof second, path: string, data: object): Promise<{ readonly id: string }> => {
    const reply = await seat.page.request.post(`${stage.address}/api/v1${path}`, { data, headers: { origin: stage.address } })
    expect(reply.ok(), await reply.text()).toBe(true)
    return (await reply.json()) as { readonly id: string }
  }
  const { id } = await ask(coordinator, '/draws', { port, reason: 'Three inspectors began this morning.' })
  await ask(second, `/draws/${id}/answer`, { agree: true })
  const stateOf = async (): Promise<unknown> => (await stage.send('auditor', 'GET', `/draws/${id}`))['state']
  const agencies = ['BPI', 'CIQ', 'CUS', 'MSA'] as const
  const secretOf = (agency: string): string => sha256Hex(`secret of ${agency}`)
  for (const agency of agencies) await stage.send(`officer.${agency.toLowerCase()}`, 'POST', `/draws/${id}/commitment`, { commitment: commitmentOf(id, agency, secretOf(agency)) })
  await vi.waitUntil(async () => (await stateOf()) === 'revealing', { timeout: 60_000, interval: 250 })
  for (const agency of agencies) await stage.send(`officer.${agency.toLowerCase()}`, 'POST', `/draws/${id}/reveal`, { secret: secretOf(agency) })
  await vi.waitUntil(async () => (await stateOf()) === 'drawn', { timeout: 60_000, interval: 250 })

  const nobody = await stage.seat(undefined)
  const { page } = nobody
  await nobody.go(`/public/draws/${id}`)
  const checks = (tone: string) => page.locator(`.draw-checks .pill.tone-${tone}`)
  await checks('good').first().waitFor()
  expect(await checks('good').count()).toBeGreaterThanOrEqual(5)
  expect(await checks('bad').count()).toBe(0)
  expect(await faults(page)).toEqual([])
  // Everything that is shown from here on is worked out on the page.
  await page.context().setOffline(true)
  const lots = page.locator('.lots .lot')
  const drawn = await lots.count()
  expect(drawn).toBeGreaterThan(0)
  const [, back, step] = await page.locator('#replay-title ~ .row button').all()
  await back?.click()
  expect(await lots.count()).toBe(drawn - 1)
  await step?.click()
  expect(await lots.count()).toBe(drawn)
  await page.context().setOffline(false)

  // One byte of the file: the last digit of the seed.
  await page.route(`**/api/v1/public/draws/${id}`, async (route) => {
    const response = await route.fetch()
    const text = await response.text()
    await route.fulfill({ response, body: text.replace(/("seed":"[0-9a-f]{63})(.)/, (_all, before: string, last: string) => before + (last === '0' ? '1' : '0')) })
  })
  await page.setViewportSize({ width: 320, height: 640 })
  await nobody.speak('en')
  await checks('bad').first().waitFor()
  expect(await page.locator('.draw-checks li', { has: page.locator('.tone-bad') }).textContent()).toContain('the seed does not follow from its parts')
  expect([await checks('good').count(), await checks('bad').count()]).toEqual([7, 1])
  expect(await faults(page)).toEqual([])

  // The draw room: the same lots step by step, recomputed too; names only for a purpose.
  await coordinator.go(`/draws/${id}`)
  const room = coordinator.page
  await room.locator('.draw-checks .tone-good').nth(9).waitFor()
  expect(await room.locator('.lots').textContent()).not.toContain('关员')
  await room.locator('section[aria-labelledby="names-title"] input').fill('告知查验人员地点')
  await room.locator('section[aria-labelledby="names-title"] button').click()
  await room.locator('.lots', { hasText: '关员' }).waitFor()
  const [play] = await room.locator('#replay-title ~ .row button').all()
  await play?.click()
  await room.locator('.lots .lot').nth(drawn - 1).waitFor({ timeout: 10_000 + drawn * 2000 })
  expect(await faults(room)).toEqual([])
  await Promise.all([coordinator.leave(), second.leave(), nobody.leave()])
}, 180_000)

test('RR-04: a trader hands in a certificate after the declaration; the officer who has the case open sees it come', async () => {
  const [trader, officer] = await Promise.all([stage.seat('trader.e-d', { language: 'en' }), stage.seat('officer.ciq', { language: 'en' })])
  const address = `/declarations/${stage.day.inspected.id}`
  await Promise.all([trader.go(address), officer.go(address)])
  const { page } = trader
  await page.getByLabel('Document', { exact: true }).click()
  await page.keyboard.type('Phytosanitary')
  await page.keyboard.press('Enter')
  await page.getByLabel('Number', { exact: true }).fill('PC-2026-77')
  await page.setInputFiles('#hand-in-file', { name: 'certificate.pdf', mimeType: 'application/pdf', buffer: Buffer.from('a certificate') })
  await page.getByText(/SHA-256 [0-9a-f]{16}/).waitFor()
  expect(await faults(page)).toEqual([])
  await page.getByRole('button', { name: 'Hand in' }).click()
  for (const seat of [trader, officer]) await seat.page.locator('table', { hasText: 'PC-2026-77' }).waitFor()
  expect(await officer.page.getByRole('button', { name: 'Hand in' }).count()).toBe(0)

  await page.getByLabel('Number', { exact: true }).fill('PC-2026-77')
  await page.getByRole('button', { name: 'Hand in' }).click()
  await page.locator('[role="alert"]').first().waitFor()
  await Promise.all([trader.leave(), officer.leave()])
})
