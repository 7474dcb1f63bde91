import { must } from '../../kernel/invariant.ts'
import type { Tx } from '../../platform/database/database.ts'
import { append, type LedgerStamp } from '../../platform/ledger/public.ts'
import { systemRandom } from '../../platform/random.ts'
import { commitmentOf } from './domain/draw-ticket.ts'
import { findSecret, insertSecret, revealSecrets } from './secret-store.ts'

/**
 * The secret that the random share of a port and day is drawn from. Its commitment goes into the ledger in the transaction that makes it, before any case of
 * the day is decided by it; secrets of days that are over are told, so that everybody can check who was drawn.
 */
export async function keepSecret(tx: Tx, stamp: LedgerStamp, port: string, day: string): Promise<string> {
  const secret = systemRandom.bytes(32).toString('hex')
  const commitment = commitmentOf(port, day, secret)
  const isNew = await insertSecret(tx, port, day, secret, commitment, stamp.now)
  const told = await revealSecrets(tx, port, day, stamp.now)
  await append(tx, stamp, [
    ...(isNew ? [{ port, subjectKind: 'random-share', subjectId: day, type: 'RandomShareCommitted', payload: { day, commitment } }] : []),
    ...told.map((one) => ({ port, subjectKind: 'random-share', subjectId: one.day, type: 'RandomShareRevealed', payload: { day: one.day, commitment: one.commitment, secret: one.secret } })),
  ])
  return isNew ? secret : must(await findSecret(tx, port, day), 'a day that has a secret')
}
