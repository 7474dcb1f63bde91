import { parentPort, workerData } from 'node:worker_threads'
import type { JudgeReady, JudgeThreadData, ToJudge } from '../../src/assess/lab/judging.ts'
import { beat } from '../../src/assess/lab/watch-threads.ts'
import { ownTask } from '../../src/platform/threads/thread-time.ts'

// What a judging thread would be whose rules found a way to keep it busy: it says nothing any more, or lives and does not come to an end.
const { pulse } = workerData as JudgeThreadData
parentPort?.on('message', ({ port }: ToJudge) => {
  for (;;) if (port === 'lives') beat(pulse)
})
const ready: JudgeReady = { task: ownTask() }
parentPort?.postMessage(ready)
