import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase, type FreshDatabase } from '../../../tests/support/database.ts'
import { instant, plus } from '../../kernel/instant.ts'
import { systemActor } from '../../kernel/actor.ts'
import { append } from '../../platform/ledger/append.ts'
import { uuidv7 } from '../../platform/random.ts'
import { findFactsAfter, type FactCursor } from './fact-store.ts'

const port = '380101'
const now = instant('2026-03-02T01:00:00Z')
let database: FreshDatabase
beforeAll(async () => {
  database = await freshDatabase()
  for (let n = 0; n < 6; n++) {
    const at = plus(now, n)
    await database.db.transaction((tx) => append(tx, { actor: systemActor, now: at, newId: () => uuidv7(at) }, [{ port, subjectKind: 'declaration', subjectId: `d${n}`, type: 'DeclarationAccepted', payload: { n } }]))
  }
  // Transactions 97 to 102: as text the last three come first.
  await database.ownerDb.query(`alter table ledger.entry disable trigger all`)
  await database.ownerDb.query(`update ledger.entry set xid = (97 + (payload::json ->> 'n')::int)::text::xid8`)
})
afterAll(() => database.drop())

test('facts come in the order of their transactions, also where their numbers get one digit more, and none comes twice', async () => {
  const seen: string[] = []
  let cursor: FactCursor | undefined
  for (;;) {
    const { facts, last } = await findFactsAfter(database.db, port, cursor, 2)
    if (facts.length === 0) break
    seen.push(...facts.map(({ subjectId }) => subjectId))
    cursor = last
  }
  expect(seen).toEqual(['d0', 'd1', 'd2', 'd3', 'd4', 'd5'])
})
