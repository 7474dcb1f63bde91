import pino from 'pino'
import { cn } from '../packs/cn/pack.ts'
import { openCreditBook } from '../src/assess/credit/public.ts'
import type { CreditEntry } from '../src/assess/credit/domain/credit-record.ts'
import { creditRules } from '../src/assess/credit/domain/credit-rules.ts'
import { addDays } from '../src/assess/credit/domain/day.ts'
import { gradePeriods } from '../src/assess/credit/domain/grade-periods.ts'
import { instant, plus, days } from '../src/kernel/instant.ts'
import { systemClock } from '../src/platform/clock.ts'
import { readConfig } from '../src/platform/config.ts'
import type { Database } from '../src/platform/database/database.ts'
import { systemRandom } from '../src/platform/random.ts'

const now = instant('2026-03-02T00:00:00Z')
const say = (name: string, value: number, unit: string, more: object = {}): void => void process.stdout.write(`${JSON.stringify({ name, value: Math.round(value * 100) / 100, unit, ...more })}\n`)

/** Milliseconds of processor time so far: other work on the machine does not count. */
const cpu = (): number => process.cpuUsage().user / 1000

/** A database that holds so many enterprises with three beliefs each, in memory: what is measured is the book, not the database. */
function manyRecords(count: number): Database {
  const period = (n: number) => [
    { enterprise: `E-${n}`, validFrom: plus(now, -days(400)), validTo: null, grade: 'B', score: 83, knownFrom: plus(now, -days(10)), knownTo: null },
    { enterprise: `E-${n}`, validFrom: plus(now, -days(400)), validTo: plus(now, days(90)), grade: 'C', score: 71, knownFrom: plus(now, -days(300)), knownTo: plus(now, -days(10)) },
    { enterprise: `E-${n}`, validFrom: plus(now, days(90)), validTo: null, grade: 'B', score: 83, knownFrom: plus(now, -days(300)), knownTo: plus(now, -days(10)) },
  ]
  let changed = count
  const query = (sql: string, values: readonly number[] = []): Promise<unknown[]> => {
    if (sql.includes('credit.revision')) return Promise.resolve([{ number: changed, rulesHash: '' }])
    const [after = 0, upTo = 0] = values
    return Promise.resolve(Array.from({ length: upTo - after }, (_, n) => period((after + n) % count)).flat())
  }
  const one = (): void => void changed++
  return { query, one, onAnnounced: () => () => undefined, pool: { ending: false } } as unknown as Database
}

/** Look-ups of grades among a million records, reading one change of them, and folding a record of twenty events. */
export async function run(args: readonly string[]): Promise<void> {
  const count = Number(args[0] ?? 1_000_000)
  const db = manyRecords(count)
  const before = process.memoryUsage().rss
  const begun = cpu()
  const book = openCreditBook({ config: readConfig({}), db, clock: systemClock, random: systemRandom, log: pino({ level: 'silent' }) })
  await book.ready()
  say('first reading', cpu() - begun, 'ms', { enterprises: count })
  say('memory', (process.memoryUsage().rss - before) / 2 ** 20, 'MiB', { enterprises: count })
  const codes = Array.from({ length: 4096 }, (_, n) => `E-${(n * 7919) % count}`)
  for (let round = 0; round < 3; round++) for (const code of codes) book.find(code, now)
  const asked = cpu()
  let found = 0
  for (let round = 0; round < 250; round++) for (const code of codes) if (book.find(code, now) !== undefined) found++
  say('look-up', ((cpu() - asked) * 1e6) / (250 * codes.length), 'ns', { found })
  ;(db as unknown as { one(): void }).one()
  await new Promise((done) => setTimeout(done, 1_000))
  const again = cpu()
  await book.ready()
  say('reading one change', cpu() - again, 'ms')
  book.stop()
  const rules = creditRules(cn.credit, cn.creditGrades)
  const kinds = cn.credit.kinds.filter(({ effect }) => effect !== 'grant')
  const entries = Array.from({ length: 20 }, (_, n): CreditEntry => ({ id: `e${n}`, kind: kinds[n % kinds.length]?.code ?? '', occurredOn: addDays('2023-01-01', n * 53), port: '*', state: 'recorded', recordedAt: now, recordedBy: 'x', reports: [] }))
  const folded = cpu()
  for (let n = 0; n < 200; n++) gradePeriods(rules, entries)
  say('fold of 20 events into periods', (cpu() - folded) / 200, 'ms')
}
