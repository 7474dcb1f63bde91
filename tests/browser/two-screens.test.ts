import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { xrayOfBag } from '../../seed/xray.ts'
import { faults, isWiderThanWindow, liveWithin, openStage, pressed, type Seat, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

/** Pictures of the screens, where somebody wants to look at them. */
async function look(seat: Seat, name: string): Promise<void> {
  const folder = process.env['LIANJIAN_LOOK']
  if (folder !== undefined) await seat.page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true })
}

test('two browsers: the image of one is on the other screen within 2 seconds; verdicts stay hidden until both are in', async () => {
  const customs = await stage.seat('officer.cus')
  const quarantine = await stage.seat('officer.ciq', { language: 'en' })
  const address = `/inspections/${stage.day.inspected.inspection}/images`
  await Promise.all([customs.go(address), quarantine.go(address)])
  const committed = await pressed(customs.page, () => customs.page.locator('input[type="file"]').setInputFiles({ name: 'scan.png', mimeType: 'image/png', buffer: xrayOfBag(7) }))
  await quarantine.page.locator('.viewer img').waitFor({ timeout: 10_000 })
  expect(performance.now() - committed).toBeLessThan(liveWithin)
  await customs.page.locator('.viewer img').waitFor()
  const source = (seat: Seat): Promise<string | null> => seat.page.locator('.viewer img').getAttribute('src')
  expect(await source(customs)).toBe(await source(quarantine))

  // By keys alone: nearer, a mark in the middle, moved, then the verdict.
  await customs.page.locator('.viewer').focus()
  for (const key of ['+', '+', ']', 'ArrowRight', 'm', 'ArrowDown']) await customs.page.keyboard.press(key)
  expect(await customs.page.locator('.viewer-mark').count()).toBe(1)
  expect(await customs.page.locator('.viewer-plane').getAttribute('style')).toContain('scale(1.5625)')
  await customs.page.locator('.mark-row input').fill('致密块状物')
  await look(customs, 'images-customs')
  await customs.page.locator('input[type="radio"][value="open"]').check()
  await customs.page.locator('form button[type="submit"]').click()
  await quarantine.page.locator('.sub', { hasText: 'Shown when all are in' }).waitFor({ timeout: 10_000 })
  expect(await quarantine.page.locator('.viewer-mark').count()).toBe(0)
  expect(await quarantine.page.content()).not.toContain('致密块状物')

  await quarantine.page.locator('input[type="radio"][value="clear"]').check()
  await quarantine.page.locator('form button[type="submit"]').click()
  await customs.page.locator('.pill', { hasText: '未见异常' }).waitFor({ timeout: 10_000 })
  await quarantine.page.locator('.overlap').waitFor()
  expect(await quarantine.page.locator('.viewer-mark').count()).toBe(1)
  await look(quarantine, 'images-quarantine')
  expect(await faults(quarantine.page)).toEqual([])
  await quarantine.page.locator('.overlap button').first().click()
  await customs.page.locator('.pill', { hasText: '开拆安排已定' }).waitFor({ timeout: 10_000 })
  expect([...customs.complaints, ...quarantine.complaints]).toEqual([])
  await Promise.all([customs.leave(), quarantine.leave()])
})

test('the dossier recomputes its proofs and prints without furniture; the session page shows the merged plan on a tablet', async () => {
  const auditor = await stage.seat('auditor')
  await auditor.go(`/liability/${stage.day.inspected.inspection}`)
  await auditor.page.locator('.pill', { hasText: '均成立' }).waitFor({ timeout: 10_000 })
  await look(auditor, 'liability')
  await auditor.page.emulateMedia({ media: 'print' })
  expect(await auditor.page.locator('.rail').isVisible()).toBe(false)
  expect(await auditor.page.locator('.page-head button').first().isVisible()).toBe(false)
  await look(auditor, 'liability-print')
  await auditor.leave()

  const officer = await stage.seat('officer.ciq', { width: 820, height: 1180 })
  await officer.go(`/inspections/${stage.day.inspected.inspection}`)
  await officer.page.locator('.work-steps li').first().waitFor()
  expect(await isWiderThanWindow(officer.page)).toBe(false)
  await look(officer, 'session-tablet')
  await officer.leave()
})
