import type { DeclarationFacts, ItemFacts } from '../../domain/facts.ts'
import { lineAt, textAt, type HistoryBlock } from '../../history/domain/block.ts'
import type { HistoryLine } from '../../history/domain/history-case.ts'

/** Members of a set written as one text. */
export const membersOf = (text: string | null | undefined): readonly string[] | undefined => (text === undefined || text === null ? undefined : text === '' ? [] : text.split(' '))

const own = { number: 'own' }
const shared = { number: 'shared', load: 'lcl' as const }
const boxesOf = { none: undefined, own: [own], shared: [shared], both: [own, shared] } as const

/** A line of the history as `assess` takes it. */
function itemOf(line: HistoryLine): ItemFacts {
  return {
    line: 1,
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
export function factsOfLine(block: HistoryBlock, port: string, row: number, line: number): DeclarationFacts {
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
    items: [itemOf(history)],
  }
}
