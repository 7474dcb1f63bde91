import type { WantedCheck } from '../../domain/assessment.ts'
import type { ExplanationParameter, ExplanationStep } from '../../domain/explanation.ts'
import type { DeclarationFacts } from '../../domain/facts.ts'
import { levelAt, modesAt } from '../../domain/release-scale.ts'
import { objectsOfLine } from '../../domain/wanted-checks.ts'
import type { Instant } from '../../../kernel/instant.ts'
import { must } from '../../../kernel/invariant.ts'
import type { Method, Pack, ReleaseMoment } from '../../../kernel/pack.ts'
import { holdRules, type RiskEntry, type RiskHit } from './risk-entry.ts'

const isOf = (hit: RiskHit, kind: RiskEntry['kind'], line: number): boolean => hit.entry.kind === kind && hit.lines.includes(line)

/** The level of a line once risk records had their say: the worst of all, never a better one (RR-14, RR-07). */
export function raiseLevel(pack: Pack, at: Instant, level: string, line: number, hits: readonly RiskHit[]): string {
  let worst = level
  for (const hit of hits) {
    const said = hit.entry.level
    if (said === undefined || !isOf(hit, 'record', line)) continue
    // A level the scale no longer has says nothing.
    if (pack.riskLevels.some(({ code }) => code === said) && levelAt(pack, said, at).rank > levelAt(pack, worst, at).rank) worst = said
  }
  return worst
}

/** When the gate may open at the earliest under a measure. */
function momentOf({ measure, methods = [] }: RiskEntry, pack: Pack): ReleaseMoment {
  if (measure === 'sample') return 'sampled'
  const onPaper = methods.length > 0 && methods.every((method) => pack.methods.some((rule) => rule.method === method && rule.desk))
  return measure === 'check' && onPaper ? 'report-judged' : 'inspected'
}

/** The mildest mode a hold rule lets pass: of those that open the gate at its moment, else the strictest there is. */
export function leastMode(pack: Pack, at: Instant, entry: RiskEntry): string {
  const modes = modesAt(pack, at)
  const moment = momentOf(entry, pack)
  return must(modes.find((mode) => mode.releasedAt === moment) ?? modes.at(-1), 'a release mode in force').code
}

/** Hold rules that fit a line. */
export const holdsOn = (hits: readonly RiskHit[], line: number): RiskEntry[] => hits.filter((hit) => isOf(hit, 'hold', line)).map(({ entry }) => entry)

// One object each: explanations of a million cases share it.
const rules = { record: { table: 'risk-records', clause: 'RR-14' }, hold: { table: holdRules, clause: 'AL-03' } } as const

/** What an entry is about, as an explanation tells officers of it. */
function parametersOf({ id, scope }: RiskEntry): ExplanationParameter[] {
  const named = Object.entries(scope).map(([name, value]): ExplanationParameter => ({ name, audience: 'officer', value: String(value) }))
  return [{ name: 'entry', audience: 'officer', value: id }, ...named]
}

/** A step of the explanation for each entry that fits. Targeting detail: traders never see it (RR-18). */
export function riskSteps(pack: Pack, at: Instant, hits: readonly RiskHit[], kind: RiskEntry['kind']): ExplanationStep[] {
  return hits.filter(({ entry }) => entry.kind === kind).map(({ entry, lines }): ExplanationStep => ({
    factor: kind === 'record' ? 'risk-record' : 'hold-rule',
    lines,
    parameters: parametersOf(entry),
    outcome: kind === 'record' ? { level: entry.level ?? '' } : { mode: leastMode(pack, at, entry), measure: entry.measure ?? '' },
    rule: rules[kind],
    targeting: true,
  }))
}

const kinds = ['container', 'item', 'consignment'] as const

/** Objects a hold rule wants looked at: the boxes of the lines where one is opened, the lines where samples are taken, the papers otherwise. */
function objectsOf({ entry, lines }: RiskHit, methods: readonly Method[], pack: Pack, facts: DeclarationFacts): WantedCheck['objects'] {
  const whole = [{ kind: 'consignment', ref: '' }] as const
  if (methods.every((method) => pack.methods.some((rule) => rule.method === method && rule.desk))) return whole
  if (methods.every((method) => method === 'sample')) return lines.map((line) => ({ kind: 'item', ref: String(line) }))
  // The boxes each line lies in; of a box that others share only this lot is meant (TM-06).
  const { container } = entry.scope
  const named = facts.items.filter(({ line }) => lines.includes(line)).flatMap((item) => objectsOfLine('container', facts, item))
  const meant = named.filter(({ kind, ref }) => container === undefined || kind !== 'container' || ref === container)
  const objects = [...new Map(meant.map((object) => [`${object.kind} ${object.ref}`, object])).values()]
  return objects.length === 0 ? whole : objects
}

/**
 * The checks wanted with those of hold rules: added to a check of the same agency, power and kind of object where there is one, so that each agency
 * gets one directive and not two. Nothing is ever taken away.
 */
export function withHoldChecks(pack: Pack, facts: DeclarationFacts, checks: readonly WantedCheck[], hits: readonly RiskHit[]): readonly WantedCheck[] {
  const all = [...checks]
  for (const hit of hits) {
    const { id, kind, agency, power, methods = [] } = hit.entry
    if (kind !== 'hold' || agency === undefined || power === undefined || methods.length === 0) continue
    const every = objectsOf(hit, methods, pack, facts)
    for (const objects of kinds.map((one) => every.filter((object) => object.kind === one))) {
      if (objects.length === 0) continue
      const at = all.findIndex((check) => check.agency === agency && check.power === power && check.objects[0]?.kind === objects[0]?.kind)
      const known = all[at]
      if (known === undefined) {
        all.push({ agency, objects, methods, power, reason: { table: holdRules, version: 1, row: id, clause: 'AL-03' } })
        continue
      }
      const wanted = new Set([...known.methods, ...methods])
      const fresh = objects.filter(({ ref }) => !known.objects.some((object) => object.ref === ref))
      all[at] = { ...known, objects: [...known.objects, ...fresh], methods: pack.methods.flatMap(({ method }) => (wanted.has(method) ? [method] : [])) }
    }
  }
  return all
}
