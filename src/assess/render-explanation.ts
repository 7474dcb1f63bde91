import en from '../../locales/en/assess.json' with { type: 'json' }
import zh from '../../locales/zh/assess.json' with { type: 'json' }
import type { Pack } from '../kernel/pack.ts'
import type { Explanation } from './domain/explanation.ts'
import { sayExplanation, type ExplanationTexts, type Language } from './domain/say-explanation.ts'

const texts: Readonly<Record<Language, ExplanationTexts>> = { zh: zh.explanation, en: en.explanation }

/** The text of an explanation in one language, one sentence per step; as much as the explanation was cut to. */
export function renderExplanation(pack: Pack, explanation: Explanation, language: Language): readonly string[] {
  return sayExplanation(pack, explanation, language, texts[language])
}
