import { inForce, toIso, type Instant } from '../../../kernel/instant.ts'
import type { DrawnInspection, Pack } from '../../../kernel/pack.ts'
import type { Assessment, WantedCheck } from '../../domain/assessment.ts'
import type { ExplanationParameter, ExplanationRule, ExplanationStep } from '../../domain/explanation.ts'
import { modeAt, modesAt, stricter } from '../../domain/release-scale.ts'
import type { Choice } from './choose.ts'

/** Clause of what is picked by score and by the random share. */
const clause = 'DR-01'
const rule: ExplanationRule = { clause }
/** Contributions that are told with a case: the strongest. */
const told = 8

const rounded = (value: number): number => (Number.isFinite(value) ? Math.round(value * 1000) / 1000 : value > 0 ? 99 : -99)

/** Whether the rules have somebody look at the goods themselves: a method that is no desk work. */
export function wantsInspection(pack: Pack, checks: readonly WantedCheck[]): boolean {
  return checks.some(({ methods }) => methods.some((method) => pack.methods.some((known) => known.method === method && !known.desk)))
}

function parametersOf({ lane, score, cut, threshold, margin, rate, share, ticket, model, probability, contributions }: Choice): ExplanationParameter[] {
  const officer = (name: string, value: ExplanationParameter['value']): ExplanationParameter => ({ name, audience: 'officer', value })
  const strongest = [...contributions].sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect) || (a.indicator < b.indicator ? -1 : 1)).slice(0, told)
  return [
    officer('lane', lane), officer('score', rounded(score)), officer('threshold', rounded(threshold)), officer('margin', margin), officer('rate', rounded(rate)), officer('share', share),
    officer('ticket', ticket), officer('model', model), officer('probability', probability), ...(cut === undefined ? [] : [officer('cut', toIso(cut))]),
    officer('contributions', strongest.map((one) => [one.indicator, one.key, rounded(one.effect), rounded(one.checks), rounded(one.finds), rounded(one.expected)].join('\u0009'))),
  ]
}

/** The step of the explanation that says how a case was chosen; targeting detail, whatever came of it (RR-18). */
function stepOfChoice(choice: Choice): ExplanationStep {
  return { factor: 'targeting', parameters: parametersOf(choice), outcome: { basis: choice.basis }, rule, targeting: true }
}

/**
 * The assessment with the choice in it. A chosen case gets one more check, by the agency that inspects what lots name, and at least the mildest mode that
 * waits for an inspection; nothing is ever taken away or made milder (RR-07, RR-22). A case that is not chosen is assessed as before.
 */
export function raiseChosen(pack: Pack, assessment: Assessment, choice: Choice, inspection: DrawnInspection, at: Instant): Assessment {
  const explanation = { ...assessment.explanation, steps: [...assessment.explanation.steps, stepOfChoice(choice)] }
  if (choice.basis !== 'targeting' && choice.basis !== 'random') return { ...assessment, explanation }
  const waits = modesAt(pack, at).find((mode) => mode.releasedAt === 'inspected')
  const releaseMode = waits === undefined ? assessment.releaseMode : stricter(pack, assessment.releaseMode, waits.code, at)
  const { agency, methods, power } = inspection
  // A power that is asked by the rules already is asked for these methods as well: two checks of one power and object would be one directive.
  const same = assessment.checks.find((check) => check.agency === agency && check.power === power && check.objects.some(({ kind }) => kind === 'consignment'))
  const added: WantedCheck = { agency, objects: [{ kind: 'consignment', ref: '' }], methods, power, reason: { table: 'targeting', version: choice.model, row: choice.basis, clause } }
  const checks =
    same === undefined
      ? [...assessment.checks, added]
      : assessment.checks.map((check) => (check === same ? { ...check, methods: pack.methods.flatMap(({ method }) => (check.methods.includes(method) || methods.includes(method) ? [method] : [])) } : check))
  return { ...assessment, releaseMode, releasedAt: modeAt(pack, releaseMode, at).releasedAt, checks, explanation }
}

/** Who inspects what is chosen at the moment: what the pack says of drawn consignments; undefined where it says nothing. */
export function inspectionOf(pack: Pack, at: Instant): DrawnInspection | undefined {
  return pack.drawnInspections.find((one) => inForce(one, at))
}
