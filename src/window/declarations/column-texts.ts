import { readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../../platform/root.ts'

type Texts = Readonly<Record<string, string>>

function readColumns(language: 'zh' | 'en'): Texts {
  const content = JSON.parse(readFileSync(path.join(root, 'locales', language, 'window.json'), 'utf8')) as { columns: Texts }
  return content.columns
}

let texts: { readonly zh: Texts; readonly en: Texts } | undefined

/** What a column of the spreadsheet wants, in both languages: `columns.<name>` of the locale files. */
export function columnTexts(column: string): { readonly zh: string; readonly en: string } {
  texts ??= { zh: readColumns('zh'), en: readColumns('en') }
  return { zh: texts.zh[column] ?? column, en: texts.en[column] ?? column }
}
