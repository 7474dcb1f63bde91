import { explain, type RowExplanation } from '../../../kernel/decision-table/explain.ts'
import type { Facts } from '../../../kernel/decision-table/table.ts'
import { inForce, type Instant } from '../../../kernel/instant.ts'
import type { ConformityMeasure, MeasureFamily, Pack, RegisteredParty } from '../../../kernel/pack.ts'
import type { WantedCheck } from '../../domain/assessment.ts'
import type { ExplanationStep } from '../../domain/explanation.ts'
import type { DeclarationFacts, ItemFacts } from '../../domain/facts.ts'
import { findVersionInForce, type RuleSnapshot } from '../../domain/rule-snapshot.ts'
import { stepOf } from '../../domain/step-of.ts'

/** A measure of conformity assessment that rows of the table ask for, with the lines it is asked of. */
export interface FiredMeasure {
  readonly measure: ConformityMeasure
  readonly explanation: RowExplanation
  readonly lines: number[]
}

/** A measure by its code as it was at a moment. */
export function measureAt(pack: Pick<Pack, 'measures'>, code: string, at: Instant): ConformityMeasure | undefined {
  return pack.measures.find((one) => one.code === code && inForce(one, at))
}

/** Which measures the goods must meet together (RR-08): every row that fits a line counts, and each of the measures a row names. None before the table's first version. */
export function fireMeasures(rules: RuleSnapshot, at: Instant, lines: readonly { readonly item: ItemFacts; readonly facts: Facts }[]): readonly FiredMeasure[] {
  const table = findVersionInForce(rules, 'conformity-measures', at)
  if (table === undefined) return []
  const fired = new Map<string, FiredMeasure>()
  for (const { item, facts } of lines) {
    for (const explanation of explain(table, facts)) {
      for (const code of explanation.then['measures'] as readonly string[]) {
        const known = fired.get(code)
        const measure = known?.measure ?? measureAt(rules.pack, code, at)
        if (known !== undefined) known.lines.includes(item.line) || known.lines.push(item.line)
        else if (measure !== undefined) fired.set(code, { measure, explanation, lines: [item.line] })
      }
    }
  }
  return [...fired.values()]
}

function partyOf({ direction, declarant, consignee, consignor }: DeclarationFacts, of: RegisteredParty): string | undefined {
  if (of === 'declarant') return declarant
  return (of === 'owner') === (direction === 'export') ? consignor : consignee
}

/** One step per measure: what is asked, of which lines, whose registration it needs. */
export function measureSteps(facts: DeclarationFacts, fired: readonly FiredMeasure[]): readonly ExplanationStep[] {
  return fired.map(({ measure, explanation, lines }) => {
    const { code, family, agency, metBy } = measure
    const step = stepOf('measure', explanation, { measure: code, family, agency, ...(metBy.kind === 'registration' ? { scheme: metBy.scheme } : {}) }, lines)
    if (metBy.kind !== 'registration') return step
    return { ...step, parameters: [...step.parameters, { name: 'enterprise', audience: 'public', value: partyOf(facts, metBy.of) }] }
  })
}

const isLookedAt = (check: WantedCheck, line: number): boolean => check.objects.some(({ kind, ref }) => kind !== 'item' || ref === String(line))

/** Checks with a look for every measure that an inspection meets and no check covers: what is asked for is also arranged. */
export function withMeasures(checks: readonly WantedCheck[], fired: readonly FiredMeasure[]): readonly WantedCheck[] {
  const added = fired.flatMap(({ measure: { agency, metBy }, explanation: { rule }, lines }) => {
    if (metBy.kind !== 'inspection') return []
    const covering = checks.filter((check) => check.agency === agency && check.methods.some((method) => metBy.methods.includes(method)))
    const left = lines.filter((line) => !covering.some((check) => isLookedAt(check, line)))
    if (left.length === 0) return []
    return [{ agency, power: metBy.power, methods: metBy.methods, objects: left.map((line) => ({ kind: 'item' as const, ref: String(line) })), reason: rule }]
  })
  return added.length === 0 ? checks : [...checks, ...added]
}

/** A measure a case was asked for when it was assessed. */
export interface WantedMeasure {
  readonly code: string
  readonly family: MeasureFamily
  readonly agency: string
  readonly lines: readonly number[]
  readonly clause: string
  /** For a registration: under which scheme, and whose. */
  readonly scheme?: string
  readonly enterprise?: string
}

/** What an explanation says was asked for. */
export function wantedMeasures(steps: readonly ExplanationStep[]): readonly WantedMeasure[] {
  return steps.flatMap(({ factor, outcome, lines = [], parameters, rule }) => {
    if (factor !== 'measure') return []
    const enterprise = parameters.find(({ name }) => name === 'enterprise')?.value
    const { measure, family, agency, scheme } = outcome
    return [
      {
        code: String(measure),
        family: family as MeasureFamily,
        agency: String(agency),
        lines,
        clause: rule?.clause ?? '',
        ...(scheme === undefined ? {} : { scheme: String(scheme) }),
        ...(typeof enterprise === 'string' ? { enterprise } : {}),
      },
    ]
  })
}

/** Whether an enterprise is registered under a scheme at a moment. */
export function isRegistered(pack: Pick<Pack, 'registrations'>, scheme: string, enterprise: string | undefined, at: Instant): boolean {
  return enterprise !== undefined && (registrationsOf(pack.registrations).get(`${scheme} ${enterprise}`) ?? []).some((one) => inForce(one, at))
}

const indexed = new WeakMap<Pack['registrations'], ReadonlyMap<string, Pack['registrations']>>()

function registrationsOf(registrations: Pack['registrations']): ReadonlyMap<string, Pack['registrations']> {
  let known = indexed.get(registrations)
  if (known === undefined) {
    const made = new Map<string, Pack['registrations'][number][]>()
    for (const one of registrations) {
      const key = `${one.scheme} ${one.enterprise}`
      const group = made.get(key)
      if (group === undefined) made.set(key, [one])
      else group.push(one)
    }
    indexed.set(registrations, (known = made))
  }
  return known
}
