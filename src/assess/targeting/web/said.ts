import { useCodeName, useTexts } from '../../../web/i18n/i18n.ts'
import { count } from '../../../web/i18n/time.ts'

/** Shares as people read them. */
export function usePercent(): (share: number) => string {
  const { language } = useTexts()
  return (share) => `${count(share * 100, language, 1)} %`
}

/** A lane in words: direction and mode. */
export function useLaneName(): (lane: string) => string {
  const code = useCodeName()
  return (lane) => {
    const [direction = '', mode = ''] = lane.split('/')
    return `${code('direction', direction)} · ${code('mode', mode)}`
  }
}
