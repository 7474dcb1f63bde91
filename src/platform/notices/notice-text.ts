import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Bilingual } from '../../kernel/refusal.ts'
import { fillIn } from '../i18n/texts.ts'
import { root } from '../root.ts'

type Texts = ReadonlyMap<string, string>

function readTexts(language: 'zh' | 'en', part: 'notices' | 'outsideNotices'): Texts {
  const folder = path.join(root, 'locales', language)
  const texts = new Map<string, string>()
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith('.json')) continue
    const content = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as { notices?: Record<string, string>; outsideNotices?: Record<string, string> }
    for (const [type, text] of Object.entries(content[part] ?? {})) texts.set(type, text)
  }
  return texts
}

const texts = { zh: readTexts('zh', 'notices'), en: readTexts('en', 'notices') }
const outside = { zh: readTexts('zh', 'outsideNotices'), en: readTexts('en', 'outsideNotices') }

/** Leaves out what stands in brackets around a fact that nobody knows (yet): a time agreed before its place is still worth telling. */
function withoutUnknown(text: string, facts: Readonly<Record<string, string | number>>): string {
  const isKnown = (name: string): boolean => name in facts && facts[name] !== '' && facts[name] !== '–'
  return text.replace(/\[([^[\]]*)\]/g, (_, part: string) => ([...part.matchAll(/\{\{(\w+)\}\}/g)].every((place) => isKnown(place[1] ?? '')) ? part : ''))
}

/** A text with every place filled, or the one for whoever may not know all facts. */
function textIn(language: 'zh' | 'en', type: string, facts: Readonly<Record<string, string | number>>): string {
  const whole = fillIn(withoutUnknown(texts[language].get(type) ?? type, facts), facts)
  const other = outside[language].get(type)
  return other !== undefined && /\{\{\w+\}\}/.test(whole) ? fillIn(other, facts) : whole
}

/**
 * What a notice says in both languages: `notices.<type>` of the locale files with the facts filled in, or `outsideNotices.<type>` where its recipient may
 * not know all of them; `[, {{site}}]` is left out while its fact is unknown. A type without text shows itself.
 */
export function noticeText(type: string, facts: Readonly<Record<string, string | number>>): Bilingual {
  return { zh: textIn('zh', type, facts), en: textIn('en', type, facts) }
}
