import { parentPort } from 'node:worker_threads'
import { must } from '../../kernel/invariant.ts'
import { threadReady, threadTooLarge, type ThreadReply } from '../../platform/threads/killable-thread.ts'
import { answerTrial } from './answer-trial.ts'
import type { Trial } from './trial.ts'

/** The longest answer, in characters of JSON: what an officer can look at, and what the server can pass on without noticing. */
const longestAnswer = 512 * 1024

const port = must(parentPort, 'this file is a thread')
port.on('message', (trial: Trial) => {
  let reply: ThreadReply
  try {
    const text = JSON.stringify(answerTrial(trial))
    reply = text.length > longestAnswer ? { error: threadTooLarge } : { answer: text }
  } catch (error) {
    const message = error instanceof Error ? error.message : 'the rule threw'
    // A heap that is full and a stack that is full look alike from inside.
    reply = { error: error instanceof RangeError ? threadTooLarge : message.slice(0, 500) }
  }
  port.postMessage(reply)
})
port.postMessage(threadReady())
