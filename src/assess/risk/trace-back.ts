import { z } from 'zod'
import { openRecall } from '../../clear/recall/public.ts'
import { prepareDirective } from '../../joint/desk/public.ts'
import { derivedId } from '../../joint/directives/public.ts'
import type { Actor } from '../../kernel/actor.ts'
import { hours, plus, toIso } from '../../kernel/instant.ts'
import type { Context } from '../../platform/context.ts'
import type { JobKind } from '../../platform/jobs/public.ts'
import { append } from '../../platform/ledger/append.ts'
import { lookBack, lookBackAtBox, type LookedBack } from '../../window/declarations/public.ts'
import { linesOf } from './domain/risk-index.ts'
import { findEntry, type StoredEntry } from './entry-store.ts'
import { keepHeld } from './keep-held.ts'
import type { RiskParts } from './parts.ts'
import { findTraces, insertTraced, markTraced, moveTrace, type Trace, type Traced } from './trace-store.ts'

/** Declarations looked at in one step: a step commits its progress. */
const page = 1000

interface Found extends Omit<Traced, 'done'> {
  readonly codes: readonly string[]
}

function fitting(entry: StoredEntry, port: string, looked: readonly LookedBack[]): Found[] {
  return looked.flatMap((one) => {
    const { id, number, declarant, status, acceptedAt, releasedAt, content } = one
    if (acceptedAt >= entry.validFrom || status === 'cancelled' || status === 'refused') return []
    const lines = linesOf(entry.scope, { ...content, at: acceptedAt })
    const codes = [...new Set(content.items.filter((item) => lines.includes(item.line)).map(({ hs }) => hs))]
    return lines.length === 0 ? [] : [{ port, declaration: id, number, declarant, consignee: content.consignee, status, acceptedAt, releasedAt, lines, containers: (content.containers ?? []).map((box) => box.number), codes }]
  })
}

/** One step of a search: what it looked at, and where it stands after it. */
async function step(context: Context, entry: StoredEntry, trace: Trace): Promise<{ readonly found: Found[]; readonly seen: number; readonly atPort: number; readonly afterId: string | null }> {
  const port = trace.ports[trace.atPort] ?? ''
  const { container, hs, origin } = entry.scope
  if (container !== undefined) {
    const looked = await lookBackAtBox(context.db, port, container, trace.since)
    return { found: fitting(entry, port, looked), seen: looked.length, atPort: trace.atPort + 1, afterId: null }
  }
  const { found, seen, last } = await lookBack(context.db, { port, since: trace.since, after: trace.afterId, hs, origin }, page)
  return { found: fitting(entry, port, found), seen, ...(last === undefined ? { atPort: trace.atPort + 1, afterId: null } : { atPort: trace.atPort, afterId: last }) }
}

/** Goods that are gone: an assessment for each enterprise and code, where it was asked for. */
async function assessRecalls(context: Context, parts: RiskParts, entry: StoredEntry, trace: Trace, found: readonly Found[], move: (recalls: number) => Promise<void>, tx: Parameters<typeof openRecall>[0]): Promise<void> {
  const gone = new Map<string, Found[]>()
  for (const one of found.filter(({ releasedAt }) => releasedAt !== null)) for (const hs of one.codes) gone.set(`${one.declarant} ${hs}`, [...(gone.get(`${one.declarant} ${hs}`) ?? []), one])
  if (trace.recall && entry.agency !== null) {
    for (const [key, released] of gone) {
      const [enterprise = '', hs = ''] = [key.slice(0, key.lastIndexOf(' ')), key.slice(key.lastIndexOf(' ') + 1)]
      const listed = released.map(({ port, declaration, number, releasedAt }) => ({ port, id: declaration, number, releasedAt: releasedAt ?? trace.startedAt }))
      await openRecall(tx, context, parts.recalls, { port: released[0]?.port ?? entry.homePort, agency: entry.agency, enterprise, hs, cause: { kind: 'hold-rule', id: entry.id, label: entry.label }, reason: entry.reason, since: trace.since, released: listed })
    }
  }
  await move(trace.recall ? gone.size : 0)
}

/** What is still under way: kept where the rule keeps, and looked at by a directive of the rule's agency. */
async function stopUnderWay(context: Context, parts: RiskParts, entry: StoredEntry, found: readonly Found[]): Promise<void> {
  const { agency, power, methods, id } = entry
  for (const port of new Set(found.map((one) => one.port))) {
    const open = found.filter((one) => one.port === port && one.releasedAt === null)
    if (open.length === 0) continue
    if (entry.measure === 'hold') await keepHeld(context, parts, port, open.map(({ declaration, number }) => ({ entry: id, declaration, number })))
    let done: NonNullable<Traced['done']> = entry.measure === 'hold' ? 'held' : 'directed'
    if (agency !== null && power !== null && methods.length > 0) {
      // The directive is of whoever placed the rule, by an id of its own: a second run finds it there.
      const actor: Actor = { kind: 'person', id: entry.createdBy, name: entry.createdName, roles: ['officer'], agency, ports: [port] }
      const outcomes = await Promise.all(open.map(async (one) => {
        const window = { from: toIso(entry.createdAt), to: toIso(plus(entry.createdAt, hours(48))) }
        const sent = { id: derivedId('hold-rule', id, one.declaration), port, object: { kind: 'consignment', ref: one.number }, methods: [...methods], window, power, reason: `${entry.label}: ${entry.title}`.slice(0, 500), reopening: entry.reason.slice(0, 500) }
        const prepared = prepareDirective(sent, { ...context, actor }, parts.law())
        return prepared.ok ? (await parts.desk.submit(prepared.value)).kind !== 'refused' : false
      }))
      if (entry.measure !== 'hold' && outcomes.includes(false)) done = 'refused-by-desk'
    } else if (entry.measure !== 'hold') continue
    await context.db.transaction(async (tx) => {
      await markTraced(tx, id, port, open.map(({ declaration }) => declaration), done)
      const payload = { label: entry.label, done, declarations: open.length }
      await append(tx, context, [{ port, subjectKind: 'hold-rule', subjectId: id, type: 'HoldRuleReachedGoods', payload, related: open.slice(0, 100).map(({ declaration }) => ({ kind: 'declaration', id: declaration })) }])
    })
  }
}

/**
 * Searches what a hold rule fits among what was declared before it (AL-03): step by step along the primary key or the index of boxes, each step written with its
 * progress, so that a worker that ends loses nothing. Lists the consignments and who holds them, stops what is under way, opens recall assessments where asked.
 */
export function traceBack(parts: RiskParts): JobKind {
  return {
    async run(context, job) {
      const { id } = z.object({ id: z.uuid() }).parse(job.payload)
      const entry = await findEntry(context.db, id)
      if (entry === undefined || entry.state !== 'in-force') return
      for (;;) {
        const [trace] = await findTraces(context.db, [id])
        if (trace === undefined || trace.state === 'done') return
        const { found, seen, atPort, afterId } = await step(context, entry, trace)
        // Stopped before the progress is written: a step done twice stops nothing twice.
        const plain = found.map(({ codes: _codes, ...one }) => one)
        if (found.length > 0) await context.db.transaction((tx) => insertTraced(tx, id, plain))
        await stopUnderWay(context, parts, entry, found)
        const done = atPort >= trace.ports.length
        await context.db.transaction(async (tx) => {
          const total = { seen: trace.seen + seen, found: trace.found + found.length }
          const finished = done ? { finishedAt: context.now } : {}
          await assessRecalls(context, parts, entry, trace, found, (recalls) => moveTrace(tx, id, { atPort, afterId, ...total, recalls: trace.recalls + recalls, ...finished }), tx)
          if (done) await append(tx, context, [{ port: entry.homePort, subjectKind: 'hold-rule', subjectId: id, type: 'HoldRuleTraced', payload: { label: entry.label, ...total, since: toIso(trace.since) } }])
        })
        if (done) return
      }
    },
  }
}
