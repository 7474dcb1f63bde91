import { analyse, openAnalysis } from '../src/kernel/decision-table/analyse.ts'
import type { Cell, Row, TableDefinition } from '../src/kernel/decision-table/table.ts'
import { seededNumbers } from '../src/kernel/seeded-numbers.ts'
import { workload } from './tables/workload.ts'

/** What an edit may take before somebody who types notices. */
const aimMs = 100
const print = (line: object): boolean => process.stdout.write(JSON.stringify(line) + '\n')
const round = (value: number): number => Number(value.toFixed(1))
function at(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)
}

/** Milliseconds by the clock, and of the processor (with what collects garbage beside): on a machine that is busy with others they differ. */
interface Took {
  readonly wall: number
  readonly processor: number
}
function timed(work: () => unknown): Took {
  const [begin, used] = [performance.now(), process.cpuUsage()]
  work()
  const { user, system } = process.cpuUsage(used)
  return { wall: performance.now() - begin, processor: (user + system) / 1000 }
}

/** Rows as a targeting table has them: a heading each, some with origin, weight or grade, and one for what is left. */
function targeting(count: number): readonly Row[] {
  return Array.from({ length: count }, (_, i): Row => ({
    id: `r${i}`, clause: 'RR-16', then: { mode: `m${i % 4}` },
    when: i === count - 1 ? {} : {
      hs: { op: 'prefix', values: [String(1000 + ((i * 37) % 8900))] },
      ...(i % 3 === 0 ? { origin: { op: 'one-of', values: ['C1', 'C2'] } } : {}),
      ...(i % 5 === 0 ? { netWeightKg: { op: 'range', from: i } } : {}),
      ...(i % 7 === 0 ? { grade: { op: 'one-of', values: ['A', 'B'] } } : {}),
    },
  }))
}

/** Times the first look and edits after it: conditions that are retyped in place, rows that are put in and taken out. As the thread of the editor gets them. */
function time(name: string, definition: TableDefinition, given: readonly Row[], edits: number): void {
  const random = seededNumbers(7)
  const again = openAnalysis(definition)
  let rows = given
  const look = (next: readonly Row[]): Took => {
    rows = next
    const sent = structuredClone(rows)
    return timed(() => again(sent))
  }
  const first = look(rows)
  const sent = structuredClone(rows)
  const whole = timed(() => analyse(definition, sent))
  print({ name: `editor.${name}.whole`, value: round(whole.wall), processor: round(whole.processor), first: round(first.wall), unit: 'ms', rows: rows.length })
  const kinds: Readonly<Record<string, (i: number) => readonly Row[]>> = {
    cell: (i) => {
      const [row, other] = [rows[i] as Row, rows[Math.floor(random() * (rows.length - 1))] as Row]
      const cell = other.when['hs'] as Cell | undefined
      return rows.with(i, { ...row, when: { ...row.when, ...(cell === undefined ? {} : { hs: cell }) } })
    },
    insert: (i) => rows.toSpliced(i, 0, { ...(rows[i] as Row), id: `n${i}-${rows.length}` }),
    remove: (i) => rows.toSpliced(i, 1),
  }
  for (const [kind, change] of Object.entries(kinds)) {
    const took = Array.from({ length: edits }, () => look(change(Math.floor(random() * (rows.length - 1)))))
    const [wall, processor] = [took.map((one) => one.wall), took.map((one) => one.processor)]
    print({ name: `editor.${name}.${kind}`, value: at(wall, 0.5), p95: at(wall, 0.95), processor: at(processor, 0.5), unit: 'ms', ceiling: aimMs, ratio: Number((at(wall, 0.5) / aimMs).toFixed(2)), rows: rows.length, edits })
  }
}

/** `npm run bench -- editor [--rows n] [--edits n]`: what an edit of a table of 3,000 rows costs until its findings are there. */
export function run(args: readonly string[]): Promise<void> {
  const number = (name: string, usual: number): number => Number(args[args.indexOf(name) + 1] ?? usual)
  const rows = args.includes('--rows') ? number('--rows', 3_000) : 3_000
  const edits = args.includes('--edits') ? number('--edits', 40) : 40
  for (const policy of ['first', 'unique', 'collect'] as const) {
    const { definition } = workload(1, 1, { policy })
    time(`targeting-${policy}`, definition, targeting(rows), edits)
  }
  const { definition, version } = workload(rows, 1)
  time('everything-meets', definition, version.rows, Math.min(edits, 10))
  return Promise.resolve()
}
