import type { NewJob } from '../../platform/jobs/public.ts'

/** The kind of job that watches over answers: whoever keeps what agencies agreed on does it. */
export const answersDue = 'answers-due'

/** Parties were asked for a time and place: from now on somebody sees to it that they answer. One such job per inspection waits at a time. */
export function answersDueJob(port: string, inspection: string): NewJob {
  return { port, kind: answersDue, key: inspection, payload: { id: inspection } }
}
