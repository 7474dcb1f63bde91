import { plus, type Instant } from '../instant.ts'
import { must } from '../invariant.ts'
import type { Refusal } from '../refusal.ts'
import { ok, refuse, type Result } from '../result.ts'
import type { Clock, ClockLengths, Evidence, Procedure, Transition } from './procedure.ts'

/** Where a case is: its state, since when, and which clocks of this state have run out. */
export interface Position<State extends string = string> {
  readonly state: State
  readonly enteredAt: Instant
  readonly overdue: readonly string[]
}

/** What an act brings along, by the names of its evidence. */
export type GivenEvidence = Readonly<Record<string, string>>

/** The step an act or a clock makes. */
export interface Step<State extends string = string> {
  readonly from: State
  readonly position: Position<State>
  /** When the earliest clock of the new position runs out; undefined when none runs. */
  readonly dueAt?: Instant
}

/** The acts that are open to somebody who is these parties to the case, in the order of the declaration: the buttons and their forms. */
export function availableActs<State extends string, Act extends string, Party extends string, Releasing extends State>(
  procedure: Procedure<State, Act, Party, Releasing>,
  state: State,
  parties: readonly Party[],
): readonly Transition<State, Act, Party>[] {
  return procedure.transitions.filter((transition) => transition.from.includes(state) && transition.who.some((party) => parties.includes(party)))
}

const longestText = 4000
const longestCode = 100

/** Faults of the evidence given for an act: what is missing, unknown, empty or not of its kind. */
function checkEvidence(wanted: readonly Evidence[], given: GivenEvidence): Refusal[] {
  const refusals: Refusal[] = []
  for (const { name, kind, required } of wanted) {
    const value = given[name]
    const pointer = `/evidence/${name}`
    if (value === undefined || value.trim() === '') {
      if (required) refusals.push({ code: 'procedures/evidence-required', pointer, facts: { evidence: name } })
    } else if (typeof kind === 'object') {
      if (!kind.choices.includes(value)) refusals.push({ code: 'procedures/not-a-choice', pointer, facts: { allowed: kind.choices.join(', ') } })
    } else if (kind === 'day') {
      if (!/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(value)) refusals.push({ code: 'procedures/not-a-day', pointer })
    } else if (value.length > (kind === 'code' ? longestCode : longestText)) {
      refusals.push({ code: 'procedures/too-long', pointer, facts: { maximum: kind === 'code' ? longestCode : longestText } })
    }
  }
  for (const name of Object.keys(given)) if (!wanted.some((one) => one.name === name)) refusals.push({ code: 'procedures/unknown-evidence', pointer: `/evidence/${name}` })
  return refusals
}

/** Clocks that run in a position and have not been noticed to have run out. */
function running<State extends string, Releasing extends State>(procedure: Procedure<State, string, string, Releasing>, position: Position<State>): readonly Clock<State, Releasing>[] {
  return procedure.clocks.filter((clock) => clock.state === position.state && !position.overdue.includes(clock.name))
}

function endOf(clock: Pick<Clock<string, never>, 'name' | 'parameter'>, position: Position, lengths: ClockLengths): Instant {
  return plus(position.enteredAt, must(lengths[clock.parameter], `no length for clock ${clock.name}`))
}

/** When the next clock of a position runs out. */
export function nextDue<State extends string, Releasing extends State>(
  procedure: Procedure<State, string, string, Releasing>,
  position: Position<State>,
  lengths: ClockLengths,
): Instant | undefined {
  const ends = running(procedure, position).map((clock) => endOf(clock, position, lengths))
  return ends.length === 0 ? undefined : ends.reduce((earliest, end) => (end < earliest ? end : earliest))
}

function stepTo<State extends string, Releasing extends State>(procedure: Procedure<State, string, string, Releasing>, from: State, position: Position<State>, lengths: ClockLengths): Step<State> {
  const dueAt = nextDue(procedure, position, lengths)
  return { from, position, ...(dueAt === undefined ? {} : { dueAt }) }
}

/**
 * Does an act for somebody who is these parties. Refuses an act unknown in this state, one that is not theirs, and faulty evidence — all faults
 * of the evidence at once.
 */
export function advance<State extends string, Act extends string, Party extends string, Releasing extends State>(
  procedure: Procedure<State, Act, Party, Releasing>,
  position: Position<State>,
  act: string,
  parties: readonly Party[],
  evidence: GivenEvidence,
  now: Instant,
  lengths: ClockLengths,
): Result<Step<State> & { readonly transition: Transition<State, Act, Party>; readonly party: Party }> {
  const transition = procedure.transitions.find((one) => one.act === act && one.from.includes(position.state))
  if (transition === undefined) return refuse({ code: 'procedures/not-now', facts: { act, state: position.state } })
  const party = transition.who.find((one) => parties.includes(one))
  if (party === undefined) return refuse({ code: 'procedures/not-yours', facts: { act }, clause: transition.clause })
  const [first, ...rest] = checkEvidence(transition.evidence, evidence)
  if (first !== undefined) return refuse(first, ...rest)
  // Who stays in a state stays since when it was entered: its clocks run on.
  const after = transition.to === position.state ? position : { state: transition.to, enteredAt: now, overdue: [] }
  return ok({ transition, party, ...stepTo(procedure, position.state, after, lengths) })
}

/** A clock that has run out, with the step it makes. */
export interface Expiry<State extends string = string> extends Step<State> {
  readonly clock: Pick<Clock<State, never>, 'name' | 'records' | 'clause'>
  readonly endedAt: Instant
}

/**
 * Clocks of a position that have run out by `now`, in the order in which they did. A flag stays on the case; a clock that moves it ends the list,
 * because the others belonged to the state it left. The step is dated when the clock ran out, not when somebody looked.
 */
export function dueClocks<State extends string, Releasing extends State>(
  procedure: Procedure<State, string, string, Releasing>,
  position: Position<State>,
  now: Instant,
  lengths: ClockLengths,
): readonly Expiry<State>[] {
  const ended = running(procedure, position)
    .map((clock) => ({ clock, endedAt: endOf(clock, position, lengths) }))
    .filter(({ endedAt }) => endedAt <= now)
    .sort((a, b) => a.endedAt - b.endedAt)
  const expiries: Expiry<State>[] = []
  let present = position
  for (const { clock, endedAt } of ended) {
    const from = present.state
    present = clock.onExpiry === 'flag' ? { ...present, overdue: [...present.overdue, clock.name] } : { state: clock.onExpiry.to, enteredAt: endedAt, overdue: [] }
    expiries.push({ clock, endedAt, ...stepTo(procedure, from, present, lengths) })
    if (clock.onExpiry !== 'flag') break
  }
  return expiries
}
