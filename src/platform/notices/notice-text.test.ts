import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../root.ts'
import { noticeText } from './notice-text.ts'

function noticesOf(language: string): Map<string, string> {
  const folder = path.join(root, 'locales', language)
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'))
  return new Map(files.flatMap((file) => Object.entries((JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as { notices?: Record<string, string> }).notices ?? {})))
}

// A fact that has a name in each language comes as `zh` and `en`: each text uses its own.
const places = (text: string | undefined): string[] => [...new Set([...(text ?? '').matchAll(/\{\{(\w+)\}\}/g)].map((match) => (match[1] ?? '').replace(/^(zh|en)$/, 'name')))].sort()

test('every notice has a text in both languages, with the same places for facts', () => {
  const [zh, en] = [noticesOf('zh'), noticesOf('en')]
  expect(zh.size).toBeGreaterThan(5)
  expect([...zh.keys()].sort()).toEqual([...en.keys()].sort())
  expect([...zh.keys()].filter((type) => JSON.stringify(places(zh.get(type))) !== JSON.stringify(places(en.get(type))))).toEqual([])
})

test('facts are filled in; a place without its fact stays visible, and so does a type without text', () => {
  expect(noticeText('TransferAccepted', { to: 'AGB', offence: 'smuggling', subject: 'declaration 7' })).toEqual({
    zh: 'AGB 已接收贵方移交的案件：smuggling（declaration 7）。',
    en: 'AGB has taken over your case: smuggling (declaration 7).',
  })
  expect(noticeText('TransferAccepted', { to: 'AGB' }).en).toContain('{{offence}}')
  expect(noticeText('NoSuchNotice', {})).toEqual({ zh: 'NoSuchNotice', en: 'NoSuchNotice' })
})

test('what is said about a fact nobody knows yet is left out, not shown with a gap', () => {
  const facts = { object: 'TGHU1234567', agencies: 'AGA, AGB', from: '08:00', to: '09:00' }
  expect(noticeText('JointMatched', { ...facts, site: 'P2' }).en).toContain(' at P2')
  expect(noticeText('JointMatched', { ...facts, site: '–' }).en).not.toMatch(/–| at |\[/)
  expect(noticeText('JointMatched', { ...facts, site: '–' }).zh).not.toMatch(/–|地点|\[/)
  expect(noticeText('DispositionRecorded', { object: 'TGHU1234567', agency: 'AGA', disposition: 'AGA-PASS' }).en).toBe('AGA decided on TGHU1234567: AGA-PASS.')
})
