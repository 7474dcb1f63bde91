import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Bilingual, Refusal } from '../../kernel/refusal.ts'
import { root } from '../root.ts'

type Texts = ReadonlyMap<string, string>

function readRefusalTexts(language: 'zh' | 'en'): Texts {
  const folder = path.join(root, 'locales', language)
  const texts = new Map<string, string>()
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith('.json')) continue
    const content = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as { refusals?: Record<string, string> }
    for (const [code, text] of Object.entries(content.refusals ?? {})) texts.set(code, text)
  }
  return texts
}

/** Every refusal text of one language by code; read once. */
export const refusalTexts: { readonly zh: Texts; readonly en: Texts } = { zh: readRefusalTexts('zh'), en: readRefusalTexts('en') }

/** Puts facts into the `{{name}}` places of a text; an unknown place stays visible, so that tests notice it. */
export function fillIn(text: string, facts: Readonly<Record<string, string | number>> = {}): string {
  return text.replace(/\{\{(\w+)\}\}/g, (place, name: string) => (name in facts ? String(facts[name]) : place))
}

/** The text of a refusal in both languages. A code without text shows itself; a test keeps that from happening. */
export function refusalText(refusal: Refusal): Bilingual {
  return {
    zh: fillIn(refusalTexts.zh.get(refusal.code) ?? refusal.code, refusal.facts),
    en: fillIn(refusalTexts.en.get(refusal.code) ?? refusal.code, refusal.facts),
  }
}
