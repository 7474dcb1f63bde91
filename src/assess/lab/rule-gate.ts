import type { Instant } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import type { Queryable } from '../../platform/database/database.ts'
import type { ChangedPack } from '../../registry/reference/public.ts'
import type { AnyRegister, ProposedChange, RuleGate } from '../../registry/register/public.ts'
import { checkPackChange, type RowsInForce } from '../domain/check-pack.ts'
import { listActiveVersions, loadVersions } from '../store.ts'
import { triedEnough } from './readiness.ts'

/** The pack before and after a proposed change, from a moment on. */
export type ChangePack = (q: Queryable, register: AnyRegister, change: ProposedChange, from: Instant) => Promise<ChangedPack>

/** Versions in force or to come with their rows. */
async function tablesInForce(q: Queryable, pack: Pack, now: Instant): Promise<readonly RowsInForce[]> {
  const active = (await listActiveVersions(q)).filter(({ validTo }) => validTo === null || validTo > now)
  return (await loadVersions(q, active)).flatMap(({ table, rows, validFrom, validTo }) => {
    const definition = pack.tables.find((seed) => seed.definition.name === table)?.definition
    return definition === undefined ? [] : [{ definition, rows, validFrom, validTo }]
  })
}

/**
 * Holds changes of registers of rules to what versions of tables are held to: the order of modes, the safety floor and the tables in force must stand it (RR-07, RR-22),
 * and it must have been tried on the past, beside the rules as they are (GV-12).
 */
export function ruleGate(law: () => Pack, changed: ChangePack): RuleGate {
  return {
    async check(q, register, change, now) {
      const { before, after } = await changed(q, register, change, now)
      return checkPackChange(before, after, await tablesInForce(q, before, now), now)
    },
    async ready(q, { register, number, hash }, now) {
      return (await triedEnough(q, law(), { table: register, version: number, rowsHash: hash }, now)).missing
    },
  }
}
