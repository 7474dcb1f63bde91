import { holds } from '../../kernel/decision-table/cell.ts'
import type { Cell, ColumnType, Facts } from '../../kernel/decision-table/table.ts'
import { inForce, parseInstant, type Instant } from '../../kernel/instant.ts'
import type { DocumentRequirement, Pack } from '../../kernel/pack.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import { factsOfItem, type DeclarationFacts, type ItemFacts } from './facts.ts'
import type { RuleSnapshot } from './rule-snapshot.ts'

/** The item facts a documentary rule may ask about, with their types. */
export const requirementColumns: Readonly<Record<string, ColumnType>> = {
  direction: 'code',
  mode: 'code',
  port: 'code',
  hs: 'code',
  ciq: 'code',
  origin: 'code',
  attributes: 'codes',
  conditions: 'codes',
  categories: 'codes',
}

interface Condition {
  readonly name: string
  readonly cell: Cell
  readonly type: ColumnType
}

interface PreparedRequirement {
  readonly requirement: DocumentRequirement
  readonly conditions: readonly Condition[]
}

const prepared = new WeakMap<readonly DocumentRequirement[], readonly PreparedRequirement[]>()

/** Requirements with their conditions as lists; made once for a pack, because every line of every declaration is held against them. */
function prepare(requirements: readonly DocumentRequirement[]): readonly PreparedRequirement[] {
  const known = prepared.get(requirements)
  if (known !== undefined) return known
  const made = requirements.map((requirement) => ({
    requirement,
    conditions: Object.entries(requirement.when).map(([name, cell]) => ({ name, cell, type: requirementColumns[name] ?? 'code' })),
  }))
  prepared.set(requirements, made)
  return made
}

function applies(conditions: readonly Condition[], facts: Facts): boolean {
  for (const { name, cell, type } of conditions) if (!holds(cell, facts[name], type)) return false
  return true
}

function expired(paper: { readonly validTo?: string | undefined }, at: Instant): boolean {
  const end = paper.validTo === undefined ? undefined : parseInstant(paper.validTo)
  return end !== undefined && end <= at
}

type Found = 'valid' | 'expired' | 'missing'

function look(papers: readonly { readonly type: string; readonly validTo?: string | undefined }[], types: readonly string[], at: Instant): Found {
  const bearing = papers.filter((paper) => types.includes(paper.type))
  if (bearing.length === 0) return 'missing'
  return bearing.some((paper) => !expired(paper, at)) ? 'valid' : 'expired'
}

/** The canonical code of a unit given by any of its codes. */
function unitCode(pack: Pack, unit: string): string {
  return pack.units.find((one) => one.code === unit || (one.aliases ?? []).includes(unit))?.code ?? unit
}

function judge(rules: RuleSnapshot, facts: DeclarationFacts, index: number, item: ItemFacts, requirement: DocumentRequirement): Refusal | undefined {
  const { needs, agency, clause, name } = requirement
  const told = { line: item.line, zh: name.zh, en: name.en }
  switch (needs.kind) {
    case 'document': {
      const about = (facts.documents ?? []).filter((document) => document.lines === undefined || document.lines.includes(item.line))
      const found = look(about, needs.types, facts.at)
      if (found === 'valid') return undefined
      return { code: `assess/document-${found}`, pointer: '/documents', facts: { ...told, types: needs.types.join(', ') }, agency, clause }
    }
    case 'licence': {
      const found = look(item.licences ?? [], needs.types, facts.at)
      if (found === 'valid') return undefined
      return { code: `assess/licence-${found}`, pointer: `/items/${index}/licences`, facts: { ...told, types: needs.types.join(', ') }, agency, clause }
    }
    case 'statutory-unit': {
      const units = rules.tariff(item.hs, facts.at)?.units ?? []
      if (item.quantity === undefined || units.length === 0 || units.includes(unitCode(rules.pack, item.quantity.unit))) return undefined
      return {
        code: 'assess/unit-not-statutory',
        pointer: `/items/${index}/quantity/unit`,
        facts: { line: item.line, unit: item.quantity.unit, units: units.join(', '), hs: item.hs },
        agency,
        clause,
      }
    }
  }
}

/**
 * What every agency's documentary rules find wanting in a declaration: all faults of all agencies at once, each with the field, the agency
 * and the clause (SW-02). Rules in force at `facts.at` count; empty when nothing is wanting.
 */
export function checkDocuments(rules: RuleSnapshot, facts: DeclarationFacts): readonly Refusal[] {
  const requirements = prepare(rules.pack.documentRequirements)
  const refusals: Refusal[] = []
  for (const [index, item] of facts.items.entries()) {
    const seen = factsOfItem(facts, item, rules.tariff(item.hs, facts.at))
    for (const { requirement, conditions } of requirements) {
      if (!inForce(requirement, facts.at) || !applies(conditions, seen)) continue
      const refusal = judge(rules, facts, index, item, requirement)
      if (refusal !== undefined) refusals.push(refusal)
    }
  }
  return refusals
}
