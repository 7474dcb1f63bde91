import { Button } from 'antd'
import type { Analysis, Finding } from '../../../kernel/decision-table/analyse.ts'
import type { Facts } from '../../../kernel/decision-table/table.ts'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { Pill } from '../../../web/kit/pill.tsx'
import { sayRefusal } from './say-finding.ts'

const tones = { fault: 'bad', warning: 'warn', note: 'info' } as const
const order = { fault: 0, warning: 1, note: 2 } as const
const shown = 300

/** Facts as a reader takes them in: `hs 0207…, origin BR`. */
const spellFacts = (facts: Facts): string => Object.entries(facts).map(([name, value]) => `${name} ${typeof value === 'object' ? `{${value.join(', ')}}` : String(value)}`).join(', ')

/** What is found of the rows, worst first; each leads to its cell, and what has an example can be tried. */
export function FindingsPart({ analysis, milliseconds, fresh, jump, tryOut }: {
  readonly analysis: Analysis | undefined
  readonly milliseconds: number
  readonly fresh: boolean
  readonly jump: (finding: Finding) => void
  readonly tryOut: (facts: Facts) => void
}) {
  const { t, language } = useTexts()
  if (analysis === undefined) return <p className="quiet" role="status">{t('editor.looking')}</p>
  const findings = [...analysis.findings].sort((a, b) => order[a.severity] - order[b.severity])
  const counts = (['fault', 'warning', 'note'] as const).map((severity) => [severity, findings.filter((one) => one.severity === severity).length] as const)
  return (
    <section aria-label={t('editor.findings')}>
      <p className="row" role="status" data-fresh={fresh}>
        {findings.length === 0 ? <Pill tone="good">{t('editor.clean')}</Pill> : counts.map(([severity, count]) => (count === 0 ? null : <Pill key={severity} tone={tones[severity]}>{t(`editor.${severity}`, { count })}</Pill>))}
        <span className="quiet small">{fresh ? t('editor.lookedIn', { milliseconds: Math.round(milliseconds) }) : t('editor.looking')}</span>
      </p>
      <ol className="findings" tabIndex={0} aria-label={t('editor.findings')}>
        {findings.slice(0, shown).map((finding, i) => (
          <li key={i} className={`finding-${finding.severity}`}>
            <button type="button" className="link-button" onClick={() => jump(finding)}>{sayRefusal(finding.refusal, language)}</button>
            <p className="quiet small">
              {finding.row === undefined ? null : t('editor.inRow', { row: finding.row + 1 })} {finding.refusal.clause ?? ''}
            </p>
            {finding.example === undefined ? null : (
              <p className="small">
                {t('editor.example', { facts: spellFacts(finding.example) })}{' '}
                <Button size="small" type="link" onClick={() => tryOut(finding.example ?? {})}>{t('editor.tryThis')}</Button>
              </p>
            )}
          </li>
        ))}
      </ol>
      {findings.length > shown || analysis.more > 0 ? <p className="quiet small">{t('editor.more', { count: Math.max(0, findings.length - shown) + analysis.more })}</p> : null}
    </section>
  )
}
