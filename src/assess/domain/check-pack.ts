import type { Row, TableDefinition } from '../../kernel/decision-table/table.ts'
import { inForce, type Instant } from '../../kernel/instant.ts'
import type { Entry, Pack, PolicyMeasure, ReleaseMode } from '../../kernel/pack.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import { releaseMoments } from '../../kernel/release-mode.ts'
import { checkLaw } from './check-version.ts'

/** Rows of a table and when they are in force. */
export interface RowsInForce {
  readonly definition: TableDefinition
  readonly rows: readonly Row[]
  readonly validFrom: Instant
  readonly validTo?: Instant | undefined
}

/** Parts of a pack that officers change and that bear on how declarations are judged. */
export type JudgingPack = Pick<Pack, 'releaseModes' | 'policies' | 'agencies' | 'creditGrades' | 'riskLevels' | 'powers' | 'categories' | 'measures' | 'methods'>

const momentOf = ({ releasedAt }: ReleaseMode): number => releaseMoments.indexOf(releasedAt)

/** Now, and every moment to come at which one of the entries begins or ends. */
function momentsOf(entries: readonly Pick<Entry, 'validFrom' | 'validTo'>[], now: Instant): readonly Instant[] {
  const ends = entries.flatMap(({ validFrom, validTo }) => (validTo === undefined ? [validFrom] : [validFrom, validTo]))
  return [...new Set([now, ...ends.filter((moment) => moment > now)])].sort((a, b) => a - b)
}

/** Strictness and the moment at which goods go must agree: a stricter mode never lets go earlier, and of one strictness both let go at the same moment (RR-07, RR-22). */
function outOfOrder(modes: readonly ReleaseMode[], now: Instant): readonly Refusal[] {
  for (const at of momentsOf(modes, now)) {
    const sorted = modes.filter((mode) => inForce(mode, at)).sort((a, b) => a.strictness - b.strictness || momentOf(a) - momentOf(b))
    for (const [i, mode] of sorted.entries()) {
      const below = sorted[i - 1]
      if (below === undefined) continue
      const wrong = mode.strictness === below.strictness ? momentOf(mode) !== momentOf(below) : momentOf(mode) < momentOf(below)
      if (wrong) return [{ code: 'modes/out-of-order', pointer: '/data/strictness', facts: { mode: mode.code, other: below.code }, clause: 'RR-07' }]
    }
  }
  return []
}

/** A mode never lets go earlier under the name it has: what holds goods by that name, the safety floor first, would hold them no longer (RR-22). */
function earlier(before: readonly ReleaseMode[], after: readonly ReleaseMode[], now: Instant): readonly Refusal[] {
  const latest = new Map<string, number>()
  for (const mode of before) latest.set(mode.code, Math.max(latest.get(mode.code) ?? 0, momentOf(mode)))
  const found = after.find((mode) => (mode.validTo === undefined || mode.validTo > now) && momentOf(mode) < (latest.get(mode.code) ?? 0))
  return found === undefined ? [] : [{ code: 'modes/earlier', pointer: '/data/releasedAt', facts: { mode: found.code }, clause: 'RR-22' }]
}

/** Tables that held up before and no longer would: they name a mode that ends, or get milder as risk grows (RR-07). */
function brokenTables(before: JudgingPack, after: JudgingPack, tables: readonly RowsInForce[], now: Instant): readonly Refusal[] {
  if (JSON.stringify(before.releaseModes) === JSON.stringify(after.releaseModes)) return []
  const broken = (pack: JudgingPack, { definition, rows }: RowsInForce, at: Instant): boolean => checkLaw(pack, definition, rows, at).length > 0
  const names = momentsOf([...before.releaseModes, ...after.releaseModes], now).flatMap((at) =>
    tables.filter(({ validTo }) => validTo === undefined || validTo > at).filter((table) => broken(after, table, at) && !broken(before, table, at)).map(({ definition }) => definition.name),
  )
  return [...new Set(names)].map((table) => ({ code: 'modes/table-breaks', facts: { table }, clause: 'RR-07' }))
}

const loosens = ({ effect: { mode, checks = [] } }: PolicyMeasure): boolean => (mode !== undefined && 'atMost' in mode) || checks.some(({ then }) => then === 'waive')

/** Measures of policy that are new must name what there is, and one that loosens must say for what: not for all goods there are (PZ-17). */
function unlawfulPolicies(before: JudgingPack, after: JudgingPack): readonly Refusal[] {
  // One that only ends is not new.
  const said = ({ validTo: _, ...policy }: PolicyMeasure): string => JSON.stringify(policy)
  const known = new Set(before.policies.map(said))
  return after.policies.filter((one) => !known.has(said(one))).flatMap((policy): Refusal[] => {
    const { mode, checks = [] } = policy.effect
    const bound = mode === undefined ? undefined : 'atMost' in mode ? mode.atMost : mode.atLeast
    return [
      ...(bound === undefined || after.releaseModes.some(({ code }) => code === bound) ? [] : [{ code: 'policies/mode-unknown', pointer: '/data/effect/mode', facts: { mode: bound } }]),
      ...checks.filter(({ agency }) => !after.agencies.some(({ code }) => code === agency)).map(({ agency }) => ({ code: 'policies/agency-unknown', pointer: '/data/effect/checks', facts: { agency } })),
      ...(loosens(policy) && Object.keys(policy.when).length === 0 ? [{ code: 'policies/scope-missing', pointer: '/data/when', clause: 'PZ-17' }] : []),
    ]
  })
}

/**
 * What a change of release modes or of measures of policy would break, for every moment from `now` on: the order of modes, the safety floor that names them, and the
 * tables in force. Nothing: the change is lawful (RR-07, RR-22, PZ-17).
 */
export function checkPackChange(before: JudgingPack, after: JudgingPack, tables: readonly RowsInForce[], now: Instant): readonly Refusal[] {
  const modes = [...earlier(before.releaseModes, after.releaseModes, now), ...outOfOrder(after.releaseModes, now)]
  return modes.length > 0 ? modes : [...brokenTables(before, after, tables, now), ...unlawfulPolicies(before, after)]
}
