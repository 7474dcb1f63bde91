import { systemActor } from '../../kernel/actor.ts'
import { hours, inForce, plus, toIso, type Instant } from '../../kernel/instant.ts'
import { systemContext, type Machine } from '../../platform/context.ts'
import type { Assessment } from '../domain/assessment.ts'
import type { RuleSnapshot } from '../domain/rule-snapshot.ts'
import { chooseCase, type ChosenFacts } from './domain/choose-case.ts'
import { laneControl, lanePlan, remembered, type LaneControl, type LanePlan } from './domain/control.ts'
import { scorerAt, type Scorer } from './domain/model.ts'
import { laneOf } from './domain/traits.ts'
import { findScores, findTallies } from './choice-store.ts'
import { beginModel } from './first-model.ts'
import { keepSecret } from './keep-secret.ts'
import { capacityOf, lanes } from './lanes-register.ts'
import { findActiveModel, findCounters, indicatorsChanged, readIndicatorRevision } from './model-store.ts'
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

/** A lane with a capacity. */
export interface LaneInForce {
  /** Inspections in a day. */
  readonly capacity: number
  readonly from: Instant
}

/** How old the state of a process may grow before it is looked up again, beside the work. */
const refreshAfter = 2_000
/** The span that capacity and traffic are compared over. */
const period = hours(24)

interface PortState {
  readonly share: number
  readonly secret: string
  readonly lanes: ReadonlyMap<string, { readonly control: LaneControl; readonly plan: LanePlan; readonly from: Instant }>
}

interface Loaded {
  readonly day: string
  readonly revision: number
  readonly version: number
  readonly scorer: Scorer
  readonly ports: ReadonlyMap<string, PortState>
}

const dayOf = (at: Instant): string => toIso(at).slice(0, 10)

/** Opens targeting for a process. Nothing is read before somebody declares through a lane with a capacity, or asks. */
export function openTargeting(machine: Machine, { law, cache }: TargetingParts): Targeting {
  const { db } = machine
  const controls = new Map<string, LaneControl>()
  let loaded: Loaded | undefined
  let checkedAt = -Infinity
  let stale = false
  let began = false
  let lanesSeen = -1
  let running: Promise<Loaded> | undefined
  db.onAnnounced(indicatorsChanged, () => {
    stale = true
  })

  function capacities(port: string, now: Instant): Map<string, LaneInForce> {
    const found = new Map<string, LaneInForce>()
    for (const versions of cache.versions(lanes).values()) {
      const version = versions.find((one) => inForce(one, now))
      if (version?.data.port === port) found.set(laneOf(version.data), { capacity: capacityOf(version.data), from: version.validFrom })
    }
    return found
  }

  async function portState(port: string, day: string, now: Instant): Promise<PortState> {
    const { newId } = systemContext(machine)
    const secret = (await findSecret(db, port, day)) ?? (await db.transaction((tx) => keepSecret(tx, { actor: systemActor, now, newId }, port, day)))
    const since = plus(now, -period)
    const tallies = await findTallies(db, port, since)
    const states = new Map<string, { control: LaneControl; plan: LanePlan; from: Instant }>()
    for (const [lane, { capacity, from }] of capacities(port, now)) {
      const name = `${port} ${lane}`
      const control = controls.get(name) ?? laneControl({ scores: await findScores(db, port, lane, remembered), offset: 0 })
      controls.set(name, control)
      const ofLane = tallies.filter((tally) => tally.lane === lane)
      const count = (is: (basis: string) => boolean): number => ofLane.reduce((sum, { basis, cases }) => sum + (is(basis) ? cases : 0), 0)
      // A lane that is younger than the period has had only so much of its capacity.
      const age = ofLane.reduce((oldest, tally) => Math.max(oldest, now - tally.since), hours(1))
      states.set(lane, { control, from, plan: lanePlan({ capacity: capacity * Math.min(1, age / period), arrivals: count(() => true), owed: count((basis) => basis === 'rules' || basis === 'random') }) })
    }
    return { share: randomShareAt(law(), port, now), secret, lanes: states }
  }

  async function load(now: Instant): Promise<Loaded> {
    const askedAt = performance.now()
    stale = false
    await cache.refresh()
    const day = dayOf(now)
    const revision = await readIndicatorRevision(db)
    const before = loaded
    const { newId } = systemContext(machine)
    const active = before?.revision === revision ? undefined : ((await findActiveModel(db)) ?? (await db.transaction((tx) => beginModel(tx, { actor: systemActor, now, newId }, halfLifeAt(law(), now)))))
    const same = before !== undefined && before.day === day && (active === undefined || active.version === before.version)
    const model = active ?? (same ? undefined : await findActiveModel(db))
    let scorer = before?.scorer
    if (!same && model !== undefined) {
      const { indicators, base, reference, halfLife } = model
      scorer = scorerAt({ indicators, base, reference, halfLife: halfLife ?? undefined, counters: indicators.map(() => new Map()) }, now)
      scorer.put(await findCounters(db, model.version, 0))
    } else if (active !== undefined && before !== undefined) scorer?.put(await findCounters(db, active.version, before.revision))
    const ports = new Map<string, PortState>()
    for (const port of portsWithLanes(now)) ports.set(port, await portState(port, day, now))
    if (scorer === undefined) throw new Error('there is no model of learned indicators')
    loaded = { day, revision, version: model?.version ?? before?.version ?? 0, scorer, ports }
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

  return {
    ready(now) {
      if (!began) {
        began = true
        return cache.refresh().then(() => (cache.versions(lanes).size === 0 ? undefined : begin(now).then(() => undefined)))
      }
      if (cache.versions(lanes).size === 0) return undefined
      const revision = cache.revision()
      if (loaded === undefined || loaded.day !== dayOf(now) || lanesSeen !== revision) {
        lanesSeen = revision
        return begin(now).then(() => undefined)
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
      return chooseCase(rules.pack, facts, assessment, { version, scorer, day, control: state.control, plan: state.plan, share: port.share, secret: port.secret })
    },
    async scorer(now) {
      const { version, scorer } = loaded === undefined || stale || loaded.day !== dayOf(now) ? await begin(now) : loaded
      return { version, scorer }
    },
    capacities,
  }
}
