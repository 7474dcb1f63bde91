import { readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../root.ts'
import { fillIn } from './texts.ts'

type Texts = { readonly [key: string]: string | Texts }

function read(language: 'zh' | 'en'): Texts {
  return (JSON.parse(readFileSync(path.join(root, 'locales', language, 'web.json'), 'utf8')) as { ui: Texts }).ui
}

const texts = { zh: read('zh'), en: read('en') }

/**
 * A text of the screens by its key (`liability.title`), for papers that say the same as the screen they are printed from. Undefined when there
 * is no such text; the parts of a key are parted by points.
 */
export function screenText(language: 'zh' | 'en', key: string, facts: Readonly<Record<string, string | number>> = {}): string | undefined {
  let found: string | Texts | undefined = texts[language]
  for (const part of key.split('.')) found = typeof found === 'object' && Object.hasOwn(found, part) ? found[part] : undefined
  return typeof found === 'string' ? fillIn(found, facts) : undefined
}
