import { Link } from '@tanstack/react-router'
import { useCodeName, useTexts } from '../../web/i18n/i18n.ts'
import type { Wire } from '../../web/api/wire.ts'
import { Pill } from '../../web/kit/pill.tsx'
import { Table } from '../../web/kit/table.tsx'
import { riskTone } from '../../web/kit/tones.ts'
import { Party } from '../../web/reference/party.tsx'
import { useClauseName, usePackName } from '../../web/reference/reference.ts'
import type { Explanation, Factor } from '../domain/explanation.ts'
import { Contributions } from '../targeting/web/contributions.tsx'
import { spell, spellCell } from './spell.ts'
import './explanation.css'

export type ExplanationView = Wire<Explanation>
type Step = ExplanationView['steps'][number]

/** Why a declaration goes the way it goes (RR-15): the formula in one line, then every rule that fired with what it looked at. */
export function ExplanationPart({ explanation }: { readonly explanation: ExplanationView }) {
  const { t } = useTexts()
  return (
    <div className="stack wide">
      <Formula steps={explanation.steps} />
      <Table label={t('why.steps')} className="why" heads={[t('why.factor'), t('why.values'), t('why.outcome'), t('why.rule')]}>
        {explanation.steps.map((step, at) => (
          <StepRow key={at} step={step} />
        ))}
      </Table>
    </div>
  )
}

interface Term {
  readonly factor: Factor
  readonly text: string
  readonly sign: string
}

/** Credit × goods = combined → mode, then what raised the mode: what a reader wants to see first. */
function useTerms(steps: readonly Step[]): readonly Term[] {
  const say = useOutcome()
  const combined = steps.find((step) => step.factor === 'combined-risk')
  const worst = combined?.parameters.find((parameter) => parameter.name === 'risk')?.value
  const goods = steps.find((step) => step.factor === 'goods-risk' && (worst === undefined || step.outcome['level'] === worst)) ?? steps.find((step) => step.factor === 'risk-record' && step.outcome['level'] === worst)
  const raised = steps.filter((step) => (step.factor === 'credit-measure' || step.factor === 'tightening' || step.factor === 'hold-rule' || step.factor === 'safety-floor') && step.outcome['raised'] !== false && step.outcome['mode'] !== undefined).at(-1)
  const chain: readonly (readonly [Step | undefined, string])[] = [
    [steps.find((step) => step.factor === 'credit'), ''],
    [goods, '×'],
    [combined, '='],
    [steps.find((step) => step.factor === 'release-mode'), '→'],
    [raised, '→'],
  ]
  return chain.flatMap(([step, sign]) => (step === undefined ? [] : [{ factor: step.factor, text: say(step), sign }]))
}

function Formula({ steps }: { readonly steps: readonly Step[] }) {
  const { t } = useTexts()
  const terms = useTerms(steps)
  if (terms.length < 2) return null
  return (
    <ol className="formula" aria-label={t('why.formula')}>
      {terms.map((term, at) => (
        <li key={term.factor}>
          {at === 0 ? null : (
            <span className="sign" aria-hidden="true">
              {term.sign}
            </span>
          )}
          <span className={`term ${at === terms.length - 1 ? 'last' : ''}`}>
            <small>{t(`why.factors.${term.factor}`)}</small>
            <b>{term.text}</b>
          </span>
        </li>
      ))}
    </ol>
  )
}

function StepRow({ step }: { readonly step: Step }) {
  const clauseName = useClauseName()
  const { t } = useTexts()
  const say = useOutcome()
  const code = useCodeName()
  const valueText = useValueText()
  const agency = step.outcome['agency']
  return (
    <tr>
      <th scope="row">
        <span className="row">
          {t(`why.factors.${step.factor}`)}
          {typeof agency === 'string' ? <Party code={agency} /> : null}
        </span>
        {step.lines === undefined ? null : <span className="sub">{t('why.lines', { lines: step.lines.join(', ') })}</span>}
      </th>
      <td>
        <ul className="values">
          {step.parameters
            .filter((parameter) => parameter.name !== 'contributions')
            .filter((parameter) => (parameter.condition === undefined ? parameter.value !== undefined : parameter.condition.op !== 'any'))
            .map((parameter) => (
              <li key={parameter.name}>
                <span className="quiet">{code('parameter', parameter.name)}</span> <span className="code">{valueText(parameter.name, parameter.value)}</span>
                {parameter.condition === undefined ? null : <span className="condition code">{spellCell(parameter.condition, (value) => valueText(parameter.name, value))}</span>}
              </li>
            ))}
        </ul>
        {step.factor === 'targeting' ? <Contributions parts={[step.parameters.find(({ name }) => name === 'contributions')?.value ?? []].flat().map(String)} /> : null}
        {step.withheld === true ? <span className="quiet small">{t('why.withheld')}</span> : null}
      </td>
      <td>
        <Pill tone={riskTone(String(step.outcome['level'] ?? ''))}>{say(step)}</Pill>
      </td>
      <td className="small">
        {step.rule === undefined ? (
          <span className="quiet">—</span>
        ) : (
          <>
            {step.rule.table === undefined ? null : (
              <Link to="/public/rules/$table" params={{ table: step.rule.table }} search={{}} className="code" title={`${step.rule.table} v${step.rule.version}`}>
                {t('why.version', { version: step.rule.version })}
                {step.rule.row === undefined ? '' : ` · ${step.rule.row}`}
              </Link>
            )}
            {step.rule.formula === undefined ? null : <code className="sub formula-text">{step.rule.formula}</code>}
            {clauseName(step.rule.clause) === undefined ? null : <span className="sub">{clauseName(step.rule.clause)}</span>}
          </>
        )}
      </td>
    </tr>
  )
}

/** What a step found, in words of the pack. */
function useOutcome(): (step: Step) => string {
  const { list } = useTexts()
  const name = usePackName()
  const code = useCodeName()
  return ({ factor, outcome }) => {
    if (factor === 'targeting') return code('basis', String(outcome['basis']))
    const text = (key: string): string => String(outcome[key])
    if (outcome['category'] !== undefined) return name('categories', text('category'))
    if (outcome['measure'] !== undefined && outcome['family'] !== undefined) return name('measures', text('measure'))
    if (outcome['policy'] !== undefined) {
      const about = outcome['mode'] !== undefined ? name('releaseModes', text('mode')) : outcome['method'] !== undefined ? name('methods', text('method')) : `${text('parameter')} ${text('value')}`
      return `${name('policies', text('policy'))} → ${about}`
    }
    if (outcome['mode'] !== undefined) return name('releaseModes', text('mode'))
    if (outcome['share'] !== undefined) return `× ${text('share')}`
    if (outcome['grade'] !== undefined) return name('creditGrades', text('grade'))
    if (outcome['level'] !== undefined) return name('riskLevels', text('level'))
    if (outcome['methods'] !== undefined) return list([outcome['methods']].flat().map((method) => name('methods', String(method))))
    return Object.values(outcome).map(spell).join(' · ')
  }
}

/** A value of a parameter as people say it: codes of the pack and of ours by their names. */
function useValueText(): (parameter: string, value: unknown) => string {
  const name = usePackName()
  const code = useCodeName()
  const say = (parameter: string, value: unknown): string => {
    if (Array.isArray(value)) return value.length === 0 ? spell(value) : value.map((each) => say(parameter, each)).join(', ')
    if (typeof value !== 'string') return spell(value)
    if (parameter === 'direction' || parameter === 'mode') return code(parameter, value)
    if (parameter === 'risk') return name('riskLevels', value)
    if (parameter === 'releaseMode') return name('releaseModes', value)
    return parameter === 'origin' ? name('countries', value) : value
  }
  return say
}
