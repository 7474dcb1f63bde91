import pg from 'pg'
import { cn } from '../../packs/cn/pack.ts'
import { buildSnapshot } from '../../src/assess/public.ts'
import type { Actor } from '../../src/kernel/actor.ts'
import { systemClock } from '../../src/platform/clock.ts'
import type { Context } from '../../src/platform/context.ts'
import type { Database } from '../../src/platform/database/database.ts'
import { unnestColumns } from '../../src/platform/database/text-column.ts'
import { entryParts } from '../../src/platform/ledger/entry-store.ts'
import { uuidv7 } from '../../src/platform/random.ts'
import { acceptDeclarations } from '../../src/window/declarations/accept-declarations.ts'
import { assessmentFolder, type AssessmentFolder } from '../../src/window/declarations/assessment-shapes.ts'
import { prepareDeclaration, type Prepared } from '../../src/window/declarations/prepare-declaration.ts'
import { benchDeclaration, declarantOf } from './declarations.ts'

/** The rows of a batch: the parameters of `bareSql`. */
type Rows = readonly unknown[]

/** Parameters of `bareSql` that are JSON: declarations, visits, links, jobs. The others are the columns of the ledger's rows. */
const jsonParameters = 4

// Nothing is asked and nothing decided: no conflict is looked for and no row left out, as the intake must.
const bareSql = `with declarations as (
    insert into single_window.declaration (port, id, number, declarant, reference, command_key, content_hash, direction, mode, transport_document,
      arrival, status, release_mode, risk_level, credit_grade, released_on_acceptance, accepted_at, released_at, content, assessment)
    select port, id, number, declarant, reference, command_key, content_hash, direction, mode, transport_document,
      arrival, status, release_mode, risk_level, credit_grade, status = 'released', accepted_at, released_at, content, assessment
    from json_to_recordset($1::json) as d (port text, id uuid, number text, declarant text, reference text, command_key text, content_hash bytea,
      direction text, mode text, transport_document text, arrival timestamptz, status text, release_mode text, risk_level text, credit_grade text,
      accepted_at timestamptz, released_at timestamptz, content json, assessment json)
  ), visits as (
    insert into single_window.object (port, kind, ref, visit, valid_from, valid_to)
    select port, kind, ref, visit, valid_from, valid_to
    from json_to_recordset($2::json) as v (port text, kind text, ref text, visit int, valid_from timestamptz, valid_to timestamptz)
  ), links as (
    insert into single_window.consignment_container (port, declaration_id, number, visit)
    select port, declaration_id, number, visit from json_to_recordset($3::json) as l (port text, declaration_id uuid, number text, visit int)
  ), entries as (
    insert into ledger.entry (port, id, type, subject_kind, subject_id, related, audience, actor_kind, actor_id, actor_of, occurred_at, actor_name, payload_hash, salt, payload)
    select p, i::uuid, t, k, s, r::text[], a::text[], ak, ai, ao, at::timestamptz, an, decode(h, 'hex'), decode(z, 'hex'), d
    from ${unnestColumns(5, 'f', entryParts)}
  ), related as (
    insert into ledger.related (port, kind, id, entry)
    select p, k, i, e::uuid from ${unnestColumns(5 + entryParts.length, 'f', ['p', 'k', 'i', 'e'])}
  )
  insert into platform.job (port, id, kind, key, payload, run_at, enqueued_at)
  select port, id, kind, key, coalesce(payload, 'null'), run_at, enqueued_at
  from jsonb_to_recordset($4::jsonb) as x (port text, id uuid, kind text, key text, payload jsonb, run_at timestamptz, enqueued_at timestamptz)`

/** The rows the intake would write for a batch, taken from what it sends. */
async function rowsOf(folder: AssessmentFolder, batch: readonly Prepared[], firstNumber: number): Promise<Rows> {
  let rows: Rows | undefined
  const db = {
    query: async () => [],
    statement: async (_sql: string, parameters: Rows) => {
      rows = parameters
      return [...String(parameters[0]).matchAll(/"id":"([0-9a-f-]{36})","number"/g)].map(([, id]) => ({ id }))
    },
  } as unknown as Database
  let number = firstNumber
  const numbers = {
    take: async (_port: string, series: string, count: number) => Array.from({ length: count }, () => series + String(number++).padStart(9, '0')),
  }
  await acceptDeclarations(db, { numbers, folder }, batch)
  if (rows === undefined) throw new Error('nothing was written')
  return rows
}

/** Batches of `size` declarations, judged and written out as rows beforehand: only the sending and the database's work are left to be timed. */
export async function ceilingBatches(run: string, count: number, size: number, firstNumber: number): Promise<Rows[]> {
  const snapshot = buildSnapshot({
    revision: 'ceiling',
    pack: cn,
    versions: cn.tables.flatMap((seed) => seed.versions),
    grades: (enterprise) => enterprise.slice(2),
  })
  const folder = assessmentFolder()
  const batches: Rows[] = []
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
    batches.push(await rowsOf(folder, prepared, firstNumber + b * size))
  }
  return batches
}

/** A batch as a program holds its rows before it sends them: values, not yet texts. */
type Values = readonly unknown[]

const valuesOf = (rows: Rows): Values => rows.map((text, n) => (n < jsonParameters ? (JSON.parse(String(text)) as unknown) : text))
const writtenOut = (values: Values): Rows => values.map((value, n) => (n < jsonParameters ? JSON.stringify(value) : value))

/**
 * Inserts the batches over `connections` connections, one transaction for each, and gives declarations per second. `from` Node: its rows become texts
 * within the time, as they do in any program; from `texts`: only sending and the database's work count.
 */
export async function writeBare(url: string, batches: readonly Rows[], size: number, connections: number, from: 'node' | 'texts'): Promise<number> {
  const clients = await Promise.all(
    Array.from({ length: connections }, async () => {
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      return client
    }),
  )
  const held = from === 'node' ? batches.map(valuesOf) : batches
  let next = 0
  const begin = performance.now()
  await Promise.all(
    clients.map(async (client) => {
      while (next < held.length) {
        const batch = held[next++] ?? []
        await client.query({ name: 'bare', text: bareSql, values: (from === 'node' ? writtenOut(batch) : batch) as unknown[] })
      }
    }),
  )
  const seconds = (performance.now() - begin) / 1000
  await Promise.all(clients.map((client) => client.end()))
  return (batches.length * size) / seconds
}
