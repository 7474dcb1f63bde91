import { z } from 'zod'
import { everyPort } from '../kernel/actor.ts'
import type { TableDefinition } from '../kernel/decision-table/table.ts'
import { parseInstant, plus, toIso } from '../kernel/instant.ts'
import { must } from '../kernel/invariant.ts'
import type { Pack } from '../kernel/pack.ts'
import type { Refusal } from '../kernel/refusal.ts'
import { ok, refuse, type Result } from '../kernel/result.ts'
import { personBehind } from '../kernel/second-person.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/database/database.ts'
import { append } from '../platform/ledger/append.ts'
import { checkVersion } from './domain/check-version.ts'
import { mayRecordVersion } from './domain/permissions.ts'
import { ruleSpread } from './domain/rule-spread.ts'
import { sayLowered } from './domain/safety-floor.ts'
import { contradictions } from './guard-burdens.ts'
import { floorVersion, loweredBy } from './guard-floor.ts'
import { hashOfRows } from './seed-pack-versions.ts'
import { findVersion, insertVersion, lockTable, type StoredVersion } from './store.ts'
import { TableRow, toRow } from './table-schema.ts'

/** A moment as it is sent. */
export const moment = z
  .string()
  .max(40)
  .refine((text) => parseInstant(text) !== undefined, { params: { code: 'common/wrong-format', facts: { format: 'ISO 8601' } } })

export const RecordTableVersion = z.strictObject({
  id: z.uuid().optional(),
  /** Absent: from its activation. */
  validFrom: moment.optional(),
  validTo: moment.optional(),
  note: z.string().min(1).max(2000),
  rows: z.array(TableRow).min(1),
})
export type RecordTableVersion = z.infer<typeof RecordTableVersion>

/** The table of the pack by its name. */
export function definitionOf(pack: Pack, table: string): TableDefinition | undefined {
  return pack.tables.find((seed) => seed.definition.name === table)?.definition
}

/**
 * Records a version of a decision table: checked in full, in force only once a second person activates it. Rows never change afterwards.
 * Where it would lower the safety floor, the remarks say so for every row that falls (RR-22).
 * Refusals: `common/not-permitted`, `common/not-found`, `tables/*` with the place of every fault (GV-12, RR-07).
 */
export async function recordTableVersion(
  tx: Tx,
  context: Context,
  pack: Pack,
  table: string,
  body: RecordTableVersion,
): Promise<Result<{ readonly stored: StoredVersion; readonly remarks: readonly Refusal[] }>> {
  const denied = mayRecordVersion(context.actor)
  if (denied !== undefined) return refuse(denied)
  const definition = definitionOf(pack, table)
  if (definition === undefined) return refuse({ code: 'common/not-found' })
  const rows = body.rows.map(toRow)
  const validFrom = body.validFrom === undefined ? undefined : parseInstant(body.validFrom)
  const validTo = body.validTo === undefined ? undefined : parseInstant(body.validTo)
  const { refusals: faults, remarks } = checkVersion(pack, definition, rows, validFrom ?? context.now)
  const refusals: Refusal[] = [...faults]
  if (validFrom !== undefined && validFrom < context.now) {
    refusals.push({ code: 'tables/begins-in-the-past', pointer: '/validFrom', facts: { at: toIso(context.now) }, clause: 'GV-12' })
  }
  if (validTo !== undefined && validTo <= (validFrom ?? context.now)) refusals.push({ code: 'tables/ends-before-it-begins', pointer: '/validTo' })
  // What is faulty in itself cannot be held against other tables.
  if (faults.length === 0) refusals.push(...(await contradictions(tx, pack, table, rows, validFrom ?? context.now)))
  const [first, ...rest] = refusals
  if (first !== undefined) return refuse(first, ...rest)

  await lockTable(tx, table)
  const lowered = sayLowered(await loweredBy(tx, pack, table, { adds: floorVersion(Number.MAX_SAFE_INTEGER, rows, validFrom ?? plus(context.now, ruleSpread), validTo) }, context.now))
  const rowsHash = hashOfRows(rows)
  const version = await insertVersion(tx, {
    table,
    validFrom,
    validTo,
    rows,
    rowsHash,
    note: body.note,
    authorId: personBehind(context.actor),
    authorName: context.actor.name,
    recordedAt: context.now,
  })
  await append(tx, context, [
    {
      port: everyPort,
      subjectKind: 'table',
      subjectId: table,
      type: 'TableVersionRecorded',
      payload: { table, version, validFrom: body.validFrom ?? null, validTo: body.validTo ?? null, rows: rows.length, rowsHash, note: body.note },
    },
  ])
  return ok({ stored: must(await findVersion(tx, table, version), 'the version just recorded'), remarks: [...lowered, ...remarks] })
}
