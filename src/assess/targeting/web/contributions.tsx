import { useCodeName, useTexts } from '../../../web/i18n/i18n.ts'
import { count } from '../../../web/i18n/time.ts'
import './targeting.css'

interface Part {
  readonly indicator: string
  readonly key: string
  readonly effect: number
  readonly checks: number
  readonly finds: number
  readonly expected: number
}

/** A contribution as an explanation carries it. */
function readPart(text: string): Part {
  const [indicator = '', key = '', effect = '0', checks = '0', finds = '0', expected = '0'] = text.split('\t')
  return { indicator, key, effect: Number(effect), checks: Number(checks), finds: Number(finds), expected: Number(expected) }
}

/** What a score is made of: one bar for each indicator that speaks, to the right where it raises the chance of a find, with what it rests on. */
export function Contributions({ parts }: { readonly parts: readonly string[] }) {
  const { t, language } = useTexts()
  const code = useCodeName()
  const read = parts.map(readPart)
  const widest = Math.max(0.5, ...read.map(({ effect }) => Math.abs(effect)))
  if (read.length === 0) return <span className="quiet small">{t('targeting.noParts')}</span>
  return (
    <ul className="contributions">
      {read.map((part) => (
        <li key={`${part.indicator} ${part.key}`}>
          <span className="what">
            <b>{code('indicator', part.indicator)}</b> <span className="code">{part.key.replaceAll('|', ' · ')}</span>
          </span>
          <span className="track" aria-hidden="true">
            <span className={part.effect > 0 ? 'up' : 'down'} ref={(bar) => bar?.style.setProperty('width', `${(Math.abs(part.effect) / widest) * 50}%`)} />
          </span>
          <span className="effect code">
            {part.effect > 0 ? '+' : '−'}
            {count(Math.abs(part.effect), language, 2)}
          </span>
          <span className="quiet small">{t('targeting.rests', { checks: count(part.checks, language, 1), finds: count(part.finds, language, 1), expected: count(part.expected, language, 1) })}</span>
        </li>
      ))}
    </ul>
  )
}
