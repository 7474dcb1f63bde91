import type { Instant } from '../../../kernel/instant.ts'
import { must } from '../../../kernel/invariant.ts'
import { textAt, type HistoryBlock } from '../../history/domain/block.ts'
import type { Compared, HistoryJudge } from './judge-block.ts'

/** All cases of a block that one comparison fits. */
export interface PairFigures extends Compared {
  readonly cases: number
  /** By hour of the day of their arrival, by the port's clock. */
  readonly hours: readonly number[]
  /** Of which somebody looked at them, and found something. */
  readonly looks: number
  readonly finds: number
}

/** Inspections of what comes one way, as `[before, after]`: by hour of the day, and by day (days since 1970, UTC). */
export interface LaneFigures {
  /** `import/sea`. */
  readonly lane: string
  readonly hours: readonly (readonly [before: number, after: number])[]
  readonly days: readonly (readonly [day: number, before: number, after: number])[]
}

/** What a back-test finds in a block. */
export interface PartFigures {
  readonly cases: number
  /** Cases whose stored outcome is another than the rules of their time give from the columns: corrected registers, records of risk, arms of a trial. */
  readonly apart: number
  readonly pairs: readonly PairFigures[]
  /** Traders some of whose cases change: how many become stricter, milder, and otherwise different. */
  readonly traders: readonly (readonly [code: string, stricter: number, milder: number, other: number])[]
  /** Absent in parts that were judged before lanes were counted, and in trials. */
  readonly lanes?: readonly LaneFigures[]
}

/** The rows of a block that change, and the place of each one's comparison in `pairs`. */
export interface ChangedRows {
  readonly rows: Uint32Array
  readonly pairs: Uint16Array
}

/** What was found in the cases of a block that somebody looked at, by row: 1 nothing, 2 something. */
export type Looks = ReadonlyMap<number, 1 | 2>

/** A span of acceptance, `from` included and `to` not. */
export interface Span {
  readonly from?: Instant | undefined
  readonly to?: Instant | undefined
}

const dayMs = 86_400_000

/** Judges a block and counts what it gives. */
export function tallyBlock(judge: HistoryJudge, block: HistoryBlock, port: string, { from, to }: Span, looks: Looks): { readonly figures: PartFigures; readonly changed: ChangedRows } {
  const pairs = judge.judge(block, port)
  const places = new Map<number, number>()
  const counts: { pair: number; compared: Compared; cases: number; hours: number[]; looks: number; finds: number }[] = []
  const traders = new Map<number, [number, number, number]>()
  const rows: number[] = []
  const changedPairs: number[] = []
  const lanes = new Map<number, { hours: [number, number][]; days: Map<number, [number, number]> }>()
  let [cases, apart] = [0, 0]
  for (let row = 0; row < block.cases; row++) {
    const at = block.at(row)
    if ((from !== undefined && at < from) || (to !== undefined && at >= to)) continue
    cases++
    const pair = pairs[row] as number
    let place = places.get(pair)
    if (place === undefined) {
      places.set(pair, (place = counts.length))
      counts.push({ pair, compared: judge.compared(pair), cases: 0, hours: Array<number>(24).fill(0), looks: 0, finds: 0 })
    }
    const count = must(counts[place], 'a count for each comparison')
    const { before, after, changed, looked } = count.compared
    count.cases++
    const hour = block.hour(row)
    count.hours[hour] = (count.hours[hour] ?? 0) + 1
    if (looked.before || looked.after) {
      const key = (block.direction.codes[row] as number) * block.mode.dictionary.length + (block.mode.codes[row] as number)
      let lane = lanes.get(key)
      if (lane === undefined) lanes.set(key, (lane = { hours: Array.from({ length: 24 }, (): [number, number] => [0, 0]), days: new Map() }))
      const day = Math.floor(at / dayMs)
      let ofDay = lane.days.get(day)
      if (ofDay === undefined) lane.days.set(day, (ofDay = [0, 0]))
      const ofHour = must(lane.hours[hour], 'an hour of the day')
      for (const one of [ofDay, ofHour]) {
        if (looked.before) one[0]++
        if (looked.after) one[1]++
      }
    }
    const look = looks.get(row)
    if (look !== undefined) count.looks++
    if (look === 2) count.finds++
    if (textAt(block.releaseMode, row) !== before.mode || textAt(block.riskLevel, row) !== before.level) apart++
    if (!changed) continue
    rows.push(row)
    changedPairs.push(place)
    const trader = block.declarant.codes[row] as number
    const of = traders.get(trader) ?? [0, 0, 0]
    traders.set(trader, of)
    const way = after.strictness > before.strictness ? 0 : after.strictness < before.strictness ? 1 : 2
    of[way]++
  }
  return {
    figures: {
      cases,
      apart,
      pairs: counts.map(({ compared, cases: ofPair, hours, looks: looked, finds }) => ({ ...compared, cases: ofPair, hours, looks: looked, finds })),
      lanes: [...lanes].map(([key, { hours, days }]) => {
        const modes = block.mode.dictionary
        return { lane: `${block.direction.dictionary[Math.floor(key / modes.length)] ?? ''}/${modes[key % modes.length] ?? ''}`, hours, days: [...days].map(([day, [was, would]]) => [day, was, would] as const) }
      }),
      traders: [...traders].map(([code, ways]) => [block.declarant.dictionary[code] ?? '', ...ways] as const),
    },
    changed: { rows: Uint32Array.from(rows), pairs: Uint16Array.from(changedPairs) },
  }
}
