import { ok, refuse, type Result } from '../../kernel/result.ts'
import { openKillableThreads, threadFile, type KillableThreads } from '../../platform/threads/killable-thread.ts'
import type { Trial, TrialAnswer } from './trial.ts'

/** A draft that has used so much processor time without an answer is stopped: what else the machine does ends none. */
const trialDeadlineMs = 60
const memoryMb = 64

/** A place where rules nobody has checked can be tried without harm to the process. */
export interface RuleTrials {
  /**
   * What the rows of a draft answer. Runs in a thread of its own, which is ended when it takes more processor time than `trialDeadlineMs` or more memory than it is given.
   * Refusals: `lab/rule-too-slow`, `lab/rule-too-large`, `lab/rule-broken` with what it threw.
   */
  tryRule(trial: Trial): Promise<Result<TrialAnswer>>
  close(): Promise<void>
}

/** Opens the place; its threads start with the first trial. One per process. */
export function openRuleTrials(): RuleTrials {
  const threads: KillableThreads<Trial, string> = openKillableThreads(threadFile(import.meta.url, 'try-rule-thread'), { deadlineMs: trialDeadlineMs, memoryMb })
  return {
    async tryRule(trial) {
      const outcome = await threads.ask(trial)
      switch (outcome.kind) {
        case 'answered':
          return ok(JSON.parse(outcome.answer) as TrialAnswer)
        case 'too-slow':
          return refuse({ code: 'lab/rule-too-slow', facts: { milliseconds: trialDeadlineMs } })
        case 'too-large':
          return refuse({ code: 'lab/rule-too-large', facts: { megabytes: memoryMb } })
        case 'broken':
          return refuse({ code: 'lab/rule-broken', facts: { message: outcome.message } })
      }
    },
    close: () => threads.close(),
  }
}
