import type { Machine } from '../context.ts'
import type { Figures, Sample } from '../metrics/metrics.ts'
import { countJobs } from './store.ts'

/** How many scrapes share one question to the database: both gauges of one scrape, and scrapers that come together. */
const shared = 500

/**
 * The figures of the work owed, by kind and state (`waiting`, `running`, `quarantined`): `lianjian_jobs` how many, `lianjian_job_oldest_seconds`
 * how long the oldest has been owed. One query per scrape over a table that holds only what is owed, nothing between scrapes.
 */
export function jobFigures(machine: Machine): (figures: Figures) => void {
  let asked: { readonly at: number; readonly counts: ReturnType<typeof countJobs> } | undefined
  const counts = (): ReturnType<typeof countJobs> => {
    const now = machine.clock.now()
    if (asked === undefined || now - asked.at >= shared) asked = { at: now, counts: countJobs(machine.db) }
    return asked.counts
  }
  type Row = Awaited<ReturnType<typeof countJobs>>[number]
  const samples = async (value: (row: Row) => number): Promise<Sample[]> =>
    (await counts()).map((row) => ({ labels: { kind: row.kind, state: row.state }, value: value(row) }))
  return (figures) => {
    figures.samples('lianjian_jobs', 'Jobs owed', ['kind', 'state'], () => samples((row) => row.jobs))
    figures.samples('lianjian_job_oldest_seconds', 'Time since the oldest job was owed', ['kind', 'state'], () =>
      samples((row) => Math.max(0, machine.clock.now() - row.oldest) / 1000),
    )
  }
}
