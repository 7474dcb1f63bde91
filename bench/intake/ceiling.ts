import pg from 'pg'
import { cn } from '../../packs/cn/pack.ts'
import { buildSnapshot } from '../../src/assess/public.ts'
import type { Actor } from '../../src/kernel/actor.ts'
import { systemClock } from '../../src/platform/clock.ts'
import type { Context } from '../../src/platform/context.ts'
import type { Database } from '../../src/platform/database/database.ts'
import { uuidv7 } from '../../src/platform/random.ts'
import { acceptDeclarations } from '../../src/window/declarations/accept-declarations.ts'
import { assessmentFolder, type AssessmentFolder } from '../../src/window/declarations/assessment-shapes.ts'
import { prepareDeclaration, type Prepared } from '../../src/window/declarations/prepare-declaration.ts'
import { benchDeclaration, declarantOf } from './declarations.ts'

interface Statement {
  readonly sql: string
  readonly parameters: readonly unknown[]
}

/** Writes down what the intake would send for a batch, without the questions it asks: the same rows as one bare statement. */
async function statementOf(folder: AssessmentFolder, batch: readonly Prepared[], firstNumber: number): Promise<Statement> {
  let statement: Statement | undefined
  const db = {
    query: async () => [],
    statement: async (sql: string, parameters: readonly unknown[]) => {
      statement = { sql, parameters }
      return [...String(parameters[0]).matchAll(/"id":"([0-9a-f-]{36})","number"/g)].map(([, id]) => ({ id }))
    },
  } as unknown as Database
  let number = firstNumber
  const numbers = {
    take: async (_port: string, series: string, count: number) => Array.from({ length: count }, () => series + String(number++).padStart(9, '0')),
  }
  await acceptDeclarations(db, { numbers, folder }, batch)
  if (statement === undefined) throw new Error('nothing was written')
  return statement
}

/** Batches of `size` declarations, judged and turned into a statement each beforehand: only the database's work is left to be timed. */
export async function ceilingBatches(run: string, count: number, size: number, firstNumber: number): Promise<Statement[]> {
  const snapshot = buildSnapshot({
    revision: 'ceiling',
    pack: cn,
    versions: cn.tables.flatMap((seed) => seed.versions),
    grades: (enterprise) => enterprise.slice(2),
  })
  const folder = assessmentFolder()
  const batches: Statement[] = []
  for (let b = 0; b < count; b++) {
    const prepared = Array.from({ length: size }, (_, i): Prepared => {
      const n = b * size + i
      const now = systemClock.now()
      const enterprise = declarantOf(n)
      const actor: Actor = { kind: 'machine', id: `m-${enterprise}`, name: enterprise, roles: ['trader'], enterprise, ports: ['*'] }
      const context = { actor, now, newId: () => uuidv7(now) } as unknown as Context
      const judged = prepareDeclaration(snapshot, folder, context, benchDeclaration(run, n), `${run}-${n}`)
      if (!('prepared' in judged) || judged.prepared.submission === undefined)
        throw new Error(`the generator made a bad declaration: ${JSON.stringify(judged)}`)
      return judged.prepared
    })
    batches.push(await statementOf(folder, prepared, firstNumber + b * size))
  }
  return batches
}

/** Writes the batches over `connections` connections, one transaction for each, and gives declarations per second. */
export async function writeBare(url: string, batches: readonly Statement[], size: number, connections: number): Promise<number> {
  const clients = await Promise.all(
    Array.from({ length: connections }, async () => {
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      return client
    }),
  )
  let next = 0
  const begin = performance.now()
  await Promise.all(
    clients.map(async (client) => {
      while (next < batches.length) {
        const { sql, parameters } = batches[next++] as Statement
        await client.query(sql, parameters as unknown[])
      }
    }),
  )
  const seconds = (performance.now() - begin) / 1000
  await Promise.all(clients.map((client) => client.end()))
  return (batches.length * size) / seconds
}
