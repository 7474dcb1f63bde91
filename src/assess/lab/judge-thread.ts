import { parentPort, workerData } from 'node:worker_threads'
import { must } from '../../kernel/invariant.ts'
import { decodeBlock } from '../history/domain/block.ts'
import { utf8 } from '../block-text.ts'
import { judgeOf, type JudgedBlock, type JudgeReady, type JudgeThreadData, type ToJudge } from './judging.ts'
import { tallyBlock, type Looks } from './domain/tally.ts'
import { ownTask } from '../../platform/threads/thread-time.ts'
import { beat } from './watch-threads.ts'

function looksOf(ids: ArrayBuffer | undefined, found: ToJudge['found']): Looks {
  const looks = new Map<number, 1 | 2>()
  if (ids === undefined || found.length === 0) return looks
  const wanted = new Map(found.map(({ id, problem }) => [id.replaceAll('-', ''), problem]))
  const bytes = Buffer.from(ids)
  for (let row = 0; row * 16 < bytes.length; row++) {
    const problem = wanted.get(bytes.toString('hex', row * 16, row * 16 + 16))
    if (problem !== undefined) looks.set(row, problem ? 2 : 1)
  }
  return looks
}

const port = must(parentPort, 'this file is a thread')
const { sources, pulse } = workerData as JudgeThreadData
const judge = judgeOf(sources, () => beat(pulse))
port.on('message', ({ columns, ids, found, port: place, from, to }: ToJudge) => {
  beat(pulse)
  const { figures, changed } = tallyBlock(judge, decodeBlock(columns, utf8), place, { from, to }, looksOf(ids, found))
  const rows = changed.rows.buffer as ArrayBuffer
  const pairs = changed.pairs.buffer as ArrayBuffer
  const judged: JudgedBlock = { figures, changed: changed.rows.length, rows, pairs }
  port.postMessage(judged, [rows, pairs])
})
const ready: JudgeReady = { task: ownTask() }
port.postMessage(ready)
