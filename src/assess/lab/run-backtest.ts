import { z } from 'zod'
import { everyPort } from '../../kernel/actor.ts'
import type { Json } from '../../kernel/canonical-json.ts'
import { must } from '../../kernel/invariant.ts'
import type { Context } from '../../platform/context.ts'
import { isUnavailable } from '../../platform/database/database.ts'
import type { JobKind } from '../../platform/jobs/public.ts'
import { append } from '../../platform/ledger/append.ts'
import { blocksWithin, gatherHistory, type Wanted } from '../history/public.ts'
import { completeBacktest, deleteParts, endBacktest, findBacktestById, insertPart, listParts, readFigures, startBacktest, type Backtest } from './backtest-store.ts'
import { findTried } from './candidate.ts'
import type { LabParts } from './deps.ts'
import { summaryOf } from './domain/summary.ts'
import { judgeHistory, keyOfBlock } from './judge-history.ts'
import { sourcesOf } from './judging.ts'
import { ruleState } from './rule-state.ts'

const Payload = z.object({ id: z.uuid() })

/** Parts of an earlier try that still fit the blocks and were judged beside the same rules; where some do not, all are taken away and the back-test begins again. */
async function partsLeft(context: Context, backtest: Backtest, wanted: Wanted, beside: string): Promise<ReadonlySet<string>> {
  const parts = await listParts(context.db, backtest.id)
  const heads = new Map((await blocksWithin(context.db, wanted)).map((head) => [keyOfBlock(head), head]))
  if ((backtest.rulesHash === null || backtest.rulesHash === beside) && parts.every((part) => heads.get(keyOfBlock(part))?.firstId === part.firstId)) return new Set(parts.map(keyOfBlock))
  await context.db.transaction((tx) => deleteParts(tx, backtest.id))
  return new Set()
}

async function judge(context: Context, parts: LabParts, backtest: Backtest): Promise<boolean> {
  const { db } = context
  const { law, rules, found, threads } = parts
  const wanted: Wanted = { ports: backtest.ports, from: backtest.from, to: backtest.to }
  const pack = law()
  for (const port of new Set(backtest.ports ?? pack.ports.map(({ code }) => code))) await gatherHistory(context, pack, port)
  const snapshot = await rules.current()
  const candidate = await must(await findTried(db, parts, backtest.table, backtest.version), 'what is to be tried').candidate()
  const beside = await ruleState(db, snapshot.pack)
  const done = await partsLeft(context, backtest, wanted, beside)
  let going = true
  return judgeHistory(db, sourcesOf(snapshot, candidate), {
    wanted,
    done,
    found,
    ...(threads === undefined ? {} : { threads }),
    async onHeads(heads) {
      const total = heads.reduce((sum, head) => sum + head.cases, 0)
      const judged = heads.reduce((sum, head) => sum + (done.has(keyOfBlock(head)) ? head.cases : 0), 0)
      going = await startBacktest(db, backtest.id, { total, done: judged, beside }, context.now)
    },
    async onPart({ port, month, n, firstId, cases }, { figures, changed, rows, pairs }) {
      return going && db.transaction((tx) => insertPart(tx, backtest.id, { port, month, n, firstId, cases, changed, figures, rows: Buffer.from(rows), pairs: Buffer.from(pairs) }))
    },
  })
}

/**
 * The job of a back-test: brings the history up to date, judges every block that has no part yet, each part with its progress in one transaction, and puts
 * the parts together. After a crash it goes on where it was. What a version's own rows do wrong ends it as `failed`, not the job queue's patience.
 */
export function backtestJob(parts: LabParts): JobKind {
  return {
    async run(context, job) {
      const backtest = await findBacktestById(context.db, Payload.parse(job.payload).id)
      if (backtest === undefined || (backtest.state !== 'waiting' && backtest.state !== 'running')) return
      try {
        if (!(await judge(context, parts, backtest))) return
      } catch (error) {
        if (isUnavailable(error)) throw error
        context.log.warn({ err: error, backtest: backtest.id }, 'back-test failed')
        // A rule that takes too long ends the back-test, not the process beside it.
        await endBacktest(context.db, backtest.id, 'failed', context.now, error instanceof Error ? error.message.slice(0, 500) : 'unknown')
        return
      }
      const drawn = await parts.drawn?.(context.db, backtest.ports, backtest.from, backtest.to)
      const summary = summaryOf(await readFigures(context.db, backtest.id), { drawn, capacityOf: (port, lane) => parts.capacities?.(port, context.now).get(lane)?.capacity })
      await context.db.transaction(async (tx) => {
        if (await completeBacktest(tx, backtest.id, summary, summary.cases, context.now)) {
          const payload: Json = { table: backtest.table, version: backtest.version, backtest: backtest.id, rowsHash: backtest.rowsHash, cases: summary.cases, changed: summary.changed, stricter: summary.stricter, milder: summary.milder }
          await append(tx, context, [{ port: everyPort, subjectKind: 'table', subjectId: backtest.table, type: 'BacktestDone', payload }])
        }
        await job.finishIn(tx)
      })
    },
  }
}
