import type { Instant } from '../../kernel/instant.ts'
import type { NewJob } from '../../platform/jobs/public.ts'

/** The kind of job that watches over what parties owe each other: whoever keeps what agencies agreed on does it. */
export const answersDue = 'answers-due'

/**
 * Parties owe something from now on, or from `from` on: an answer, coming, a verdict, their part. Somebody sees to it that they do it. One such job
 * per inspection waits at a time, the earlier one.
 */
export function answersDueJob(port: string, inspection: string, from?: Instant): NewJob {
  return { port, kind: answersDue, key: inspection, payload: { id: inspection }, ...(from === undefined ? {} : { runAt: from }) }
}
