import { useCodeName, useTexts } from '../i18n/i18n.ts'
import { inPortTime, nameFor } from '../i18n/time.ts'
import { usePort } from './port.ts'
import { usePackName } from './reference.ts'
import type { Bilingual } from '../../kernel/refusal.ts'

type Facts = Readonly<Record<string, unknown>>

/** Facts that are codes of the pack, by the list that names them. */
const lists = { method: 'methods', methods: 'methods', open: 'methods', releaseMode: 'releaseModes', disposition: 'dispositions', power: 'powers', powers: 'powers' } as const

const subject = /^([a-z-]+) [0-9a-f]{8}-[0-9a-f-]{27}$/

/**
 * A text of the server as the reader would say it: its moments on the port's clock, its codes by their names. The server writes codes, because machines read
 * the same text; the facts beside it say which words of it are codes.
 */
export function useNamedText(): (message: Bilingual, facts?: Facts) => string {
  const { language, list } = useTexts()
  const { timeZone } = usePort()
  const name = usePackName()
  const code = useCodeName()
  const spoken = (key: string, value: string): string => {
    if (key in lists) return list(value.split(', ').map((each) => name(lists[key as keyof typeof lists], each)))
    if (key === 'question' || key === 'title') return nameFor(value, language)
    const about = subject.exec(value)?.[1]
    return about === undefined ? value : code('subject', about)
  }
  return (message, facts = {}) => {
    const named = Object.entries(facts).reduce((text, [key, value]) => {
      if (typeof value !== 'string' || value === '') return text
      // The facts of a sentence stand towards its end; the same word before them is the sentence's own.
      const at = text.lastIndexOf(value)
      return at < 0 ? text : `${text.slice(0, at)}${spoken(key, value)}${text.slice(at + value.length)}`
    }, message[language])
    return inPortTime(named, timeZone)
  }
}
