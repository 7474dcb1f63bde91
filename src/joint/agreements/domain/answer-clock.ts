import { plus, type Instant, type Milliseconds } from '../../../kernel/instant.ts'
import type { Answer } from '../../inspections/domain/answer.ts'
import { type Inspection } from '../../inspections/domain/inspection.ts'

/** How long parties have to answer, and how long after that the published default takes. */
export interface AnswerLengths {
  readonly answer: Milliseconds
  readonly fallback: Milliseconds
}

/** An agency that owes an answer, since when. */
export interface Owing {
  readonly agency: string
  readonly askedAt: Instant
}

/**
 * Who owes an answer to the standing time and place, since the last time it was asked: when it was proposed or last put anew, or when its own
 * directive joined, whichever came last. Nobody once the inspection is agreed or over.
 */
export function owing(inspection: Inspection, answers: readonly Answer[], joinedAt: ReadonlyMap<string, Instant>): Owing[] {
  if (inspection.desk || inspection.kind === 'single' || (inspection.state !== 'proposed' && inspection.state !== 'coordinating')) return []
  const putAnew = answers.filter((answer) => answer.said === 'other').map((answer) => answer.at)
  return inspection.tasks
    .filter((task) => task.confirmed === undefined)
    .map((task) => ({ agency: task.agency, askedAt: Math.max(inspection.proposedAt, joinedAt.get(task.agency) ?? 0, ...putAnew) as Instant }))
}

/** An answer that was not given in time: 1 calls the liaison officers, 2 applies the published default. */
export interface Overdue {
  readonly level: 1 | 2
  readonly askedAt: Instant
  readonly agencies: readonly string[]
}

/** What has run out by now, by the moment the parties were asked. Neither step decides about goods: whatever is due, they stay. */
export function overdueAt(parties: readonly Owing[], lengths: AnswerLengths, now: Instant): Overdue[] {
  const rounds = [...new Set(parties.map((party) => party.askedAt))].sort((a, b) => a - b)
  return rounds.flatMap((askedAt) => {
    const agencies = parties.filter((party) => party.askedAt === askedAt).map((party) => party.agency)
    const first: Overdue[] = plus(askedAt, lengths.answer) <= now ? [{ level: 1, askedAt, agencies }] : []
    return plus(askedAt, lengths.answer + lengths.fallback) <= now ? [...first, { level: 2, askedAt, agencies }] : first
  })
}

/** A channel of the port's protocol and when it is used. */
export interface Step {
  readonly channel: 'email' | 'sms' | 'phone'
  readonly after: Milliseconds
}

/** A try to reach a party, as far as the next one depends on it. */
export interface Tried {
  readonly channel: Step['channel']
  readonly failed: boolean
}

/**
 * The channel to be used now for a party that owes an answer; undefined while none is due. Channels go in the order of their times; the next one
 * is due at once when the one before it failed (JI-20).
 */
export function nextStep(steps: readonly Step[], tried: readonly Tried[], askedAt: Instant, now: Instant): Step | undefined {
  const inOrder = [...steps].sort((a, b) => a.after - b.after)
  const done = (step: Step): Tried | undefined => tried.find((one) => one.channel === step.channel)
  const next = inOrder.find((step) => done(step) === undefined)
  if (next === undefined) return undefined
  const before = inOrder[inOrder.indexOf(next) - 1]
  const failed = before !== undefined && done(before)?.failed === true
  return failed || plus(askedAt, next.after) <= now ? next : undefined
}

/** When to look again: the next channel, limit or default of somebody who owes an answer; undefined when all has been done. */
export function lookAgainAt(parties: readonly Owing[], lengths: AnswerLengths, steps: readonly Step[], now: Instant): Instant | undefined {
  const moments = parties.flatMap(({ askedAt }) => [...steps.map((step) => plus(askedAt, step.after)), plus(askedAt, lengths.answer), plus(askedAt, lengths.answer + lengths.fallback)])
  const ahead = moments.filter((moment) => moment > now)
  return ahead.length === 0 ? undefined : (Math.min(...ahead) as Instant)
}
