import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Bilingual } from '../../kernel/refusal.ts'
import { fillIn } from '../i18n/texts.ts'
import { root } from '../root.ts'

function readNoticeTexts(language: 'zh' | 'en'): ReadonlyMap<string, string> {
  const folder = path.join(root, 'locales', language)
  const texts = new Map<string, string>()
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith('.json')) continue
    const content = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as { notices?: Record<string, string> }
    for (const [type, text] of Object.entries(content.notices ?? {})) texts.set(type, text)
  }
  return texts
}

const texts = { zh: readNoticeTexts('zh'), en: readNoticeTexts('en') }

/** What a notice says in both languages: `notices.<type>` of the locale files with the facts filled in. A type without text shows itself. */
export function noticeText(type: string, facts: Readonly<Record<string, string | number>>): Bilingual {
  return { zh: fillIn(texts.zh.get(type) ?? type, facts), en: fillIn(texts.en.get(type) ?? type, facts) }
}
