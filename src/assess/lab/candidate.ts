import type { Row } from '../../kernel/decision-table/table.ts'
import type { Pack } from '../../kernel/pack.ts'
import type { Queryable } from '../../platform/database/database.ts'
import type { RuleSnapshot } from '../domain/rule-snapshot.ts'
import { definitionOf } from '../record-table-version.ts'
import { findVersion, readRows } from '../store.ts'
import type { RiskEntry } from '../risk/domain/risk-entry.ts'
import type { LabParts } from './deps.ts'
import { replaceTable } from './domain/replace-table.ts'
import { holdRules } from '../risk/domain/risk-entry.ts'
import { withHold } from './domain/with-hold.ts'
import { findHoldTrial } from './hold-trial-store.ts'

/** What is tried: rows of one table, a pack of which officers would change a part, or a hold rule that is not placed. Data only: it travels into threads. */
export type Candidate = { readonly table: string; readonly version: number; readonly rows: readonly Row[] } | { readonly pack: Pack } | { readonly hold: RiskEntry }

/** A proposed change of a register of rules, as the pack would be had it held at all times. */
export interface ProposedLaw {
  /** By the name of the register and the number of the proposal; undefined where there is none, or it does not bear on how declarations are judged. */
  find(q: Queryable, register: string, number: number): Promise<{ readonly hash: string; readonly pack: () => Promise<Pack> } | undefined>
}

/** What a back-test is about: the hash of what is tried, and how to get it. */
export interface Tried {
  readonly version: number
  readonly rowsHash: string
  readonly candidate: () => Promise<Candidate>
}

/** A version of a table, or a proposal of a register of rules, by name and number; no two have the same name. */
export async function findTried(q: Queryable, { law, proposed }: Pick<LabParts, 'law' | 'proposed'>, name: string, number: number): Promise<Tried | undefined> {
  if (name === holdRules) {
    const hold = await findHoldTrial(q, number)
    return hold === undefined ? undefined : { version: number, rowsHash: hold.hash, candidate: async () => ({ hold: hold.entry }) }
  }
  if (definitionOf(law(), name) === undefined) {
    const change = await proposed?.find(q, name, number)
    return change === undefined ? undefined : { version: number, rowsHash: change.hash, candidate: async () => ({ pack: await change.pack() }) }
  }
  const version = await findVersion(q, name, number)
  return version === undefined ? undefined : { version: number, rowsHash: version.rowsHash, candidate: async () => ({ table: name, version: number, rows: await readRows(q, name, number) }) }
}

/** The rules as they were at each time, but for what is tried, which holds at all times. */
export function withCandidate(rules: RuleSnapshot, candidate: Candidate): RuleSnapshot {
  if ('hold' in candidate) return withHold(rules, candidate.hold)
  if (!('pack' in candidate)) return replaceTable(rules, candidate.table, candidate.rows, candidate.version)
  // A pack that was proposed says nothing of table versions: they are those of the rules.
  return { ...rules, revision: `${rules.revision}+pack`, pack: candidate.pack }
}
