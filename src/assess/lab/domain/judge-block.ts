import type { FactValue } from '../../../kernel/decision-table/table.ts'
import type { Instant } from '../../../kernel/instant.ts'
import { must } from '../../../kernel/invariant.ts'
import { assess } from '../../domain/assess.ts'
import { factsOfItem } from '../../domain/facts.ts'
import type { RuleSnapshot } from '../../domain/rule-snapshot.ts'
import { textAt, type HistoryBlock } from '../../history/domain/block.ts'
import { boxings, type Boxing } from '../../history/domain/history-case.ts'
import { nameKey } from '../../risk/domain/risk-entry.ts'
import { boundariesOf, conditionsOf, RowSets, Step, Texts, type HeldFact } from './conditions.ts'
import { factsOfLine, membersOf } from './line-facts.ts'
import { completeOf, isSameOutcome, needsInspection, outcomeOf, togetherOf, type Outcome } from './outcome.ts'

/** What a case was judged and what it would have been. One object for each pair that occurs. */
export interface Compared {
  readonly before: Outcome
  readonly after: Outcome
  readonly changed: boolean
  /** Whether somebody had to go and look, before and after. */
  readonly looked: { readonly before: boolean; readonly after: boolean }
}

/** Judges blocks of history by two sets of rules. Keeps what it learned from block to block. */
export interface HistoryJudge {
  /** Gives each case of the block its comparison, numbered: `compared(pairOf[row])`. */
  judge(block: HistoryBlock, port: string): Uint32Array
  compared(pair: number): Compared
  /** Lines that no earlier one was like: what was assessed in full. */
  readonly assessed: () => number
}

/** Numbers pairs of numbers, in the order in which they come. */
class Pairs {
  readonly #known = new Map<number, number>()

  of(a: number, b: number): number {
    const key = a * 0x200000 + b
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const number = this.#known.size
    this.#known.set(key, number)
    return number
  }
}

function epochOf(boundaries: readonly Instant[], at: Instant): number {
  let low = 0
  let high = boundaries.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((boundaries[middle] as number) <= at) low = middle + 1
    else high = middle
  }
  return low
}

/** Facts that are looked up by line, beside the commodity code and what the tariff says of it. */
const lineFacts = ['origin', 'attributes', 'licences', 'currency', 'ciq', 'netWeightKg', 'valuePerKg'] as const

/** What a line says of a fact. */
function valueOf(block: HistoryBlock, fact: (typeof lineFacts)[number], line: number): FactValue | undefined {
  if (fact === 'netWeightKg') return block.netWeightKg(line)
  if (fact === 'valuePerKg') {
    const [amount, weight] = [block.amount(line), block.netWeightKg(line)]
    return amount === undefined || weight === undefined || weight <= 0 ? undefined : amount / weight
  }
  const text = textAt(block[fact], line)
  if (fact === 'ciq') return text?.length === 3 ? `${textAt(block.hs, line) ?? ''}${text}` : text
  return fact === 'attributes' || fact === 'licences' ? (membersOf(text) ?? []) : text
}

/**
 * Opens a judge that compares `before` with `after`. Instead of assessing each line of each case, it finds which rows of all tables a line's facts
 * admit, assesses one line of each such set with `assess` itself, and puts the lines of a case together. What it says is what `assess` says of each
 * case alone: a property test holds it to that. A rule that looked across the lines of a case would break it.
 * Credit is the grade the case was judged with at its time. `alive` is called whenever something was found that had not been seen before, and every
 * few hundred cases, so that who waits can tell a long judgement from an endless one.
 */
export function openHistoryJudge(rules: { readonly before: RuleSnapshot; readonly after: RuleSnapshot }, alive: () => void = () => undefined): HistoryJudge {
  let grade = ''
  const grades = (): string => grade
  const before = { ...rules.before, grades }
  const after = { ...rules.after, grades }
  const { pack } = before
  const both = [before, after]
  const conditions = conditionsOf(both)
  const boundaries = boundariesOf(both)
  const sets = new RowSets(conditions.words)
  const asked = lineFacts.filter((fact) => conditions.asked.has(fact))
  const steps = { head: new Step(sets), goods: new Step(sets), lines: asked.map(() => new Step(sets)) }
  const admittedOf = new Map<string, number>()
  const [manners, exactly, lineKinds, formulaKinds] = [new Texts(), new Texts(), new Pairs(), new Pairs()]

  /** The set of rows that a value admits. */
  function admitted(fact: HeldFact, value: FactValue | undefined): number {
    const key = `${fact} ${value === undefined ? '' : typeof value === 'object' ? `s${value.join(' ')}` : `v${String(value)}`}`
    let number = admittedOf.get(key)
    // Numbers hardly repeat: what they admit is not remembered.
    if (number === undefined) {
      alive()
      number = sets.of(conditions.admits(fact, value))
      if (typeof value !== 'number') admittedOf.set(key, number)
    }
    return number
  }

  const outcomes: Outcome[] = []
  const outcomeNumbers = new Texts()
  const number = (outcome: Outcome): number => {
    const n = outcomeNumbers.of(JSON.stringify(outcome))
    outcomes[n] ??= outcome
    return n
  }
  const outcome = (n: number): Outcome => must(outcomes[n], 'an outcome of this judge')
  const together = new Map<number, number>()
  function put(a: number, b: number): number {
    if (a === b) return a
    const key = a * 0x200000 + b
    let result = together.get(key)
    if (result === undefined) together.set(key, (result = number(togetherOf(pack, outcome(a), outcome(b)))))
    return result
  }

  // A pair of outcomes while the lines are put together, and the comparison a whole case comes to.
  const pairNumbers = new Pairs()
  const pairs: { readonly before: number; readonly after: number }[] = []
  function pairOf(b: number, a: number): number {
    const n = pairNumbers.of(b, a)
    pairs[n] ??= { before: b, after: a }
    return n
  }
  const pairTogether = new Map<number, number>()
  function putPairs(a: number, b: number): number {
    if (a === b) return a
    const key = a * 0x200000 + b
    let result = pairTogether.get(key)
    if (result === undefined) {
      const [one, two] = [must(pairs[a], 'a pair'), must(pairs[b], 'a pair')]
      pairTogether.set(key, (result = pairOf(put(one.before, two.before), put(one.after, two.after))))
    }
    return result
  }
  const completed: Compared[] = []
  function compared(pair: number): Compared {
    let known = completed[pair]
    if (known === undefined) {
      const { before: b, after: a } = must(pairs[pair], 'a pair of this judge')
      const [was, would] = [completeOf(pack, outcome(b)), completeOf(pack, outcome(a))]
      known = { before: was, after: would, changed: !isSameOutcome(was, would), looked: { before: needsInspection(pack, was), after: needsInspection(pack, would) } }
      completed[pair] = known
    }
    return known
  }

  const judgedLines: number[] = []
  let assessed = 0
  function judgeLine(block: HistoryBlock, port: string, row: number, line: number): number {
    assessed++
    alive()
    grade = textAt(block.grade, row) ?? pack.defaultCreditGrade
    const facts = factsOfLine(block, port, row, line)
    return pairOf(number(outcomeOf(pack, assess(before, facts), facts.at, false)), number(outcomeOf(after.pack, assess(after, facts), facts.at, false)))
  }

  /** What the commodity codes of a block admit, for cases of one direction and time. */
  function goodsOf(block: HistoryBlock, port: string, row: number): (hs: number) => number {
    const known = new Int32Array(block.hs.dictionary.length).fill(-1)
    const facts = factsOfLine(block, port, row, block.firstLine[row] as number)
    const [item] = facts.items
    return (hs) => {
      let number = known[hs] as number
      if (number >= 0) return number
      const code = block.hs.dictionary[hs] ?? ''
      const seen = factsOfItem(facts, { ...must(item, 'a line'), hs: code }, before.tariff(code, facts.at))
      number = sets.and(sets.and(admitted('hs', code), admitted('categories', seen['categories'])), admitted('conditions', seen['conditions']))
      known[hs] = number
      return number
    }
  }

  /** What the lines of a block admit by one fact. */
  function admittedBy(fact: (typeof lineFacts)[number], block: HistoryBlock): (line: number) => number {
    if (fact === 'netWeightKg' || fact === 'valuePerKg') {
      const classes = numberClasses(fact)
      return (line) => classes(valueOf(block, fact, line) as number | undefined)
    }
    if (fact === 'ciq') return (line) => admitted(fact, valueOf(block, fact, line))
    const isSet = fact === 'attributes' || fact === 'licences'
    const { codes, dictionary } = block[fact]
    const numbers = Int32Array.from(dictionary, (text) => admitted(fact, isSet ? (membersOf(text) ?? []) : (text ?? undefined)))
    return (line) => numbers[codes[line] as number] as number
  }

  const stretches = new Map<string, (value: number | undefined) => number>()
  /** Between two bounds of the conditions every number admits the same. */
  function numberClasses(fact: 'netWeightKg' | 'valuePerKg'): (value: number | undefined) => number {
    let classes = stretches.get(fact)
    if (classes !== undefined) return classes
    const points = Float64Array.from(conditions.pointsOf(fact))
    const exact = Array.from(points, (point) => admitted(fact, point))
    const between = Array.from({ length: points.length + 1 }, (_, i) => admitted(fact, i === 0 ? (points[0] ?? 0) - 1 : i === points.length ? (points[i - 1] as number) + 1 : ((points[i - 1] as number) + (points[i] as number)) / 2))
    const none = admitted(fact, undefined)
    classes = (value) => {
      if (value === undefined || Number.isNaN(value)) return none
      let place = 0
      while (place < points.length && (points[place] as number) < value) place++
      return (points[place] === value ? exact[place] : between[place]) as number
    }
    stretches.set(fact, classes)
    return classes
  }

  /** What tells lines of one set of rows apart: what formulas among those rows ask, exactly. */
  function exactNumber(block: HistoryBlock, row: number, line: number, state: number): number {
    if (!sets.get(state).some((word, i) => (word & (conditions.formulas[i] as number)) !== 0)) return 0
    const held = { direction: block.direction, mode: block.mode, destination: block.destination } as const
    const values = conditions.named.map((fact) => {
      if (fact === 'direction' || fact === 'mode' || fact === 'destination') return textAt(held[fact], row)
      if (fact === 'hs' || fact === 'categories' || fact === 'conditions') return textAt(block.hs, line)
      return fact === 'port' ? '' : valueOf(block, fact, line)
    })
    return 1 + exactly.of(JSON.stringify(values.map((value) => value ?? null)))
  }

  return {
    compared,
    assessed: () => assessed,
    judge(block, port) {
      const result = new Uint32Array(block.cases)
      const tightened = (code: string | null): string => (code !== null && both.some(({ tightenings, parties: named }) => tightenings.has(code) || named?.has(nameKey(code)) === true) ? code : '')
      const declarants = block.declarant.dictionary.map(tightened)
      const owners = block.owner.dictionary.map(tightened)
      const parties = declarants.some((code) => code !== '') || owners.some((code) => code !== '')
      const columns = asked.map((fact, i) => ({ of: admittedBy(fact, block), step: must(steps.lines[i], 'a step for each fact') }))
      const boxes = block.boxes.dictionary.map((text) => boxings.indexOf(text as Boxing))
      const withFormulas = conditions.formulas.some((word) => word !== 0)
      const heads = new Map<number, { readonly state: number; readonly manner: number; readonly goods: (hs: number) => number }>()
      const goods = new Map<number, (hs: number) => number>()
      const { direction, mode, destination, grade: grades, declarant, owner } = block

      function headOf(row: number, epoch: number): { readonly state: number; readonly manner: number; readonly goods: (hs: number) => number } {
        const place = epoch * direction.dictionary.length + (direction.codes[row] as number)
        let key = ((place * mode.dictionary.length + (mode.codes[row] as number)) * destination.dictionary.length + (destination.codes[row] as number)) * grades.dictionary.length + (grades.codes[row] as number)
        if (parties) key = (key * declarant.dictionary.length + (declarant.codes[row] as number)) * owner.dictionary.length + (owner.codes[row] as number)
        const known = heads.get(key)
        if (known !== undefined) return known
        let ofPlace = goods.get(place)
        if (ofPlace === undefined) goods.set(place, (ofPlace = goodsOf(block, port, row)))
        let state = 0
        for (const [fact, value] of [['direction', textAt(direction, row)], ['mode', textAt(mode, row)], ['port', port], ['destination', textAt(destination, row)]] as const) state = steps.head.from(state, admitted(fact, value))
        const manner = manners.of(JSON.stringify([epoch, textAt(grades, row), declarants[declarant.codes[row] as number], owners[owner.codes[row] as number], parties ? textAt(direction, row) : '']))
        const head = { state, manner, goods: ofPlace }
        heads.set(key, head)
        return head
      }

      for (let row = 0; row < block.cases; row++) {
        if (row % 256 === 0) alive()
        const head = headOf(row, epochOf(boundaries, block.at(row)))
        const end = block.firstLine[row + 1] as number
        let pair = -1
        for (let line = block.firstLine[row] as number; line < end; line++) {
          let state = steps.goods.from(head.state, head.goods(block.hs.codes[line] as number))
          for (const { of, step } of columns) state = step.from(state, of(line))
          let kind = lineKinds.of(state * 4 + (boxes[block.boxes.codes[line] as number] as number), head.manner)
          if (withFormulas) kind = formulaKinds.of(kind, exactNumber(block, row, line, state))
          let judged = judgedLines[kind]
          if (judged === undefined) judgedLines[kind] = judged = judgeLine(block, port, row, line)
          pair = pair === -1 ? judged : putPairs(pair, judged)
        }
        result[row] = pair
      }
      return result
    },
  }
}
