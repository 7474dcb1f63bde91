import { parentPort, workerData } from 'node:worker_threads'
import { must } from '../../kernel/invariant.ts'
import { fitModel, type CheckedCase } from './domain/fit-model.ts'
import type { FitThreadData, ToFitThread, FromFitThread } from './fit-in-thread.ts'

/** Keys of one message. */
const batch = 10_000

const port = must(parentPort, 'this file is a thread')
const { indicators, reference, halfLife } = workerData as FitThreadData
const cases: CheckedCase[] = []
const tell = (message: FromFitThread): void => port.postMessage(message)

function fit(): void {
  const model = fitModel(indicators, cases, { reference, halfLife, onStep: (done, total) => tell({ step: { done, total } }) })
  const keys = model.counters.reduce((sum, of) => sum + of.size, 0)
  tell({ base: model.base, keys })
  let lessons: object[] = []
  const flush = (): void => {
    // As text: the thread that serves declarations only passes it on.
    if (lessons.length > 0) tell({ lessons: JSON.stringify(lessons), count: lessons.length })
    lessons = []
  }
  model.counters.forEach((of, n) => {
    const { name } = must(indicators[n], 'an indicator')
    for (const [key, counter] of of) {
      lessons.push({ indicator: name, key, ...counter })
      if (lessons.length === batch) flush()
    }
  })
  flush()
  tell({ over: true })
}

port.on('message', (message: ToFitThread) => {
  if ('cases' in message) cases.push(...message.cases)
  else fit()
})
