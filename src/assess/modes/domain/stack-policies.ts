import { holds } from '../../../kernel/decision-table/cell.ts'
import type { Cell, ColumnType, Facts } from '../../../kernel/decision-table/table.ts'
import { inForce, type Instant } from '../../../kernel/instant.ts'
import type { Method, Pack, PolicyMeasure } from '../../../kernel/pack.ts'
import { effectOn, type ModeEffect } from '../../domain/mode-effect.ts'
import { severityAt } from '../../domain/release-scale.ts'

/** Item facts the scope of a policy measure may ask about: what the goods are and where they go, never risk or credit, so that a policy cannot turn their order round (RR-07). */
const scopeColumns: Readonly<Record<string, ColumnType>> = {
  direction: 'code',
  mode: 'code',
  port: 'code',
  destination: 'code',
  hs: 'code',
  ciq: 'code',
  origin: 'code',
  attributes: 'codes',
  conditions: 'codes',
  categories: 'codes',
}

type Scope = readonly (readonly [name: string, cell: Cell])[]
const scopes = new WeakMap<PolicyMeasure, Scope>()

function scopeOf(policy: PolicyMeasure): Scope {
  let scope = scopes.get(policy)
  if (scope === undefined) scopes.set(policy, (scope = Object.entries(policy.when)))
  return scope
}

function fits(policy: PolicyMeasure, facts: Facts): boolean {
  for (const [name, cell] of scopeOf(policy)) {
    const type = scopeColumns[name]
    if (type === undefined || !holds(cell, facts[name], type)) return false
  }
  return true
}

/** Measures of policy in force whose scope these goods fall into. A scope that asks for anything but `scopeColumns` fits nothing. */
export function fittingPolicies(policies: readonly PolicyMeasure[], facts: Facts, at: Instant): readonly PolicyMeasure[] {
  if (policies.length === 0) return policies
  return policies.filter((policy) => inForce(policy, at) && fits(policy, facts))
}

/** One thing several measures speak of, and what was decided about it. */
export interface Decided<Value> {
  readonly policy: PolicyMeasure
  readonly value: Value
  /** Codes of those that spoke of it too and did not decide, in alphabetical order. */
  readonly outranked: readonly string[]
}

/** What measures of policy that fit the same goods come to together (政策叠加, PZ-17). */
export interface Stack {
  readonly mode?: Decided<ModeEffect>
  readonly checks: readonly (Decided<'waive' | 'keep'> & { readonly agency: string; readonly method: Method })[]
  readonly clocks: readonly (Decided<number> & { readonly name: string })[]
}

interface Claim<Value> {
  readonly policy: PolicyMeasure
  readonly value: Value
}

/** The claim with the lowest precedence; among equals the strictest, then the first by code, so that the order in which they came never matters. */
function decide<Value>(claims: readonly Claim<Value>[], strictness: (value: Value) => number): Decided<Value> | undefined {
  const [first, ...others] = claims.toSorted(
    (a, b) => a.policy.precedence - b.policy.precedence || strictness(b.value) - strictness(a.value) || (a.policy.code < b.policy.code ? -1 : a.policy.code > b.policy.code ? 1 : 0),
  )
  return first === undefined ? undefined : { ...first, outranked: [...new Set(others.map(({ policy }) => policy.code))].filter((code) => code !== first.policy.code).sort() }
}

function claimsBy<Value>(claims: readonly (readonly [key: string, claim: Claim<Value>])[]): readonly (readonly [string, readonly Claim<Value>[]])[] {
  const groups = new Map<string, Claim<Value>[]>()
  for (const [key, claim] of claims) groups.set(key, [...(groups.get(key) ?? []), claim])
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1))
}

/**
 * Puts measures of policy together for goods whose mode would be `mode`: for the mode, for every look of an agency by a method and for every clock the one that goes
 * before the others decides, among equals the strictest: the stricter mode, the look that is kept, the shorter clock (PZ-17). The order of `policies` does not matter.
 */
export function stackPolicies(pack: Pack, at: Instant, policies: readonly PolicyMeasure[], mode: string): Stack {
  const modes = policies.flatMap((policy) => (policy.effect.mode === undefined ? [] : [{ policy, value: policy.effect.mode }]))
  const decided = decide(modes, (effect) => severityAt(pack, effectOn(pack, at, effect, mode), at))
  const looks = claimsBy(policies.flatMap((policy) => (policy.effect.checks ?? []).map(({ agency, method, then }) => [`${agency} ${method}`, { policy, value: then }] as const)))
  const clocks = claimsBy(policies.flatMap((policy) => Object.entries(policy.effect.clocks ?? {}).map(([name, value]) => [name, { policy, value }] as const)))
  return {
    ...(decided === undefined ? {} : { mode: decided }),
    checks: looks.flatMap(([key, claims]) => {
      const one = decide(claims, (value) => (value === 'keep' ? 1 : 0))
      const [agency = '', method] = key.split(' ')
      return one === undefined ? [] : [{ ...one, agency, method: method as Method }]
    }),
    clocks: clocks.flatMap(([name, claims]) => {
      const one = decide(claims, (value) => -value)
      return one === undefined ? [] : [{ ...one, name }]
    }),
  }
}
