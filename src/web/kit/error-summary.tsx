import { useEffect, useRef } from 'react'
import type { ProblemEntry } from '../api/problem.ts'
import { useTexts } from '../i18n/i18n.ts'
import { Party } from '../reference/party.tsx'
import { useNamedText } from '../reference/named-text.ts'
import { useClauseName } from '../reference/reference.ts'
import './kit.css'

/**
 * Everything a submission was refused for, together, on top of the form, in focus when it appears (SW-02). Each entry says whose rule it is
 * and leads to its field.
 */
export function ErrorSummary({ entries, title, onGo, nameOf, wayOn }: {
  readonly entries: readonly ProblemEntry[]
  readonly title?: string
  readonly onGo?: (pointer: string) => void
  /** What the reader calls the field behind a pointer. */
  readonly nameOf?: (pointer: string) => string | undefined
  /** What stands beside an entry: where to go for what it speaks of. */
  readonly wayOn?: (entry: ProblemEntry) => React.ReactNode
}) {
  const { t } = useTexts()
  const words = useNamedText()
  const clauseName = useClauseName()
  const say = (entry: ProblemEntry): string => words(entry.message, entry.facts)
  const named = (entry: ProblemEntry): string => {
    const place = nameOf?.(entry.pointer)
    return place === undefined ? say(entry) : t('form.atPlace', { place, says: say(entry) })
  }
  const head = useRef<HTMLHeadingElement>(null)
  useEffect(() => head.current?.focus(), [entries])
  if (entries.length === 0) return null
  return (
    <section className="refused" aria-labelledby="refused-title">
      <h2 id="refused-title" tabIndex={-1} ref={head}>
        {title ?? t('form.refused', { count: entries.length })}
      </h2>
      <ul>
        {entries.map((entry, at) => (
          <li key={`${entry.pointer}|${entry.code}|${at}`}>
            {entry.agency === undefined ? null : <Party code={entry.agency} />}
            {onGo === undefined || entry.pointer === '' ? (
              <span>{say(entry)}</span>
            ) : (
              <button type="button" className="link-button" onClick={() => onGo(entry.pointer)}>
                {named(entry)}
              </button>
            )}
            {wayOn?.(entry)}
            {clauseName(entry.clause) === undefined ? null : <span className="small quiet">{clauseName(entry.clause)}</span>}
          </li>
        ))}
      </ul>
    </section>
  )
}
