import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pino } from 'pino'
import { cn } from '../packs/cn/pack.ts'
import { createModules } from '../src/apps/modules.ts'
import { insertCandidates } from '../src/assess/draws/candidate-store.ts'
import { listOf } from '../src/assess/draws/domain/candidates.ts'
import { listRoot } from '../src/assess/draws/domain/draw-list.ts'
import { drawLots } from '../src/assess/draws/domain/draw-lots.ts'
import { countOrder } from '../src/assess/draws/store.ts'
import { hours, instant, plus, toIso } from '../src/kernel/instant.ts'
import { sha256Hex } from '../src/kernel/sha256.ts'
import { systemClock } from '../src/platform/clock.ts'
import { readConfig } from '../src/platform/config.ts'
import type { Machine } from '../src/platform/context.ts'
import { openDatabase, type Database } from '../src/platform/database/database.ts'
import { prepareSchema } from '../src/platform/database/prepare-schema.ts'
import { appRole } from '../src/platform/database/roles.ts'
import { buildServer } from '../src/platform/http/server.ts'
import { startPostgres } from '../src/platform/postgres/start-postgres.ts'

const port = '380101'
const began = instant('2026-03-02T01:00:00Z')
const idOf = (n: number): string => `019ca869-5000-7000-8000-${String(n).padStart(12, '0')}`

/** A draw that was drawn, with so many candidates; its checkpoint is of no ledger. */
async function fillDraw(db: Database, n: number, objects: number): Promise<void> {
  const [id, at] = [idOf(n), plus(began, n * 1000)]
  const rules = { rates: { low: 20_000, high: 300_000 }, crew: 2, capacity: 400 }
  const salt = sha256Hex(`salt ${n}`).slice(0, 32)
  const things = Array.from({ length: objects }, (_, i) => ({ subject: `${sha256Hex(`${n} ${i}`).slice(0, 8)}-0000-7000-8000-000000000000`, salt, stratum: i % 5 === 0 ? 'high' : 'low', enterprises: [] }))
  const people = Array.from({ length: 40 }, (_, i) => ({ subject: `I-${i}`, salt, qualified: true, onDuty: [{ from: at, to: plus(at, hours(8)) }], load: 0, interests: [] }))
  const { list, named } = listOf({ draw: id, port, agency: 'CUS', rules, parties: ['BPI', 'CIQ', 'CUS', 'MSA'], replaces: null }, things, people, { from: at, to: plus(at, hours(8)) })
  const [root, seed] = [listRoot(list), sha256Hex(`seed ${n}`)]
  const result = drawLots(list, seed)
  await db.transaction(async (tx) => {
    await tx.query(
      `insert into selection.draw (port, id, number, agency, state, causes, ordered_by, ordered_role, ordered_at, head, root, frozen_at, beacon, seed, result, roster, drawn_at, objects, officers, drawn)
       values ($1, $2, $3, 'CUS', 'drawn', '{}', $4, 'coordinator', $5, $6, $7, $5, $8, $9, $10, '[]', $5, $11, $12, $13)`,
      [port, id, n, `coordinator-${n % 20}`, toIso(at), JSON.stringify(list.head), root, JSON.stringify({ note: 'none', size: 1, root, facts: [] }), seed, JSON.stringify(result), list.objects.length, list.officers.length, result.length],
    )
    await insertCandidates(tx, port, id, list, named)
    await countOrder(tx, { port, agency: 'CUS', orderedBy: `coordinator-${n % 20}`, replaces: null })
  })
}

/** What the open register of draws costs whoever runs it, for requests nobody signs in for: one draw of 20,000 objects, the list and the table of who orders, among 2,000 draws. */
export async function run(args: readonly string[]): Promise<void> {
  const objects = Number(args[0] ?? 20_000)
  const others = Number(args[1] ?? 2_000)
  const home = await mkdtemp(path.join(tmpdir(), 'lianjian-bench-draws-'))
  const log = pino({ level: 'error' })
  const postgres = await startPostgres({ home, log })
  try {
    await prepareSchema(postgres.url)
    const db = openDatabase({ url: postgres.url, connections: 4, role: appRole })
    for (let n = 1; n <= others; n++) await fillDraw(db, n, 50)
    await fillDraw(db, others + 1, objects)
    const machine: Machine = { config: readConfig({ LIANJIAN_HOME: home }), db, clock: systemClock, random: { bytes: (n: number) => Buffer.alloc(n, 7) } as Machine['random'], log }
    const modules = createModules(machine, cn)
    const app = await buildServer(machine, { version: 'bench', routes: modules.routes, authenticate: async () => undefined })
    for (const [name, url] of [['record', `/public/draws/${idOf(others + 1)}`], ['list', '/public/draws?limit=50'], ['orderers', '/public/draw-orderers']] as const) {
      let etag = ''
      const ask = async (headers: Record<string, string> = {}): Promise<number> => {
        const answer = await app.inject({ method: 'GET', url: `/api/v1${url}`, headers })
        etag = String(answer.headers['etag'])
        if (answer.statusCode !== 200 && answer.statusCode !== 304) throw new Error(`${url}: ${answer.statusCode} ${answer.body.slice(0, 200)}`)
        return answer.body.length
      }
      const timed = async (what: string, times: number, headers?: () => Record<string, string>): Promise<void> => {
        const [usage, begun] = [process.cpuUsage(), performance.now()]
        let bytes = 0
        for (let n = 0; n < times; n++) bytes = await ask(headers?.())
        const { user, system } = process.cpuUsage(usage)
        process.stdout.write(`${JSON.stringify({ name: `draws.${name}.${what}`, value: Math.round((user + system) / 10 / times) / 100, unit: 'ms', wall: Math.round(((performance.now() - begun) / times) * 100) / 100, bytes, objects, draws: others + 1 })}\n`)
      }
      await timed('first', 1)
      await timed('again', 20)
      await timed('unchanged', 20, () => ({ 'if-none-match': etag }))
    }
    await app.close()
    await modules.worker.stop(0)
    await db.close()
  } finally {
    await postgres.remove()
    await rm(home, { recursive: true, force: true })
  }
}
