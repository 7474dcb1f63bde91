import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { ownTask, threadTime } from './thread-time.ts'

/** What a thread may use. What goes beyond is stopped, and the thread with it. */
export interface ThreadLimits {
  /** Milliseconds of the thread's own processor time for one question: a machine that is busy with others ends nobody. */
  readonly deadlineMs: number
  /** Megabytes of its own memory. */
  readonly memoryMb: number
}

/** What became of a question: answered, or why there is no answer. `broken`: the code of the thread threw. */
export type ThreadOutcome<Answer> =
  | { readonly kind: 'answered'; readonly answer: Answer }
  /** `spentMs`: processor time the thread had used when it was ended. */
  | { readonly kind: 'too-slow'; readonly spentMs: number }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'broken'; readonly message: string }

/** What a thread's file sends for each question. */
export type ThreadReply = { readonly answer: unknown } | { readonly error: string }

/** Threads whose work can be ended from outside at any moment, however it is busy. */
export interface KillableThreads<Question, Answer> {
  /** Asks; questions take turns. Never throws for what the thread does. */
  ask(question: Question, limits?: Partial<Pick<ThreadLimits, 'deadlineMs'>>): Promise<ThreadOutcome<Answer>>
  /** Ends all threads; a question under way is answered `too-slow`. */
  close(): Promise<void>
}

/** Where a thread's own file lies: beside the asking one, in its language (compiled when that is). */
export function threadFile(importMetaUrl: string, name: string): URL {
  return new URL(`./${name}${path.extname(fileURLToPath(importMetaUrl))}`, importMetaUrl)
}

/** Starts a thread of this file. It gets neither the environment nor the standard streams of the process. */
export function startThread(file: URL, memoryMb: number, workerData?: unknown): Worker {
  // Tests and benchmarks run the sources as they are: a thread does not inherit the loader for them.
  const uncompiled = file.pathname.endsWith('.ts')
  const load = `import('tsx/esm/api').then((tsx) => { tsx.register(); return import(${JSON.stringify(file.href)}) })`
  return new Worker(uncompiled ? load : file, {
    eval: uncompiled,
    env: {},
    argv: [],
    execArgv: [],
    stdin: false,
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: Math.max(8, Math.ceil(memoryMb / 4)), stackSizeMb: 2 },
  })
}

/** What a thread tells: a reply, or its end. */
type Sign = { readonly reply: ThreadReply } | { readonly ended: Error | undefined }

interface Warm {
  readonly worker: Worker
  /** The name of its task, once it is ready; undefined where the system does not count the time of threads. */
  task: string | undefined
  readonly ready: Promise<boolean>
  /** Who listens to it now. */
  hear: (sign: Sign) => void
}

/** What a thread posts when it can be asked: the name of its task. */
export interface ThreadReady {
  readonly ready: string | undefined
}

/** What the calling thread posts when it can be asked. */
export const threadReady = (): ThreadReady => ({ ready: ownTask() })

/** How often a thread that is asked is looked at, in milliseconds: a bound is passed by so much at most on a machine that has time. */
const lookEveryMs = 5

/** Longest wall time, as a multiple of the deadline: a thread that waits instead of computing is ended as well. */
const wallPatience = 50

/** The error of a reply that says the answer would be too large. */
export const threadTooLarge = 'too-large'

function outcomeOf<Answer>(sign: Sign): ThreadOutcome<Answer> {
  if ('reply' in sign) {
    const { reply } = sign
    if ('answer' in reply) return { kind: 'answered', answer: reply.answer as Answer }
    return reply.error === threadTooLarge ? { kind: 'too-large' } : { kind: 'broken', message: reply.error }
  }
  const code = (sign.ended as NodeJS.ErrnoException | undefined)?.code
  return code === 'ERR_WORKER_OUT_OF_MEMORY' ? { kind: 'too-large' } : { kind: 'broken', message: sign.ended?.message ?? 'the thread ended' }
}

/**
 * Opens killable threads of one file, which posts `threadReady()` once and then one `ThreadReply` for each question. One thread answers, another stands by
 * warm, so that a kill does not make the next question wait for a start. Nothing is started before the first question.
 */
export function openKillableThreads<Question, Answer>(file: URL, limits: ThreadLimits): KillableThreads<Question, Answer> {
  let closed = false
  let current: Warm | undefined
  let spare: Warm | undefined
  let turn: Promise<unknown> = Promise.resolve()
  let giveUp = (): void => undefined

  function start(): Warm {
    const worker = startThread(file, limits.memoryMb)
    worker.unref()
    worker.on('message', (message: ThreadReply | ThreadReady) => {
      if ('ready' in message) {
        warm.task = message.ready
        begun(true)
      } else warm.hear({ reply: message })
    })
    worker.on('error', (ended: Error) => warm.hear({ ended }))
    worker.on('exit', () => warm.hear({ ended: undefined }))
    let begun: (well: boolean) => void = () => undefined
    const warm: Warm = { worker, task: undefined, ready: new Promise((resolve) => (begun = resolve)), hear: () => begun(false) }
    return warm
  }

  async function take(): Promise<Warm | undefined> {
    for (let tries = 0; tries < 3 && !closed; tries++) {
      current ??= spare ?? start()
      if (spare === current) spare = undefined
      if (await current.ready) {
        if (!closed) spare ??= start()
        return current
      }
      current = undefined
    }
    return undefined
  }

  async function put(thread: Warm, question: Question, deadlineMs: number): Promise<ThreadOutcome<Answer>> {
    const { worker } = thread
    let timer: NodeJS.Timeout | undefined
    worker.ref()
    let replied = false
    const outcome = await new Promise<ThreadOutcome<Answer>>((resolve) => {
      const [began, beganAt] = [threadTime(thread.task), performance.now()]
      giveUp = () => resolve({ kind: 'too-slow', spentMs: threadTime(thread.task) - began })
      timer = setInterval(() => {
        if (threadTime(thread.task) - began > deadlineMs || performance.now() - beganAt > deadlineMs * wallPatience) giveUp()
      }, lookEveryMs)
      thread.hear = (sign) => {
        replied = 'reply' in sign
        resolve(outcomeOf(sign))
      }
      worker.postMessage(question)
    })
    clearInterval(timer)
    thread.hear = () => undefined
    // What a question did to its thread must not reach the next one: only a thread that gave a reply is asked again.
    if (replied && outcome.kind !== 'too-slow') worker.unref()
    else {
      current = undefined
      await worker.terminate()
    }
    return outcome
  }

  return {
    ask(question, { deadlineMs = limits.deadlineMs } = {}) {
      const mine = turn.then(async (): Promise<ThreadOutcome<Answer>> => {
        const thread = await take()
        return thread === undefined ? { kind: 'broken', message: 'no thread could be started' } : put(thread, question, deadlineMs)
      })
      turn = mine.catch(() => undefined)
      return mine
    },
    async close() {
      closed = true
      giveUp()
      await Promise.all([current?.worker.terminate(), spare?.worker.terminate()])
      current = undefined
      spare = undefined
    },
  }
}
