import type { ReactNode } from 'react'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { wallClock } from '../../../web/i18n/time.ts'
import { Moment } from '../../../web/kit/moment.tsx'
import { Pill } from '../../../web/kit/pill.tsx'
import { Party } from '../../../web/reference/party.tsx'
import { usePort } from '../../../web/reference/port.ts'
import type { InspectionPart } from '../dossier-view.ts'

/** What agencies found, and who relies on it; `id` tells one panel of a page from another, `children` follow the list. */
export function ResultsPanel({ id, title, results, none, children }: { readonly id: string; readonly title: string; readonly results: InspectionPart['results']; readonly none: string; readonly children?: ReactNode }) {
  const { t } = useTexts()
  return (
    <section className="panel" aria-labelledby={`results-${id}`}>
      <div className="panel-head">
        <h3 id={`results-${id}`}>{title}</h3>
      </div>
      <ul className="panel-body stack">
        {results.map((result) => (
          <li key={result.id}>
            <Party code={result.agency} /> <Pill tone={result.outcome === 'clear' ? 'good' : 'warn'}>{t(result.outcome === 'clear' ? 'session.outcome.ok' : result.outcome === 'problem' ? 'session.outcome.problem' : 'session.outcome.not-looked')}</Pill> <Moment at={result.recordedAt} /> <span className="small quiet code">{result.id}</span>
            <Adopted adoptions={result.adoptions} />
          </li>
        ))}
        {results.length === 0 ? <li className="quiet">{none}</li> : null}
      </ul>
      {children}
    </section>
  )
}

/** Who relies on a result, and that its inspecting party stays answerable (LB-07). */
export function Adopted({ adoptions }: { readonly adoptions: readonly { readonly adopter: string; readonly liable: string; readonly purpose: string; readonly at: string }[] }) {
  const { t } = useTexts()
  const { timeZone } = usePort()
  if (adoptions.length === 0) return <span className="sub">{t('liability.noAdoption')}</span>
  return adoptions.map((adoption) => (
    <span key={adoption.adopter} className="sub">
      {t('liability.adopted', { adopter: adoption.adopter, liable: adoption.liable, purpose: adoption.purpose, at: wallClock(adoption.at, timeZone) })}
    </span>
  ))
}
