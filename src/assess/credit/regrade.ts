import { everyPort } from '../../kernel/actor.ts'
import type { Json } from '../../kernel/canonical-json.ts'
import { plus } from '../../kernel/instant.ts'
import type { Tx } from '../../platform/database/database.ts'
import { append, type LedgerFact, type LedgerStamp } from '../../platform/ledger/append.ts'
import { oweNotices, type NewNotice } from '../../platform/notices/public.ts'
import type { CreditLawNow } from './credit-law.ts'
import { entriesOf, foldRecord, type CreditFact } from './domain/credit-record.ts'
import { dayOf } from './domain/day.ts'
import { gradePeriods, periodOn, replacePeriods } from './domain/grade-periods.ts'
import { creditSpread } from './parts.ts'
import { readPeriods, takeRevision, writeChanges, type NewChange } from './store.ts'

/**
 * Folds records anew and replaces their grades from the first day that is seen otherwise, with a ledger entry each (RR-11). Records whose grades stay as
 * they are get no change, unless they are new. The caller has taken the revision, so that nobody folds the same record meanwhile.
 */
export async function regrade(tx: Tx, stamp: LedgerStamp, { law, rules }: CreditLawNow, records: ReadonlyMap<string, readonly CreditFact[]>, cause: 'fact' | 'rule'): Promise<readonly NewChange[]> {
  let number = await takeRevision(tx)
  const before = await readPeriods(tx, [...records.keys()], law.timeZone)
  const today = dayOf(stamp.now, law.timeZone)
  const changes: NewChange[] = []
  for (const [enterprise, facts] of records) {
    const record = foldRecord(enterprise, facts)
    const [old, periods] = [before.get(enterprise) ?? [], gradePeriods(rules, entriesOf(record))]
    const { from, closed, added } = replacePeriods(old, periods)
    if (closed.length === 0 && added.length === 0) continue
    const now = periodOn(periods, today)
    changes.push({
      number: ++number, enterprise, version: record.version, at: stamp.now, knownFrom: plus(stamp.now, creditSpread), fromDay: from, cause, closed, added,
      grade: now?.grade ?? '', score: now?.score ?? 0, gradeBefore: periodOn(old, today)?.grade,
    })
  }
  await writeChanges(tx, changes, law.timeZone)
  await append(tx, stamp, changes.map((change): LedgerFact => ({
    port: everyPort,
    subjectKind: 'credit',
    subjectId: change.enterprise,
    type: 'CreditGraded',
    payload: { change: change.number, from: change.fromDay ?? null, grade: change.grade, score: change.score, before: change.gradeBefore ?? null, cause, periods: change.added.map((period): Json => ({ ...period })) },
    audience: [`enterprise:${change.enterprise}`],
  })))
  await oweNotices(tx, stamp, changes.filter(({ grade, gradeBefore }) => gradeBefore !== undefined && gradeBefore !== grade).map(({ enterprise, grade, gradeBefore, fromDay }): NewNotice => ({
    port: everyPort, recipient: { kind: 'enterprise', code: enterprise }, type: 'CreditGradeChanged', subjectKind: 'credit', subjectId: enterprise, facts: { grade, before: gradeBefore ?? '', from: fromDay ?? today },
  })))
  return changes
}
