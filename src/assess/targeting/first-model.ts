import { everyPort } from '../../kernel/actor.ts'
import { must } from '../../kernel/invariant.ts'
import type { Tx } from '../../platform/database/database.ts'
import { append, type LedgerStamp } from '../../platform/ledger/public.ts'
import { declarationIndicators } from './domain/indicators.ts'
import { activateModel, bumpIndicators, findActiveModel, insertModel, type StoredModel } from './model-store.ts'

/** Log-odds of a find where nothing is known at all: one in twenty. */
const unknown = Math.log(1 / 19)

/** The model to begin with: it knows nothing and learns from the first result on. Written once, whoever comes first. */
export async function beginModel(tx: Tx, stamp: LedgerStamp, halfLife: number | undefined): Promise<StoredModel> {
  const { actor, now } = stamp
  await tx.query(`select pg_advisory_xact_lock(hashtext('targeting.first-model'))`)
  const known = await findActiveModel(tx)
  if (known !== undefined) return known
  const version = await insertModel(tx, {
    base: unknown, reference: now, halfLife: halfLife ?? null, indicators: declarationIndicators, cases: 0, finds: 0, fittedThrough: now,
    note: '', authorId: actor.id, authorName: actor.name, recordedAt: now,
  })
  await activateModel(tx, version, { id: actor.id, name: actor.name, at: now })
  await bumpIndicators(tx)
  await append(tx, stamp, [{ port: everyPort, subjectKind: 'indicators', subjectId: String(version), type: 'IndicatorsActivated', payload: { version, cases: 0 } }])
  return must(await findActiveModel(tx), 'the model just activated')
}
