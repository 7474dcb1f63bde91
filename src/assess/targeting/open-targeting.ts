import { systemActor } from '../../kernel/actor.ts'
import { fromEpoch, inForce, toIso, type Instant } from '../../kernel/instant.ts'
import { must } from '../../kernel/invariant.ts'
import { systemContext, type Machine } from '../../platform/context.ts'
import type { Assessment } from '../domain/assessment.ts'
import type { RuleSnapshot } from '../domain/rule-snapshot.ts'
import { chooseCase, type ChosenFacts } from './domain/choose-case.ts'
import { cutSpan, knownFrom, type LaneCut } from './domain/control.ts'
import { scorerAt, type Scorer } from './domain/model.ts'
import { laneOf } from './domain/traits.ts'
import { listCuts } from './cut-store.ts'
import { beginModel } from './first-model.ts'
import { keepSecret } from './keep-secret.ts'
import { capacitiesAt, lanes, type LaneInForce } from './lanes-register.ts'
import { findActiveModel, findCounters, findCountersOf, indicatorsChanged, readIndicatorRevision, type StoredModel } from './model-store.ts'
import { halfLifeAt, randomShareAt, type TargetingParts } from './parts.ts'
import { findSecret } from './secret-store.ts'

/** Targeting as a process knows it. */
export interface Targeting {
  /** Brings the state up to date; a promise where a caller must wait because nothing is known yet, or of another day. */
  ready(now: Instant): Promise<void> | undefined
  /** The assessment with the choice in it; the same assessment where the lane has no capacity on record. Takes microseconds and asks nobody. */
  choose(rules: RuleSnapshot, facts: ChosenFacts, assessment: Assessment): Assessment
  /** The model in force with what was learned since. */
  scorer(now: Instant): Promise<{ readonly version: number; readonly scorer: Scorer }>
  /** Capacity of the lanes of a port in a day. */
  capacities(port: string, now: Instant): ReadonlyMap<string, LaneInForce>
}

/** How old the state of a process may grow before it is looked up again, beside the work. */
const refreshAfter = 2_000
/** Cuts of a lane that are at hand: of the last minutes, for cases that were judged while another began. */
const atHand = 4

interface PortState {
  readonly share: number
  readonly secret: string
  readonly lanes: ReadonlyMap<string, { readonly cuts: readonly LaneCut[]; readonly from: Instant }>
}

interface Loaded {
  readonly day: string
  /** The moment, of cases, at which it was looked up. */
  readonly at: Instant
  readonly revision: number
  readonly version: number
  readonly scorer: Scorer
  /** The day to which the effects were aged. */
  readonly agedTo: string
  readonly ports: ReadonlyMap<string, PortState>
}

const dayOf = (at: Instant): string => toIso(at).slice(0, 10)

/** Opens targeting for a process. Nothing is read before somebody declares through a lane with a capacity, or asks. */
export function openTargeting(machine: Machine, { law, cache }: TargetingParts): Targeting {
  const { db } = machine
  let loaded: Loaded | undefined
  let checkedAt = -Infinity
  let stale = false
  let began = false
  let lanesSeen = -1
  let running: Promise<Loaded> | undefined
  let renewing: Promise<void> | undefined
  db.onAnnounced(indicatorsChanged, () => {
    stale = true
  })

  const capacities = (port: string, now: Instant): Map<string, LaneInForce> => capacitiesAt(cache, port, now)

  async function portState(port: string, day: string, now: Instant): Promise<PortState> {
    const { newId } = systemContext(machine)
    const secret = (await findSecret(db, port, day)) ?? (await db.transaction((tx) => keepSecret(tx, { actor: systemActor, now, newId }, port, day)))
    const states = new Map<string, { cuts: readonly LaneCut[]; from: Instant }>()
    for (const [lane, { from }] of capacities(port, now)) states.set(lane, { from, cuts: await listCuts(db, port, lane, fromEpoch(now + 2 * cutSpan), atHand) })
    return { share: randomShareAt(law(), port, now), secret, lanes: states }
  }

  /** A model with everything that was learned, one indicator after the other, so that cases come in between. */
  async function readScorer({ version, indicators, base, reference, halfLife }: StoredModel, now: Instant): Promise<{ readonly version: number; readonly scorer: Scorer }> {
    const scorer = scorerAt({ indicators, base, reference, halfLife: halfLife ?? undefined, counters: indicators.map(() => new Map()) }, now)
    for (const { name } of indicators) scorer.put(await findCountersOf(db, version, name))
    return { version, scorer }
  }

  /**
   * Brings what was learned up to date beside the work: what came since it was last read, or all of it where another model is in force or a day has begun
   * that ages the effects. Until then cases are judged by what is at hand.
   */
  function renew({ version, revision: since, agedTo }: Loaded, revision: number, day: string, now: Instant): void {
    if (renewing !== undefined) return
    const done = (): void => {
      renewing = undefined
    }
    renewing = (async () => {
      const model = must(await findActiveModel(db), 'a model in force')
      if (model.version === version && agedTo === day) {
        const learned = await findCounters(db, version, since)
        loaded?.scorer.put(learned)
        if (loaded !== undefined) loaded = { ...loaded, revision }
      } else {
        const renewed = await readScorer(model, now)
        if (loaded !== undefined) loaded = { ...loaded, ...renewed, agedTo: day, revision }
      }
    })().finally(done)
    renewing.catch((error: unknown) => machine.log.warn({ err: error }, 'the indicators could not be read anew'))
  }

  async function load(now: Instant): Promise<Loaded> {
    const askedAt = performance.now()
    stale = false
    await cache.refresh()
    const day = dayOf(now)
    const revision = await readIndicatorRevision(db)
    const before = loaded
    const { newId } = systemContext(machine)
    const fresh = before ?? { ...(await readScorer((await findActiveModel(db)) ?? (await db.transaction((tx) => beginModel(tx, { actor: systemActor, now, newId }, halfLifeAt(law(), now)))), now)), agedTo: day, revision }
    if (before !== undefined && (before.revision !== revision || before.agedTo !== day)) renew(before, revision, day, now)
    const ports = new Map<string, PortState>()
    for (const port of portsWithLanes(now)) ports.set(port, await portState(port, day, now))
    // What was renewed meanwhile stays.
    const { version, scorer, agedTo, revision: known } = loaded ?? fresh
    loaded = { day, at: now, revision: known, version, scorer, agedTo, ports }
    checkedAt = askedAt
    return loaded
  }

  function portsWithLanes(now: Instant): Set<string> {
    const ports = new Set<string>()
    for (const versions of cache.versions(lanes).values()) {
      const lane = versions.find((one) => inForce(one, now))?.data
      if (lane !== undefined) ports.add(lane.port)
    }
    return ports
  }

  function begin(now: Instant): Promise<Loaded> {
    if (running !== undefined) return running
    const mine = load(now)
    running = mine
    const done = (): void => {
      running = undefined
    }
    mine.then(done, done)
    return mine
  }

  /** As `begin`, and once more where what was under way began too early for a case of `now`. */
  async function catchUp(now: Instant): Promise<void> {
    const { at } = await begin(now)
    if (at < knownFrom(now)) await begin(now)
  }

  return {
    ready(now) {
      if (!began) {
        began = true
        return cache.refresh().then(() => (cache.versions(lanes).size === 0 ? undefined : catchUp(now)))
      }
      if (cache.versions(lanes).size === 0) return undefined
      const revision = cache.revision()
      // A cut may have begun since that this process has not heard of: all must be held against the same.
      if (loaded === undefined || loaded.day !== dayOf(now) || lanesSeen !== revision || loaded.at < knownFrom(now)) {
        lanesSeen = revision
        return catchUp(now)
      }
      // The age of what is known is the machine's business, not the case's.
      if (stale || performance.now() - checkedAt > refreshAfter) begin(now).catch(() => undefined)
      return undefined
    },
    choose(rules, facts, assessment) {
      const port = loaded?.ports.get(facts.port)
      const state = port?.lanes.get(laneOf(facts))
      if (loaded === undefined || port === undefined || state === undefined || facts.at < state.from) return assessment
      const { scorer, version, day } = loaded
      return chooseCase(rules.pack, facts, assessment, { version, scorer, day, cut: state.cuts.find(({ since }) => since <= facts.at), share: port.share, secret: port.secret })
    },
    async scorer(now) {
      if (loaded === undefined || stale || loaded.day !== dayOf(now)) await begin(now)
      // A version activated while another was read is read next: what is learned goes into the one in force.
      while (renewing !== undefined) {
        await renewing
        await begin(now)
      }
      const { version, scorer } = must(loaded, 'what was just loaded')
      return { version, scorer }
    },
    capacities,
  }
}
