import type { Milliseconds } from '../instant.ts'
import type { Bilingual } from '../refusal.ts'

/** Something an act must or may bring along; the form of the act is made of these. */
export interface Evidence {
  readonly name: string
  readonly title: Bilingual
  /** `text` for people's words, `code` for a short reference, `day` for `YYYY-MM-DD`, one of `choices` for a closed list. */
  readonly kind: 'text' | 'code' | 'day' | { readonly choices: readonly string[] }
  readonly required: boolean
}

/** What somebody may do in some states, and where it leads. */
export interface Transition<State extends string, Act extends string, Party extends string> {
  readonly act: Act
  readonly from: readonly State[]
  readonly to: State
  /** Parties to the case, any of whom may do it. */
  readonly who: readonly Party[]
  readonly evidence: readonly Evidence[]
  /** Type of the fact it writes into the ledger: `TransferAccepted`. */
  readonly records: string
  readonly clause: string
  readonly title: Bilingual
}

/**
 * A time limit on staying in a state. When it runs out the case is flagged and, where a state is named, moves there. A state that lets goods go,
 * grants or closes something for good (`releasing`) cannot be named: silence never decides in somebody's favour.
 */
export interface Clock<State extends string, Releasing extends State> {
  readonly name: string
  readonly state: State
  /** The pack's parameter that says how long. */
  readonly parameter: string
  readonly onExpiry: 'flag' | { readonly to: Exclude<State, Releasing> }
  /** Type of the fact its end writes into the ledger: `TransferAnswerOverdue`. */
  readonly records: string
  readonly clause: string
}

/** A life cycle declared once: gives the form, the queue, the time-line and the permissions. */
export interface Procedure<State extends string = string, Act extends string = string, Party extends string = string, Releasing extends State = never> {
  readonly name: string
  readonly title: Bilingual
  readonly clause: string
  readonly version: number
  readonly states: Readonly<Record<State, Bilingual>>
  readonly initial: State
  /** States in which nothing more can be done. */
  readonly final: readonly State[]
  readonly releasing: readonly Releasing[]
  readonly parties: readonly Party[]
  readonly transitions: readonly Transition<State, Act, Party>[]
  readonly clocks: readonly Clock<State, Releasing>[]
}

/** A procedure whose states are not of interest: for what works on all of them. */
export type AnyProcedure = Omit<Procedure<string, string, string, never>, 'releasing' | 'clocks'> & { readonly releasing: readonly string[]; readonly clocks: readonly Clock<string, never>[] }

/** How long each clock's parameter says, looked up for the case. */
export type ClockLengths = Readonly<Record<string, Milliseconds>>

/**
 * Declares a procedure; a fault in it stops the program at the start. States, acts and parties are read off the declaration,
 * so that a mistyped one does not compile.
 */
export function defineProcedure<const State extends string, const Act extends string, const Party extends string, const Releasing extends NoInfer<State> = never>(
  procedure: Omit<Procedure<State, Act, Party, Releasing>, 'transitions' | 'clocks' | 'initial' | 'final'> & {
    readonly initial: NoInfer<State>
    readonly final: readonly NoInfer<State>[]
    readonly transitions: readonly Transition<NoInfer<State>, Act, NoInfer<Party>>[]
    readonly clocks: readonly Clock<NoInfer<State>, NoInfer<Releasing>>[]
  },
): Procedure<State, Act, Party, Releasing> {
  const faults = findProcedureFaults(procedure as unknown as AnyProcedure)
  if (faults.length > 0) throw new Error(`procedure ${procedure.name}: ${faults.join('; ')}`)
  return procedure
}

/** What is wrong with a procedure, in words; empty when nothing is. */
export function findProcedureFaults(procedure: AnyProcedure): string[] {
  const faults: string[] = []
  const states = Object.keys(procedure.states)
  const { initial, final, releasing, transitions, clocks } = procedure
  const known = (state: string, where: string): void => {
    if (!states.includes(state)) faults.push(`${where} names the unknown state ${state}`)
  }
  known(initial, 'the beginning')
  final.forEach((state) => known(state, 'the end'))
  releasing.forEach((state) => known(state, 'the list of releasing states'))
  for (const { act, from, to, who, evidence } of transitions) {
    known(to, act)
    from.forEach((state) => known(state, act))
    if (from.length === 0) faults.push(`${act} begins nowhere`)
    if (who.length === 0) faults.push(`nobody may ${act}`)
    who.filter((party) => !procedure.parties.includes(party)).forEach((party) => faults.push(`${act} is for the unknown party ${party}`))
    if (new Set(evidence.map(({ name }) => name)).size !== evidence.length) faults.push(`${act} asks twice for the same evidence`)
    from.filter((state) => final.includes(state)).forEach((state) => faults.push(`${act} leads out of the final state ${state}`))
  }
  for (const state of states) {
    const ways = transitions.filter(({ from }) => from.includes(state))
    if (new Set(ways.map(({ act }) => act)).size !== ways.length) faults.push(`an act leads from ${state} to two states`)
    if (ways.length === 0 && !final.includes(state)) faults.push(`nothing leads out of ${state}`)
  }
  for (const { name, state, onExpiry } of clocks) {
    known(state, `clock ${name}`)
    if (final.includes(state)) faults.push(`clock ${name} runs in the final state ${state}`)
    if (onExpiry === 'flag') continue
    known(onExpiry.to, `clock ${name}`)
    // The compiler says so too; this is for procedures that come from data.
    if (releasing.includes(onExpiry.to)) faults.push(`clock ${name} releases by running out`)
  }
  if (new Set(clocks.map(({ name }) => name)).size !== clocks.length) faults.push('two clocks bear the same name')
  const reached = reachableStates(procedure)
  states.filter((state) => !reached.has(state)).forEach((state) => faults.push(`${state} cannot be reached`))
  return faults
}

function reachableStates({ initial, transitions, clocks }: AnyProcedure): ReadonlySet<string> {
  const reached = new Set<string>([initial])
  for (let before = 0; before !== reached.size; ) {
    before = reached.size
    for (const { from, to } of transitions) if (from.some((state) => reached.has(state))) reached.add(to)
    for (const { state, onExpiry } of clocks) if (onExpiry !== 'flag' && reached.has(state)) reached.add(onExpiry.to)
  }
  return reached
}
