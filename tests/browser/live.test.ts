import { afterAll, beforeAll, expect, test } from 'vitest'
import { sampleContainer } from '../support/sample-declarations.ts'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

const port = '380101'
const hour = 3_600_000

test('two browsers: what one officer records the other agency sees within 2 seconds', async () => {
  const customs = await stage.seat('officer.cus')
  const quarantine = await stage.seat('officer.ciq')
  const address = `/inspections/${stage.day.inspected.inspection}`
  await Promise.all([customs.go(address), quarantine.go(address)])
  const scan = (page: typeof customs.page) => page.locator('.side', { has: page.locator('h3', { hasText: '过机' }) })
  expect(await scan(quarantine.page).locator('.pill').textContent()).toBe('0 次')

  await scan(customs.page).locator('input').fill('S-9')
  const sent = Date.now()
  await scan(customs.page).locator('button[type="submit"]').click()
  await scan(quarantine.page).getByText('S-9').waitFor({ timeout: 10_000 })
  expect(Date.now() - sent).toBeLessThan(2_000)
  expect(await scan(quarantine.page).locator('.pill').textContent()).toBe('1 次')
  await Promise.all([customs.leave(), quarantine.leave()])
})

test('the board shows a new match by itself, with the reason', async () => {
  const coordinator = await stage.seat('coordinator.cus')
  await coordinator.go('/board')
  const box = sampleContainer(90)
  const from = new Date().toISOString()
  const window = { from, to: new Date(Date.now() + 8 * hour).toISOString() }
  for (const [account, power, methods] of [['officer.cus', 'CUS-GOODS', ['open']], ['officer.ciq', 'CIQ-QUARANTINE', ['quarantine']]] as const) {
    await stage.send(account, 'POST', '/directives', { port, object: { kind: 'container', ref: box }, methods, power, reason: 'live', window })
  }
  const card = coordinator.page.locator('.lane.proposed .card', { hasText: box })
  await card.waitFor({ timeout: 10_000 })
  expect(await card.locator('.party').allTextContents()).toEqual(['CIQ', 'CUS'])
  expect(await card.textContent()).toContain('same-object-in-time')
  await coordinator.leave()
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
