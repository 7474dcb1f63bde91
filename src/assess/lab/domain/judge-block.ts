import type { Instant } from '../../../kernel/instant.ts'
import { must } from '../../../kernel/invariant.ts'
import { assess } from '../../domain/assess.ts'
import { factsOfItem, type DeclarationFacts, type ItemFacts } from '../../domain/facts.ts'
import type { RuleSnapshot } from '../../domain/rule-snapshot.ts'
import { lineAt, textAt, type HistoryBlock } from '../../history/domain/block.ts'
import { boxings, type Boxing, type HistoryLine } from '../../history/domain/history-case.ts'
import { completeOf, isSameOutcome, needsInspection, outcomeOf, togetherOf, type Outcome } from './outcome.ts'
import { boundariesOf, signersOf, type Signer } from './signatures.ts'

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

/** Numbers texts, in the order in which they come. */
class Texts {
  readonly #known = new Map<string, number>()

  of(text: string): number {
    const known = this.#known.get(text)
    if (known !== undefined) return known
    this.#known.set(text, this.#known.size)
    return this.#known.size - 1
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

const membersOf = (text: string | undefined): readonly string[] | undefined => (text === undefined ? undefined : text === '' ? [] : text.split(' '))

const own = { number: 'own' }
const shared = { number: 'shared', load: 'lcl' as const }
const boxesOf = { none: undefined, own: [own], shared: [shared], both: [own, shared] } as const

function itemOf(line: HistoryLine, number: number): ItemFacts {
  return {
    line: number,
    hs: line.hs,
    ciq: line.ciq,
    origin: line.origin,
    netWeightKg: line.netWeightKg,
    ...(line.amount === undefined ? {} : { value: { amount: line.amount, currency: line.currency ?? '' } }),
    attributes: membersOf(line.attributes),
    licences: membersOf(line.licences)?.map((type) => ({ type })),
    containers: boxesOf[line.boxes]?.map((box) => box.number),
  }
}

/** The facts of one line of a case as `assess` takes them: enough of the case that the line is judged as it would be within it. */
function factsOfLine(block: HistoryBlock, port: string, row: number, line: number): DeclarationFacts {
  const history = lineAt(block, line)
  const direction = textAt(block.direction, row) as DeclarationFacts['direction']
  const owner = textAt(block.owner, row)
  return {
    at: block.at(row),
    port,
    direction,
    mode: textAt(block.mode, row) as DeclarationFacts['mode'],
    destination: textAt(block.destination, row),
    declarant: textAt(block.declarant, row) ?? '',
    ...(owner === undefined ? {} : direction === 'export' ? { consignor: owner } : { consignee: owner }),
    containers: boxesOf[history.boxes],
    items: [itemOf(history, 1)],
  }
}

/** Facts of a line that are looked up by line, beside the commodity code and what the tariff says of it. */
const lineFacts = ['origin', 'attributes', 'licences', 'currency', 'ciq', 'netWeightKg', 'valuePerKg'] as const

/**
 * Opens a judge that compares `before` with `after`. Instead of assessing each line of each case, it numbers the values of every fact by the conditions
 * they satisfy (`signersOf`), assesses one line of each combination with `assess` itself, and puts the lines of a case together. What it says is what
 * `assess` says of each case alone: a property test holds it to that. A rule that looked across the lines of a case would break it.
 * Credit is the grade the case was judged with at its time.
 */
export function openHistoryJudge(rules: { readonly before: RuleSnapshot; readonly after: RuleSnapshot }): HistoryJudge {
  let grade = ''
  const grades = (): string => grade
  const before = { ...rules.before, grades }
  const after = { ...rules.after, grades }
  const { pack } = before
  const both = [before, after]
  const signers = signersOf(both)
  const boundaries = boundariesOf(both)
  const asked = lineFacts.map((name) => ({ name, signer: signers(name), pairs: new Pairs() })).filter(({ signer }) => signer.asked)
  const [heads, goods, goodsPairs, boxPairs] = [new Texts(), new Texts(), new Pairs(), new Pairs()]

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
    grade = textAt(block.grade, row) ?? pack.defaultCreditGrade
    const facts = factsOfLine(block, port, row, line)
    return pairOf(number(outcomeOf(pack, assess(before, facts), facts.at, false)), number(outcomeOf(after.pack, assess(after, facts), facts.at, false)))
  }

  function goodsNumbers(block: HistoryBlock, port: string, row: number, sampleLine: (hs: number) => HistoryLine): (hs: number) => number {
    const known = new Int32Array(block.hs.dictionary.length).fill(-1)
    const facts = factsOfLine(block, port, row, block.firstLine[row] as number)
    return (hs) => {
      let n = known[hs] as number
      if (n >= 0) return n
      const code = block.hs.dictionary[hs] ?? ''
      const seen = factsOfItem(facts, { ...itemOf(sampleLine(hs), 1), hs: code }, before.tariff(code, facts.at))
      n = goods.of(['hs', 'categories', 'conditions'].map((name) => signers(name).of(seen[name])).join(' '))
      known[hs] = n
      return n
    }
  }

  function lineSigner(name: (typeof lineFacts)[number], signer: Signer, block: HistoryBlock): (line: number) => number {
    if (name === 'netWeightKg') return (line) => signer.of(block.netWeightKg(line))
    if (name === 'valuePerKg') {
      return (line) => {
        const [amount, weight] = [block.amount(line), block.netWeightKg(line)]
        return signer.of(amount === undefined || weight === undefined || weight <= 0 ? undefined : amount / weight)
      }
    }
    const column = block[name]
    if (name === 'ciq') {
      return (line) => {
        const ciq = textAt(column, line)
        return signer.of(ciq?.length === 3 ? `${textAt(block.hs, line) ?? ''}${ciq}` : ciq)
      }
    }
    const isSet = name === 'attributes' || name === 'licences'
    const numbers = Int32Array.from(column.dictionary, (text) => signer.of(isSet ? (membersOf(text ?? undefined) ?? []) : (text ?? undefined)))
    return (line) => numbers[column.codes[line] as number] as number
  }

  return {
    compared,
    assessed: () => assessed,
    judge(block, port) {
      const result = new Uint32Array(block.cases)
      const tightened = (code: string | null): string => (code !== null && both.some(({ tightenings }) => tightenings.has(code)) ? code : '')
      const declarants = block.declarant.dictionary.map(tightened)
      const owners = block.owner.dictionary.map(tightened)
      const columns = asked.map(({ name, signer, pairs: ofColumn }) => ({ at: lineSigner(name, signer, block), pairs: ofColumn }))
      const boxNumbers = block.boxes.dictionary.map((text) => boxings.indexOf(text as Boxing))
      const headNumbers = new Map<number, number>()
      const goodsOf = new Map<number, (hs: number) => number>()
      const [modes, destinations, gradeCount, declared, owned] = [block.mode, block.destination, block.grade, block.declarant, block.owner].map(({ dictionary }) => dictionary.length) as [number, number, number, number, number]
      const directionCount = block.direction.dictionary.length
      const parties = declarants.some((code) => code !== '') || owners.some((code) => code !== '')
      for (let row = 0; row < block.cases; row++) {
        const epoch = epochOf(boundaries, block.at(row))
        const direction = block.direction.codes[row] as number
        const [mode, destination, gradeCode] = [block.mode.codes[row] as number, block.destination.codes[row] as number, block.grade.codes[row] as number]
        let key = (((epoch * directionCount + direction) * modes + mode) * destinations + destination) * gradeCount + gradeCode
        if (parties) key = (key * declared + (block.declarant.codes[row] as number)) * owned + (block.owner.codes[row] as number)
        let head = headNumbers.get(key)
        if (head === undefined) {
          const said = [epoch, port, textAt(block.direction, row), textAt(block.mode, row), textAt(block.destination, row), textAt(block.grade, row)]
          head = heads.of(JSON.stringify([...said, declarants[block.declarant.codes[row] as number], owners[block.owner.codes[row] as number]]))
          headNumbers.set(key, head)
        }
        const place = epoch * directionCount + direction
        let goodsNumber = goodsOf.get(place)
        if (goodsNumber === undefined) goodsOf.set(place, (goodsNumber = goodsNumbers(block, port, row, () => lineAt(block, block.firstLine[row] as number))))
        const end = block.firstLine[row + 1] as number
        let pair = -1
        for (let line = block.firstLine[row] as number; line < end; line++) {
          let id = goodsPairs.of(head, goodsNumber(block.hs.codes[line] as number))
          id = boxPairs.of(id, boxNumbers[block.boxes.codes[line] as number] as number)
          for (const column of columns) id = column.pairs.of(id, column.at(line))
          let judged = judgedLines[id]
          if (judged === undefined) judgedLines[id] = judged = judgeLine(block, port, row, line)
          pair = pair === -1 ? judged : putPairs(pair, judged)
        }
        result[row] = pair
      }
      return result
    },
  }
}
