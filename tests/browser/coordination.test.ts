import { afterAll, beforeAll, expect, test } from 'vitest'
import { liveWithin, openStage, pressed, settle, soonestSeen, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

test('two browsers: what one side says and answers the other sees within 2 seconds, the trader without the reasons', async () => {
  const customs = await stage.seat('officer.cus')
  const trader = await stage.seat('trader.e-d')
  const address = `/inspections/${stage.day.proposed}/arrange`
  await Promise.all([customs.go(address), trader.go(address)])

  const saying = await soonestSeen(async (n) => {
    await customs.page.locator('#say_text').fill(`请带熏蒸证书（${n}）。`)
    await customs.page.getByText('包括企业和场所').last().click()
    const committed = await pressed(customs.page, () => customs.page.getByRole('button', { name: /^发\s*送$/ }).click())
    return { committed, seen: trader.page.locator('.said', { hasText: `请带熏蒸证书（${n}）。` }).waitFor() }
  })
  expect(saying).toBeLessThan(liveWithin)

  await trader.page.getByText('希望另择时间').click()
  await trader.page.locator('#answer_reason').fill('货物下午到场')
  const answered = await pressed(trader.page, () => trader.page.getByRole('button', { name: '发送答复' }).click())
  await customs.page.locator('.side', { hasText: '货物下午到场' }).waitFor({ timeout: 10_000 })
  expect(performance.now() - answered).toBeLessThan(liveWithin)

  const seen = await trader.page.locator('main').textContent()
  expect(seen).toContain('提单正本')
  for (const hidden of ['植检人员下午到岗', '检疫查验', 'CIQ-107']) expect(seen).not.toContain(hidden)
  await Promise.all([customs.leave(), trader.leave()])
})

test('the plan is moved by pointer and by keys; what it would hit is said before it is proposed', async () => {
  const coordinator = await stage.seat('coordinator.cus')
  const { page } = coordinator
  const bar = page.locator('.bar.agreed.movable').first()
  // Late in the evening what was agreed lies in tomorrow.
  for (const later of [0, 24]) {
    await coordinator.go(`/board?view=time&day=${dayAtPort(Date.now() + later * 3_600_000)}`)
    if ((await bar.count()) > 0) break
  }
  const panel = page.locator('.replan')
  await bar.scrollIntoViewIfNeeded()
  const box = await bar.boundingBox()
  if (box === null) throw new Error('the bar is not on the screen')
  // Late in the day the bar is cut off by midnight: it is taken in its middle, and moved to where there is room.
  const grip = box.x + Math.min(20, box.width / 2)
  await page.mouse.move(grip, box.y + 20)
  await page.mouse.down()
  await page.mouse.move(grip + (grip > 720 ? -100 : 100), box.y + 20, { steps: 5 })
  await page.mouse.up()
  await panel.waitFor()
  const dragged = await panel.locator('#replan-from').inputValue()

  // The keys go on from there, a quarter of an hour at a time, and Escape takes all of it back.
  const drafted = page.locator('.bar.drafted')
  await drafted.focus()
  await page.keyboard.press('Shift+ArrowRight')
  await expect.poll(async () => minutesOf(await panel.locator('#replan-from').inputValue()) - minutesOf(dragged)).toBe(15)
  await page.keyboard.press('Escape')
  await panel.waitFor({ state: 'detached' })

  await page.locator('.bar.agreed.movable').first().focus()
  await page.keyboard.press('Shift+ArrowRight')
  await panel.waitFor()
  expect(await panel.locator('.conflict, .tone-text-good').count()).toBeGreaterThan(0)
  await panel.locator('#replan-reason').fill('platform under repair')
  await panel.getByRole('button', { name: '提出此安排' }).click()
  await panel.waitFor({ state: 'detached' })
  await settle(page)
  await coordinator.leave()
})

/** The day on the port's clock, which has no summer time. */
const dayAtPort = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 10)
const minutesOf = (wallClock: string): number => Date.parse(`${wallClock.replace(' ', 'T')}:00Z`) / 60_000
