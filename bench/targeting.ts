import { existsSync } from 'node:fs'
import path from 'node:path'
import { krCaseOf, krIndicators, type KrCase } from '../seed/kr-history.ts'
import { fitModel, movedHistory, replayMonths, scorerAt, type Scorer } from '../src/assess/targeting/public.ts'
import { wilson } from '../src/kernel/wilson.ts'
import { readRecords } from '../src/watch/replay/public.ts'
import { option, print } from './intake/children.ts'

/** What was published for these files (github.com/Seondong/Customs-Declaration-Datasets): precision where this share of the declarations is inspected. */
const published = { xgboost: { 5: 0.675, 10: 0.579 }, lightgbm: { 5: 0.762, 10: 0.641 } } as const
const shares = [5, 10] as const

const round = (value: number, digits = 4): number => Number(value.toFixed(digits))

async function readCases(file: string): Promise<KrCase[]> {
  const cases: KrCase[] = []
  for await (const { record } of readRecords(file)) cases.push(krCaseOf(record))
  return cases
}

interface Ranked {
  readonly one: KrCase
  readonly score: number
}

const rank = (scorer: Scorer, cases: readonly KrCase[]): Ranked[] =>
  cases.map((one) => ({ one, score: scorer.score(one.traits) })).sort((a, b) => b.score - a.score || a.one.ticket - b.one.ticket)

const count = (ranked: readonly Ranked[], is: (one: KrCase) => boolean): number => ranked.filter(({ one }) => is(one)).length
const worth = (ranked: readonly Ranked[]): number => ranked.reduce((sum, { one }) => sum + (one.found ? one.price : 0), 0)

/** Precision and what comes with it where the highest scores are inspected. */
function measure(ranked: readonly Ranked[], share: number): Readonly<Record<string, unknown>> & { readonly value: number } {
  const top = ranked.slice(0, Math.round((share / 100) * ranked.length))
  const finds = count(top, ({ found }) => found)
  const value = finds / top.length
  const { low, high } = wilson(value, top.length)
  return {
    value: round(value), unit: 'share', inspected: top.length, finds, low95: round(low), high95: round(high),
    recall: round(finds / count(ranked, ({ found }) => found)),
    recallCritical: round(count(top, ({ critical }) => critical) / Math.max(1, count(ranked, ({ critical }) => critical))),
    recallOfValue: round(worth(top) / Math.max(1, worth(ranked))),
  }
}

function ofPublished(value: number, share: 5 | 10): object {
  return {
    ceiling: published.lightgbm[share], ratio: round(value / published.lightgbm[share], 2), ceilingIs: 'LightGBM as published, the better of two',
    published: { xgboost: published.xgboost[share], lightgbm: published.lightgbm[share] },
  }
}

/** Area under the curve: how often a find is ranked above a clean case. Ties count half. */
function auc(ranked: readonly Ranked[]): number {
  const rising = [...ranked].reverse()
  let [sum, finds, place] = [0, 0, 0]
  while (place < rising.length) {
    let end = place
    while (end < rising.length && rising[end]?.score === rising[place]?.score) end++
    const here = rising.slice(place, end).filter(({ one }) => one.found).length
    sum += here * ((place + 1 + end) / 2)
    finds += here
    place = end
  }
  return (sum - (finds * (finds + 1)) / 2) / (finds * (ranked.length - finds))
}

const folds = 5

/**
 * The file is synthetic and holds every original row several times, with other parties and another day but the same goods, mass, price and verdict. Here all
 * copies of a row are on one side: learned from four fifths of the originals, tried on the others. What is reached now is what targeting of goods never
 * seen would reach; beside it the same without that care, and a look-up of the copy, which learns nothing at all.
 */
function printGrouped(train: readonly KrCase[], reference: KrCase['at']): void {
  const originals = [...new Set(train.map(({ fingerprint }) => fingerprint))].sort()
  const foldOf = new Map(originals.map((fingerprint, i) => [fingerprint, (i * 7919) % folds]))
  const place = new Map(train.map((one, i) => [one, i % folds]))
  const held = (fold: (one: KrCase) => number | undefined): Ranked[][] =>
    Array.from({ length: folds }, (_, n) => {
      const scorer = scorerAt(fitModel(krIndicators, train.filter((one) => fold(one) !== n), { reference }), reference)
      return rank(scorer, train.filter((one) => fold(one) === n))
    })
  const grouped = held(({ fingerprint }) => foldOf.get(fingerprint))
  const plain = held((one) => place.get(one))
  const precision = (parts: readonly Ranked[][], share: number): { readonly value: number; readonly inspected: number } => {
    const tops = parts.flatMap((ranked) => ranked.slice(0, Math.round((share / 100) * ranked.length)))
    return { value: count(tops, ({ found }) => found) / tops.length, inspected: tops.length }
  }
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
  for (const share of shares) {
    const { value, inspected } = precision(grouped, share)
    const { low, high } = wilson(value, inspected)
    print({
      name: `targeting.precision-grouped.${share}`, value: round(value), unit: 'share', inspected, low95: round(low), high95: round(high), ceiling: null, ratio: null,
      notGrouped: round(precision(plain, share).value), baseRate: round(train.filter(({ found }) => found).length / train.length), auc: round(mean(grouped.map(auc))), aucNotGrouped: round(mean(plain.map(auc))),
      originals: originals.length, cases: train.length,
    })
  }
}

/** What looking up the copy reaches: no learning, and the most that can be had of this file. */
function printLookUp(train: readonly KrCase[], valid: readonly KrCase[]): void {
  const copies = new Map<string, { checks: number; finds: number }>()
  for (const { fingerprint, found } of train) {
    const known = copies.get(fingerprint) ?? { checks: 0, finds: 0 }
    copies.set(fingerprint, { checks: known.checks + 1, finds: known.finds + (found ? 1 : 0) })
  }
  const score = ({ fingerprint }: KrCase): number => {
    const { checks, finds } = copies.get(fingerprint) ?? { checks: 0, finds: 0 }
    return (finds + 0.2) / (checks + 1)
  }
  const ranked = valid.map((one) => ({ one, score: score(one) })).sort((a, b) => b.score - a.score || a.one.ticket - b.one.ticket)
  for (const share of shares) print({ name: `targeting.copy-look-up.${share}`, ...measure(ranked, share), ceiling: null, ratio: null, repeated: valid.filter(({ fingerprint }) => copies.has(fingerprint)).length })
}

/** The same history with other lots: an odd multiple of a uniform number, without its whole part, is uniform too. */
const withLots = <Case extends { readonly ticket: number }>(cases: readonly Case[], seed: number): Case[] => cases.map((one) => ({ ...one, ticket: (one.ticket * (2 * seed + 1)) % 1 }))

function printDrift(name: string, cases: readonly KrCase[], capacity: number, randomShare: number, seeds: number): void {
  const [since = ''] = [...new Set(cases.map(({ month }) => month))].sort().slice(8)
  for (const [scenario, history] of [['recorded', cases], ['moved', movedHistory(cases, since)]] as const) {
    for (const share of [randomShare, 0]) {
      const begin = performance.now()
      const all = Array.from({ length: seeds }, (_, seed) => replayMonths(withLots(history, seed), { indicators: krIndicators, capacity, randomShare: share }))
      const seconds = (performance.now() - begin) / 1000 / seeds
      const months = all[0] ?? []
      const learned = all.flatMap((one) => one.slice(1))
      // What comes after the change is what the share is for.
      const counted = all.map((one) => one.slice(1).filter(({ month }) => scenario === 'recorded' || month >= since))
      const precisions = counted.map((one) => one.reduce((sum, month) => sum + month.precision * month.inspected, 0) / one.reduce((sum, month) => sum + month.inspected, 0))
      const mean = precisions.reduce((sum, value) => sum + value, 0) / seeds
      const spread = Math.sqrt(precisions.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, seeds - 1))
      print({
        name: `${name}.${scenario}.${share > 0 ? 'with-random-share' : 'without'}`, value: round(mean), unit: scenario === 'recorded' ? 'precision over all months but the first' : 'precision since the change', spread: round(spread), seeds, ceiling: null, ratio: null,
        capacity, randomShare: share, ...(scenario === 'moved' ? { movedSince: since } : {}), seconds: round(seconds, 2),
        covered: share > 0 ? `${learned.filter(({ estimate, truth }) => estimate !== undefined && estimate.low <= truth && truth <= estimate.high).length} of ${learned.length}` : null,
        months: months.map(({ month, precision, precisionByScore, recall, truth, estimate, naive }) => ({
          month, precision: round(precision, 3), byScore: precisionByScore === undefined ? null : round(precisionByScore, 3), recall: round(recall, 3), truth: round(truth, 3),
          estimate: estimate === undefined ? null : [estimate.rate, estimate.low, estimate.high].map((value) => round(value, 3)), naive: round(naive.rate, 3),
        })),
      })
    }
  }
}

/**
 * Targeting on declarations of which it turned out what was in them: learned from one file, tried on the other, which nothing was fitted to; then a replay
 * month by month that knows only what it inspected, with and without a permanent random share.
 * Arguments: `--data <folder>` (default `../shared/data/kr-declarations`) with `df_syn_train_eng.csv` and `df_syn_valid_eng.csv`; `--turns <n>` (3);
 * `--capacity <percent>` (10), `--random <percent>` (2), `--seeds <n>` (4): replays with other lots; the months are those of the first.
 */
export async function run(args: readonly string[]): Promise<void> {
  const named = args.indexOf('--data')
  const folder = named < 0 ? path.resolve('../shared/data/kr-declarations') : (args[named + 1] ?? '')
  const files = ['df_syn_train_eng.csv', 'df_syn_valid_eng.csv'].map((name) => path.join(folder, name))
  const missing = files.find((file) => !existsSync(file))
  if (missing !== undefined) {
    process.stderr.write(`targeting: ${missing} is not there; --data names the folder of the declarations files\n`)
    process.exitCode = 1
    return
  }
  const [train = [], valid = []] = await Promise.all(files.map(readCases))
  const turns = option(args, '--turns', 3)
  const [trainSeconds, firstMicros, scoreMicros]: [number[], number[], number[]] = [[], [], []]
  const reference = train.reduce((latest, { at }) => (at > latest ? at : latest), train[0]?.at ?? valid[0]?.at ?? (0 as KrCase['at']))
  const learn = (): Scorer => scorerAt(fitModel(krIndicators, train, { reference }), reference)
  let scorer = learn()
  for (let turn = 0; turn < turns; turn++) {
    const begin = performance.now()
    scorer = learn()
    const learned = performance.now()
    for (const { traits } of valid) scorer.score(traits)
    const first = performance.now()
    for (const { traits } of valid) scorer.score(traits)
    trainSeconds.push((learned - begin) / 1000)
    // An effect is worked out when its key is first met.
    firstMicros.push(((first - learned) / valid.length) * 1000)
    scoreMicros.push(((performance.now() - first) / valid.length) * 1000)
  }
  const ranked = rank(scorer, valid)
  for (const share of shares) {
    const measured = measure(ranked, share)
    print({ name: `targeting.precision.${share}`, ...measured, ...ofPublished(measured.value, share), caution: 'rests on copies: see precision-grouped' })
  }
  printGrouped(train, reference)
  // Rows of the second file that repeat goods, origin, mass and price of one of the first are left out.
  const seen = new Set(train.map(({ fingerprint }) => fingerprint))
  const strangers = ranked.filter(({ one }) => !seen.has(one.fingerprint))
  for (const share of shares) print({ name: `targeting.precision-without-copies.${share}`, ...measure(strangers, share), ceiling: null, ratio: null, cases: strangers.length, of: ranked.length })
  printLookUp(train, valid)
  // The same ranking, judged by grave cases alone.
  for (const share of shares) {
    const top = ranked.slice(0, Math.round((share / 100) * ranked.length))
    const grave = count(top, ({ critical }) => critical)
    print({ name: `targeting.critical.${share}`, value: round(grave / top.length), unit: 'share', ceiling: null, ratio: null, found: grave, there: count(ranked, ({ critical }) => critical) })
  }
  const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
  const keys = scorer.model.counters.reduce((sum, counters) => sum + counters.size, 0)
  print({ name: 'targeting.train', value: round(median(trainSeconds), 2), unit: 's', ceiling: null, ratio: null, cases: train.length, indicators: krIndicators.length, keys })
  print({ name: 'targeting.score', value: round(median(scoreMicros), 1), unit: 'µs', ceiling: null, ratio: null, firstTime: round(median(firstMicros), 1), cases: valid.length })
  const worst = Math.max(...valid.slice(0, 2000).map(({ traits }) => Math.abs(scorer.score(traits) - scorer.explain(traits).reduce((sum, { effect }) => sum + effect, scorer.model.base))))
  print({ name: 'targeting.explained', value: worst, unit: 'largest difference of a score from its parts', ceiling: 0, ratio: null })
  printDrift('targeting.drift', [...train, ...valid], option(args, '--capacity', 10) / 100, option(args, '--random', 2) / 100, option(args, '--seeds', 4))
}
