import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStage, settle, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

/** No screen has more stops of the Tab key between two fields than this. */
const mostStops = 80

/** Presses Tab until the element with the id has the focus. */
async function tabTo(page: Page, id: string): Promise<void> {
  for (let stop = 0; stop < mostStops; stop++) {
    if ((await focused(page)) === id) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`the Tab key does not reach ${id}`)
}

const focused = (page: Page): Promise<string> => page.evaluate<string>('document.activeElement?.id ?? ""')

async function fill(page: Page, id: string, text: string): Promise<void> {
  await tabTo(page, id)
  await page.keyboard.type(text)
}

async function choose(page: Page, id: string, text: string): Promise<void> {
  await fill(page, id, text)
  await page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option-active').first().waitFor()
  await page.keyboard.press('Enter')
}

async function submit(page: Page): Promise<void> {
  for (let stop = 0; stop < mostStops; stop++) {
    if (await page.evaluate<boolean>('document.activeElement?.getAttribute("type") === "submit"')) break
    await page.keyboard.press('Tab')
  }
  await page.keyboard.press('Enter')
}

test('a declaration is made by keys alone; what is refused comes together, leads to its field, and nothing typed is lost', async () => {
  const seat = await stage.seat('trader.e-b')
  const { page } = seat
  await seat.go('/declarations/new')

  await page.keyboard.press('Tab')
  expect(await page.evaluate<string>('document.activeElement.className')).toBe('skip')
  await page.keyboard.press('Enter')
  expect(await focused(page)).toBe('content')

  await fill(page, 'declare_consignor', 'Dhaka Knit Ltd')
  await fill(page, 'declare_items_0_hs', '0207120000')
  await fill(page, 'declare_items_0_description', 'Frozen whole chicken')
  await choose(page, 'declare_items_0_origin', 'BR')
  await fill(page, 'declare_items_0_quantity_value', '24000')
  await choose(page, 'declare_items_0_quantity_unit', 'NAR')
  await fill(page, 'declare_items_0_netWeightKg', '24000')
  await fill(page, 'declare_items_0_value_amount', '43200')
  await choose(page, 'declare_items_0_value_currency', 'USD')
  await submit(page)

  // SW-02: the unit is wrong for one agency, the papers for another; both are said at once, and the reader stands before them.
  await page.locator('.refused').waitFor()
  expect(await focused(page)).toBe('refused-title')
  const said = await page.locator('.refused li').allTextContents()
  expect(said.length).toBeGreaterThan(1)
  expect(new Set(await page.locator('.refused .party').allTextContents()).size).toBeGreaterThan(1)
  expect(await page.inputValue('#declare_items_0_description')).toBe('Frozen whole chicken')
  await page.locator('.refused button', { hasText: /商品 1/ }).first().focus()
  await page.keyboard.press('Enter')
  expect(await focused(page)).toMatch(/^declare_items_0/)

  // Other goods, which every agency lets pass.
  await tabBack(page, 'declare_items_0_hs')
  await page.keyboard.press('Control+A')
  await page.keyboard.type('6109100000')
  await submit(page)
  await page.locator('section[role="status"]').waitFor()
  expect(await page.locator('section[role="status"] .code').textContent()).toMatch(/^\d{18}$/)
  await seat.leave()
})

async function tabBack(page: Page, id: string): Promise<void> {
  for (let stop = 0; stop < mostStops; stop++) {
    if ((await focused(page)) === id) return
    await page.keyboard.press('Shift+Tab')
  }
  throw new Error(`the Tab key does not lead back to ${id}`)
}

test('the queue is worked by keys: g q leads there, j and k move, Enter opens, / searches, and all of it can be switched off', async () => {
  const seat = await stage.seat('officer.cus')
  const { page } = seat
  await seat.go('/consignments')
  await page.keyboard.press('g')
  await page.keyboard.press('q')
  await page.waitForURL('**/queue')
  await page.locator('h1', { hasText: '我的待办' }).waitFor()
  await page.locator('tr[data-row]').nth(1).waitFor()

  const row = (): Promise<number> => page.evaluate<number>("[...document.querySelectorAll('tr[data-row]')].findIndex((row) => row.contains(document.activeElement))")
  await page.keyboard.press('j')
  expect(await row()).toBe(0)
  await page.keyboard.press('j')
  expect(await row()).toBe(1)
  await page.keyboard.press('k')
  expect(await row()).toBe(0)
  await page.keyboard.press('Enter')
  await page.waitForURL('**/declarations/*')
  await settle(page)

  await page.keyboard.press('/')
  await page.keyboard.type(stage.day.inspected.number)
  await page.keyboard.press('Enter')
  await page.waitForURL('**/consignments?find=*')
  await page.locator('tr[data-row]', { hasText: stage.day.inspected.number }).waitFor()
  expect(await page.locator('tr[data-row]').count()).toBe(1)

  await page.evaluate("localStorage.setItem('lianjian.shortcuts', 'off')")
  await seat.go('/consignments')
  await page.keyboard.press('g')
  await page.keyboard.press('q')
  await page.keyboard.press('j')
  expect(new URL(page.url()).pathname).toBe('/consignments')
  expect(await row()).toBe(-1)
  await seat.leave()
})
