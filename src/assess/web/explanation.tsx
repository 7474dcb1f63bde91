import { useCodeName, useTexts } from '../../web/i18n/i18n.ts'
import type { Wire } from '../../web/api/wire.ts'
import { Pill } from '../../web/kit/pill.tsx'
import { riskTone } from '../../web/kit/tones.ts'
import { Party } from '../../web/reference/party.tsx'
import { usePackName } from '../../web/reference/reference.ts'
import type { Explanation, ExplanationStep } from '../domain/explanation.ts'
import './explanation.css'

export type ExplanationView = Wire<Explanation>
type Step = ExplanationView['steps'][number]
type Factor = ExplanationStep['factor']

const formula: readonly Factor[] = ['credit', 'goods-risk', 'combined-risk', 'release-mode']

/** Why a declaration goes the way it goes (RR-15): the formula in one line, then every rule that fired with what it looked at. */
export function ExplanationPart({ explanation }: { readonly explanation: ExplanationView }) {
  const { t } = useTexts()
  return (
    <div className="stack wide">
      <Formula steps={explanation.steps} />
      <div className="scroll-x" tabIndex={0} role="region" aria-label={t('why.steps')}>
        <table className="plain why">
          <thead>
            <tr>
              <th scope="col">{t('why.factor')}</th>
              <th scope="col">{t('why.values')}</th>
              <th scope="col">{t('why.outcome')}</th>
              <th scope="col">{t('why.rule')}</th>
            </tr>
          </thead>
          <tbody>
            {explanation.steps.map((step, at) => (
              <StepRow key={at} step={step} />
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
}

/** Credit × goods = combined → mode: what a reader wants to see first. */
function Formula({ steps }: { readonly steps: readonly Step[] }) {
  const { t } = useTexts()
  const say = useOutcome()
  const shown = formula.flatMap((factor) => {
    const found = steps.filter((step) => step.factor === factor)
    // Of several lines of goods the gravest speaks; it stands last when the server orders by line, so the combined step names it.
    const step = found.at(-1)
    return step === undefined ? [] : [step]
  })
  if (shown.length < 2) return null
  const signs: Partial<Record<Factor, string>> = { 'goods-risk': '×', 'combined-risk': '=', 'release-mode': '→' }
  return (
    <ol className="formula" aria-label={t('why.formula')}>
      {shown.map((step, at) => (
        <li key={step.factor}>
          {at === 0 ? null : (
            <span className="sign" aria-hidden="true">
              {signs[step.factor] ?? '→'}
            </span>
          )}
          <span className={`term ${step.factor}`}>
            <small>{t(`why.factors.${step.factor}`)}</small>
            <b>{say(step)}</b>
          </span>
        </li>
      ))}
    </ol>
  )
}

function StepRow({ step }: { readonly step: Step }) {
  const { t } = useTexts()
  const say = useOutcome()
  return (
    <tr>
      <th scope="row" className="nowrap">
        {t(`why.factors.${step.factor}`)}
        {step.line === undefined ? null : <span className="sub">{t('declare.itemN', { n: step.line })}</span>}
        {step.agency === undefined ? null : (
          <span className="sub">
            <Party code={step.agency} />
          </span>
        )}
      </th>
      <td>
        {step.withheld === true ? (
          <span className="quiet">{t('why.withheld')}</span>
        ) : (
          <ul className="values">
            {step.parameters.map((parameter) => (
              <li key={parameter.name} className={parameter.condition === undefined ? 'idle' : undefined}>
                <span className="quiet">{parameter.name}</span> <span className="code">{spell(parameter.value)}</span>
                {parameter.condition === undefined ? null : <span className="condition code">{spell(parameter.condition)}</span>}
              </li>
            ))}
          </ul>
        )}
      </td>
      <td>
        <Pill tone={riskTone(String(step.outcome['level'] ?? ''))}>{say(step)}</Pill>
      </td>
      <td className="small">
        {step.rule === undefined ? (
          <span className="quiet">—</span>
        ) : (
          <>
            <span className="code">
              {step.rule.table} v{step.rule.version}
              {step.rule.row === undefined ? '' : ` · ${step.rule.row}`}
            </span>
            <span className="sub">{step.rule.clause}</span>
          </>
        )}
      </td>
    </tr>
  )
}

/** What a step found, in words of the pack. */
function useOutcome(): (step: Step) => string {
  const name = usePackName()
  const code = useCodeName()
  return (step) => {
    const { outcome } = step
    const text = (key: string): string => String(outcome[key] ?? '')
    if (outcome['mode'] !== undefined) return name('releaseModes', text('mode'))
    if (outcome['grade'] !== undefined) return name('creditGrades', text('grade'))
    if (outcome['level'] !== undefined) return name('riskLevels', text('level'))
    if (outcome['methods'] !== undefined) return [outcome['methods']].flat().map((method) => name('methods', String(method))).join(' · ')
    return Object.entries(outcome)
      .map(([key, value]) => (key === 'combined' || key === 'score' ? spell(value) : `${code('outcome', key)} ${spell(value)}`))
      .join(' · ')
  }
}

/** A value or a condition as people would write it. */
function spell(value: unknown): string {
  if (value === undefined || value === null) return '—'
  if (Array.isArray(value)) return value.map(spell).join(', ')
  if (typeof value !== 'object') return String(value)
  const { op, kind, ...rest } = value as Record<string, unknown>
  const parts = Object.values(rest).map(spell).join(' … ')
  const sign = String(op ?? kind ?? '')
  return `${signs[sign] ?? sign} ${parts}`.trim()
}

const signs: Readonly<Record<string, string>> = { is: '=', not: '≠', 'one-of': '∈', oneOf: '∈', begins: '^', 'at-least': '≥', 'at-most': '≤', atLeast: '≥', atMost: '≤', above: '>', below: '<', between: '∈' }
