import { createHash } from 'node:crypto'
import { everyPort, systemActor } from '../kernel/actor.ts'
import { canonicalJson, type Json } from '../kernel/canonical-json.ts'
import type { Row } from '../kernel/decision-table/table.ts'
import type { Pack } from '../kernel/pack.ts'
import { toIso } from '../kernel/instant.ts'
import type { Tx } from '../platform/database/database.ts'
import { append } from '../platform/ledger/append.ts'
import type { LedgerStamp } from '../platform/ledger/fact.ts'
import { bumpRevision, hasPackVersion, insertVersion, knownOrigins, lockTable } from './store.ts'

/** SHA-256, in hex, of the rows: what the ledger holds a version to. */
export function hashOfRows(rows: readonly Row[]): string {
  return createHash('sha256').update(canonicalJson(rows as unknown as Json)).digest('hex')
}

/**
 * Records the policy pack's table versions, each once, in force as the pack dates them. A version whose rows were changed in the pack is
 * history that cannot be rewritten: it becomes a further version that begins now (GV-12). Returns how many were recorded.
 */
export async function seedPackVersions(tx: Tx, stamp: Omit<LedgerStamp, 'actor'>, pack: Pack): Promise<number> {
  const wanted = pack.tables.flatMap(({ definition, versions }) =>
    versions.map((version) => {
      const prefix = `${pack.code}/${definition.name}/${version.version}/`
      const rowsHash = hashOfRows(version.rows)
      return { table: definition.name, version, prefix, rowsHash, origin: prefix + rowsHash }
    }),
  )
  const origins = wanted.map(({ origin }) => origin)
  if ((await knownOrigins(tx, origins)).size === origins.length) return 0
  await lockTable(tx, `pack ${pack.code}`)
  // Another process may have been first while this one waited.
  const known = await knownOrigins(tx, origins)
  let recorded = 0
  for (const { table, version, prefix, rowsHash, origin } of wanted) {
    if (known.has(origin)) continue
    await lockTable(tx, table)
    const changed = await hasPackVersion(tx, prefix)
    const validFrom = changed ? stamp.now : version.validFrom
    const number = await insertVersion(tx, {
      table,
      validFrom,
      validTo: version.validTo,
      rows: version.rows,
      rowsHash,
      note: `policy pack ${pack.code}`,
      origin,
      authorId: systemActor.id,
      authorName: systemActor.name,
      recordedAt: stamp.now,
      activatedBy: systemActor.id,
    })
    const fact = { table, version: number, validFrom: toIso(validFrom), rows: version.rows.length, rowsHash, origin }
    await append(tx, { ...stamp, actor: systemActor }, [
      { port: everyPort, subjectKind: 'table', subjectId: table, type: 'TableVersionRecorded', payload: fact },
      { port: everyPort, subjectKind: 'table', subjectId: table, type: 'TableVersionActivated', payload: fact },
    ])
    recorded++
  }
  if (recorded > 0) await bumpRevision(tx)
  return recorded
}
