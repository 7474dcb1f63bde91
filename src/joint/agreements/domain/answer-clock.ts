import { plus, type Instant, type Milliseconds } from '../../../kernel/instant.ts'
import type { Answer } from '../../inspections/domain/answer.ts'
import { isChecklistClosed, type Inspection } from '../../inspections/domain/inspection.ts'
import { absentFrom, type Presence } from '../../inspections/domain/presence.ts'

/**
 * What a party owes the others: an answer to time and place, coming at the agreed time, a verdict on an image, an answer to the offer to be there when
 * another opens, its part of the session.
 */
export const debts = ['answer', 'begin', 'verdict', 'offer', 'work'] as const
export type Debt = (typeof debts)[number]

/** How long each may take, and how long after that until the published default of an answer, or until a coordinator may go on without the party. */
export interface ClockLengths {
  readonly of: Readonly<Record<Debt, Milliseconds>>
  readonly fallback: Milliseconds
}

/** An agency that owes something, since when; the moment may be to come. */
export interface Owing {
  readonly agency: string
  readonly owes: Debt
  readonly askedAt: Instant
}

/** What is known of an inspection beside itself when it is asked who owes what. */
export interface Known {
  readonly answers: readonly Answer[]
  readonly presences: readonly Presence[]
  /** Since when each agency's directives are part of it. */
  readonly joinedAt: ReadonlyMap<string, Instant>
  /** What is owed about the images of a running session. */
  readonly images: readonly Owing[]
}

/** Who owes what in an inspection now, or at a moment to come; nobody in one that is over, of one agency alone, or at the desk. */
export function owing(inspection: Inspection, known: Known): Owing[] {
  if (inspection.desk || inspection.kind === 'single') return []
  switch (inspection.state) {
    case 'proposed':
    case 'coordinating':
      return owingAnswer(inspection, known)
    case 'agreed':
      return owingBegin(inspection, known)
    case 'started':
      return [...known.images, ...owingWork(inspection)]
    default:
      return []
  }
}

/** Since the last time each was asked: when it was proposed or last put anew, or when its own directive joined, whichever came last. */
function owingAnswer({ tasks, proposedAt }: Inspection, { answers, joinedAt }: Known): Owing[] {
  const putAnew = answers.filter((answer) => answer.said === 'other').map((answer) => answer.at)
  return tasks.filter((task) => task.confirmed === undefined).map(({ agency }) => ({ agency, owes: 'answer', askedAt: Math.max(proposedAt, joinedAt.get(agency) ?? 0, ...putAnew) as Instant }))
}

/** Whoever is not there since the agreed time; where all are, or nobody notes arrivals, every party owes the beginning. */
function owingBegin(inspection: Inspection, { presences }: Known): Owing[] {
  const { slot, tasks } = inspection
  if (slot === undefined) return []
  const absent = absentFrom(inspection, presences)
  return tasks.filter(({ agency }) => absent.length === 0 || absent.includes(agency)).map(({ agency }) => ({ agency, owes: 'begin', askedAt: slot.from }))
}

/** Whose checklist is open since the agreed end; where all are closed, every party owes the end of the session. */
function owingWork({ slot, tasks }: Inspection): Owing[] {
  if (slot === undefined) return []
  const open = tasks.filter((task) => !isChecklistClosed(task))
  return (open.length === 0 ? tasks : open).map(({ agency }) => ({ agency, owes: 'work', askedAt: slot.to }))
}

/** Something that was not done in time: 1 calls the liaison officers, 2 applies the published default of an answer and lets a coordinator go on without the party. */
export interface Overdue {
  readonly level: 1 | 2
  readonly owes: Debt
  readonly askedAt: Instant
  readonly agencies: readonly string[]
}

/** What has run out by now, by the moment the parties were asked. Neither step decides about goods: whatever is due, they stay. */
export function overdueAt(parties: readonly Owing[], lengths: ClockLengths, now: Instant): Overdue[] {
  const rounds = [...new Map(parties.map((party) => [`${party.askedAt} ${party.owes}`, party])).values()].sort((a, b) => a.askedAt - b.askedAt)
  return rounds.flatMap(({ askedAt, owes }) => {
    const agencies = parties.filter((party) => party.askedAt === askedAt && party.owes === owes).map((party) => party.agency)
    const end = plus(askedAt, lengths.of[owes])
    const first: Overdue[] = end <= now ? [{ level: 1, owes, askedAt, agencies }] : []
    return plus(end, lengths.fallback) <= now ? [...first, { level: 2, owes, askedAt, agencies }] : first
  })
}

/** Parties of which a coordinator may let the others go on without (GV-06): they still owe what their liaison officers were called for in vain. */
export function maySkip(parties: readonly Owing[], kept: readonly Overdue[]): string[] {
  const inVain = (party: Owing): boolean => kept.some((one) => one.level === 2 && one.owes === party.owes && one.askedAt === party.askedAt && one.agencies.includes(party.agency))
  return [...new Set(parties.filter(inVain).map((party) => party.agency))].sort()
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
 * The channel to be used now for a party that owes something; undefined while none is due. Channels go in the order of their times; the next one
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

/** When to look again: the next channel, limit or default of somebody who owes something; undefined when all has been done. */
export function lookAgainAt(parties: readonly Owing[], lengths: ClockLengths, steps: readonly Step[], now: Instant): Instant | undefined {
  const moments = parties.flatMap(({ askedAt, owes }) => [...steps.map((step) => plus(askedAt, step.after)), plus(askedAt, lengths.of[owes]), plus(askedAt, lengths.of[owes] + lengths.fallback)])
  const ahead = moments.filter((moment) => moment > now)
  return ahead.length === 0 ? undefined : (Math.min(...ahead) as Instant)
}
