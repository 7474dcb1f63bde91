import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import path from 'node:path'
import { pino } from 'pino'
import { cn } from '../packs/cn/pack.ts'
import { gatherHistory } from '../src/assess/history/gather.ts'
import { utf8 } from '../src/assess/block-text.ts'
import { blocksWithin, readColumns } from '../src/assess/history/store.ts'
import { decodeBlock } from '../src/assess/history/domain/block.ts'
import { judgeHistory } from '../src/assess/lab/judge-history.ts'
import { judgeOf, sourcesOf } from '../src/assess/lab/judging.ts'
import { buildSnapshot } from '../src/assess/public.ts'
import { always, fromEpoch, plus, type Instant } from '../src/kernel/instant.ts'
import { openDatabase, type Database } from '../src/platform/database/database.ts'
import { prepareSchema } from '../src/platform/database/prepare-schema.ts'
import { appRole } from '../src/platform/database/roles.ts'
import { startPostgres } from '../src/platform/postgres/start-postgres.ts'
import { firstDay, port, stepMs, storeCases } from './backtest/cases.ts'

let assessedLines = 0
const round = (n: number): number => (n >= 100 ? Math.round(n) : Number(n.toFixed(3)))

function tell(name: string, value: number, unit: string, ceiling: number | null, more: object = {}): void {
  process.stdout.write(`${JSON.stringify({ name: `backtest.${name}`, value: round(value), unit, ceiling: ceiling === null ? null : round(ceiling), ratio: ceiling === null ? null : round(value / ceiling), ...more })}\n`)
}

const rules = buildSnapshot({ revision: 'benchmark', pack: cn, versions: cn.tables.flatMap((seed) => seed.versions), grades: () => undefined })
const goodsRows = rules.tables.get('goods-risk')?.[0]?.version.rows ?? []
const levels = cn.riskLevels.toSorted((a, b) => a.rank - b.rank).map((level) => level.code)

/** A version as an officer might try it: heavy goods of four chapters from five countries count as riskier, cheap ones as less. */
const candidate = {
  table: 'goods-risk',
  version: 2,
  rows: [
    { id: 'heavy', when: { hs: { op: 'prefix' as const, values: ['61', '84', '39', '03'] }, origin: { op: 'one-of' as const, values: ['VN', 'BD', 'IN', 'BR', 'TH'] }, netWeightKg: { op: 'range' as const, from: 5_000 } }, then: { level: levels.at(-1) ?? '' }, clause: 'RR-16' },
    { id: 'dear', when: { valuePerKg: { op: 'range' as const, from: 200 } }, then: { level: levels[0] ?? '' }, clause: 'RR-16' },
    ...goodsRows,
  ],
}

/** A hold rule as an officer might try it: goods of one chapter from one country. */
const hold = { hold: { id: 'h', kind: 'hold' as const, scope: { hs: '61', origin: 'VN' }, validFrom: always.from, validTo: always.to, measure: 'sample' as const, agency: 'CUS', methods: ['sample' as const], power: 'CUS-GOODS' } }

async function once(db: Database, cases: number, tried: typeof candidate | typeof hold = candidate): Promise<{ readonly seconds: number; readonly cpu: number; readonly cases: number; readonly changed: number }> {
  const to = plus(fromEpoch(firstDay), cases * stepMs)
  let [judged, changed] = [0, 0]
  const usage = process.cpuUsage()
  const began = performance.now()
  await judgeHistory(db, sourcesOf(rules, tried), {
    wanted: { ports: [port], from: fromEpoch(firstDay), to },
    onPart: async (_head, part) => {
      judged += part.figures.cases
      changed += part.changed
      return true
    },
  })
  // Of this process with its threads: on a machine that others use too, the wall clock tells mostly of them.
  const { user, system } = process.cpuUsage(usage)
  return { seconds: (performance.now() - began) / 1000, cpu: (user + system) / 1e6, cases: judged, changed }
}

/** The least any back-test could take: reading the same bytes, and judging columns that are already in memory with everything learned, on as many cores. */
async function ceilingOf(db: Database, cases: number): Promise<{ readonly read: number; readonly judged: number; readonly bytes: number }> {
  const to: Instant = plus(fromEpoch(firstDay), cases * stepMs)
  const heads = await blocksWithin(db, { ports: [port], from: fromEpoch(firstDay), to })
  let began = performance.now()
  const buffers = await Promise.all(heads.map((head) => readColumns(db, head)))
  const read = (performance.now() - began) / 1000
  const blocks = buffers.flatMap((buffer) => (buffer === undefined ? [] : [decodeBlock(buffer, utf8)]))
  const judge = judgeOf(sourcesOf(rules, candidate))
  for (const block of blocks.slice(0, 1)) judge.judge(block, port)
  began = performance.now()
  for (const block of blocks) judge.judge(block, port)
  const judged = (performance.now() - began) / 1000 / availableParallelism()
  assessedLines = judge.assessed()
  return { read, judged, bytes: buffers.reduce((sum, buffer) => sum + (buffer?.byteLength ?? 0), 0) }
}

/**
 * Back-tests of one version over 10⁵, 3·10⁵ and 10⁶ stored declarations of one port, in a throw-away database; the ceiling is a bare read of the same
 * columns plus a bare judgement of columns in memory, in the same run. Then how fast the history is gathered.
 * Arguments: `--cases <n>` (default 1000000), `--turns <n>` (default 3).
 */
export async function run(args: readonly string[]): Promise<void> {
  const argument = (name: string, usual: number): number => (args.includes(name) ? Number(args[args.indexOf(name) + 1]) : usual)
  const [most, turns] = [argument('--cases', 1_000_000), argument('--turns', 3)]
  const home = await mkdtemp(path.join(tmpdir(), 'lianjian-backtest-'))
  const postgres = await startPostgres({ home, log: pino({ level: 'silent' }) })
  const owner = openDatabase({ url: postgres.url, connections: 2 })
  const db = openDatabase({ url: postgres.url, role: appRole, connections: 8 })
  try {
    await prepareSchema(postgres.url)
    await storeCases(owner, most)
    const began = performance.now()
    const gathered = await gatherHistory({ db, now: plus(fromEpoch(firstDay), most * stepMs + 60_000) }, cn, port)
    const gathering = (performance.now() - began) / 1000
    tell('gather', gathered / gathering, 'declarations/s', null, { declarations: gathered, seconds: round(gathering) })
    for (const cases of [most / 10, (most * 3) / 10, most].map(Math.round)) {
      const runs = []
      for (let turn = 0; turn < turns; turn++) runs.push(await once(db, cases))
      const best = runs.toSorted((a, b) => a.seconds - b.seconds)[Math.floor(turns / 2)]
      if (best === undefined) continue
      const { read, judged, bytes } = await ceilingOf(db, cases)
      const least = read + judged
      tell('declarations', best.seconds, 's', least, { declarations: best.cases, perSecond: Math.round(best.cases / best.seconds), changed: best.changed, cpuSeconds: round(best.cpu), megabytes: round(bytes / 1e6), read: round(read), judge: round(judged), cores: availableParallelism(), assessed: least === 0 ? 0 : assessedLines })
    }
    const held = await once(db, most, hold)
    tell('hold-rule', held.seconds, 's', null, { declarations: held.cases, changed: held.changed, cpuSeconds: round(held.cpu) })
  } finally {
    await db.close()
    await owner.close()
    await postgres.stop()
    await rm(home, { recursive: true, force: true })
  }
}
