import en from '../../../../locales/en/editor.json'
import enAssess from '../../../../locales/en/assess.json'
import zh from '../../../../locales/zh/editor.json'
import zhAssess from '../../../../locales/zh/assess.json'
import type { Refusal } from '../../../kernel/refusal.ts'
import type { Language } from '../../../web/i18n/time.ts'

const texts: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  zh: { ...zhAssess.refusals, ...zh.refusals },
  en: { ...enAssess.refusals, ...en.refusals },
}

/** The words of a finding, the same that the server says when it refuses. */
export function sayRefusal({ code, facts }: Refusal, language: Language): string {
  return (texts[language][code] ?? code).replace(/\{\{(\w+)\}\}/g, (_place, name: string) => String(facts?.[name] ?? ''))
}
