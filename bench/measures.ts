import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pino } from 'pino'
import { listMeasured, listRepeats, sumMeasured, sumRepeats } from '../src/joint/measures/measure-store.ts'
import type { Period } from '../src/joint/measured-period.ts'
import { days, instant, plus, seconds } from '../src/kernel/instant.ts'
import { openDatabase } from '../src/platform/database/database.ts'
import { prepareSchema } from '../src/platform/database/prepare-schema.ts'
import { appRole } from '../src/platform/database/roles.ts'
import { startPostgres } from '../src/platform/postgres/start-postgres.ts'
import { fillClosedInspections } from '../tests/support/closed-inspections.ts'

const until = instant('2026-01-01T00:00:00Z')
const years = 10

/** How long the measures of `/measures` take over a million closed inspections of ten years, of a month, a year and all of it. The ceiling is counting the same inspections. */
export async function run(args: readonly string[]): Promise<void> {
  const count = Number(args[0] ?? 1_000_000)
  const home = await mkdtemp(path.join(tmpdir(), 'lianjian-bench-measures-'))
  const postgres = await startPostgres({ home, log: pino({ level: 'error' }) })
  try {
    const { url } = postgres
    await prepareSchema(url)
    const owner = openDatabase({ url, connections: 1 })
    await fillClosedInspections(owner, count, 365 * years, until)
    await owner.query('vacuum')
    await owner.close()
    const db = openDatabase({ url, connections: 1, role: appRole })
    const timed = async (ask: () => Promise<unknown>): Promise<number> => {
      const took: number[] = []
      for (let round = 0; round < 3; round++) {
        const begun = performance.now()
        await ask()
        took.push(performance.now() - begun)
      }
      return Math.min(...took)
    }
    for (const [span, length] of [['month', 30], ['year', 365], ['all', 365 * years + 1]] as const) {
      const period: Period = { ports: ['380101'], from: plus(until, -days(length)), to: plus(until, seconds(1)) }
      const ceiling = await timed(() => db.query(`select count(*) from joint.inspection where port = '380101' and closed_at >= $1 and closed_at < $2 and state = 'closed' and not desk`, [new Date(period.from).toISOString(), new Date(period.to).toISOString()]))
      for (const [name, ask] of [['sum', () => sumMeasured(db, period)], ['list', () => listMeasured(db, period, undefined, 50)], ['repeats', () => sumRepeats(db, period)], ['repeat cases', () => listRepeats(db, period, 50)]] as const) {
        const value = await timed(ask)
        process.stdout.write(`${JSON.stringify({ name: `measures.${name}.${span}`, value: Math.round(value * 10) / 10, unit: 'ms', ceiling: Math.round(ceiling * 10) / 10, ratio: Math.round((ceiling / value) * 100) / 100, inspections: count })}\n`)
      }
    }
    await db.close()
  } finally {
    await postgres.remove()
    await rm(home, { recursive: true, force: true })
  }
}
