import type { Json } from '../../../kernel/canonical-json.ts'
import { hours, minutes, plus, type Instant, type Interval } from '../../../kernel/instant.ts'
import { rulesThatFire, type RuleFacts } from './agency-rules.ts'
import { forget, newAgenda, plan, type Agenda } from './agenda.ts'
import { book, earliestSlot, newCalendar, nextWorking, unbook, type Calendar, type Resource } from './calendar.ts'
import { chance } from './chance.ts'
import { idsOf, texts } from './fact-fields.ts'
import { linked, whyOpen } from './linked.ts'
import { addCase, addInspection, newMeasures, type CaseTrace, type Measures } from './measure.ts'
import type { ReplayProfile, SimulatedAgency } from './replay-profile.ts'
import type { Verdict } from './source-row.ts'

/** A ledger fact as the simulation follows it. */
export interface FollowedFact {
  /** In the order of the moments. */
  readonly id: string
  readonly type: string
  readonly subjectId: string
  /** `kind:id`. */
  readonly related: readonly string[]
  readonly at: Instant
  readonly payload: Readonly<Record<string, Json | undefined>>
}

/** What is known of a row before its declaration is accepted. */
export interface ExpectedRow {
  readonly verdict: Verdict
  readonly facts: RuleFacts
}

interface OpenCase {
  readonly reference: string
  readonly number: string
  readonly verdict: Verdict
  readonly containers: readonly string[]
  trace: CaseTrace
  /** Inspections that are not over. */
  pending: number
  over: boolean
}

interface KnownDirective {
  readonly agency: string
  readonly methods: readonly string[]
  readonly from: Instant
}

/** An inspection that is not over, with the slot the simulation took for it. */
export interface OpenInspection {
  readonly kind: string
  readonly object: { readonly kind: string; readonly ref: string }
  agencies: readonly string[]
  /** Methods each agency wants. */
  methods: Record<string, string[]>
  declarations: readonly string[]
  desk: boolean
  slot?: Interval
  crew: Record<string, string>
  platform?: string
  /** Pieces of equipment its methods need, taken for the slot; `booking`: its id once somebody has booked it. */
  equipment?: { readonly piece: string; booking?: string; agency?: string }[]
  openings: number
  /** How often another time was asked for. */
  askings?: number
  /** The time that was given up for the one that stands. */
  lost?: Interval
}

/** A simulation as it stands; plain data, so that a stopped run can be stored and go on. */
export interface Simulation {
  readonly expected: Record<string, ExpectedRow>
  readonly cases: Record<string, OpenCase>
  readonly directives: Record<string, KnownDirective>
  readonly inspections: Record<string, OpenInspection>
  readonly agenda: Agenda
  readonly calendar: Calendar
  readonly measures: Measures
}

/** A simulation in which nothing has happened. */
export function newSimulation(profile: ReplayProfile): Simulation {
  return { expected: {}, cases: {}, directives: {}, inspections: {}, agenda: newAgenda(), calendar: newCalendar(profile.zone), measures: newMeasures() }
}

/**
 * Takes one fact of the ledger in: what the parties plan because of it and what is measured. Everything a party knows it knows from the ledger,
 * in which nothing of the labels stands. `deskMethods` are those that need no slot.
 */
export function follow(simulation: Simulation, fact: FollowedFact, profile: ReplayProfile, deskMethods: ReadonlySet<string>): void {
  const { measures, agenda } = simulation
  const inspection = simulation.inspections[fact.subjectId]
  switch (fact.type) {
    case 'DeclarationAccepted':
      return accepted(simulation, fact, profile)
    case 'GoodsReleased':
      return settle(simulation, fact.subjectId, { releasedAt: fact.at })
    case 'GoodsRefused':
      return settle(simulation, fact.subjectId, { refused: true })
    case 'DirectiveAccepted':
      return directed(simulation, fact)
    case 'DirectiveLinkedToDeclaration':
      return linked(simulation, fact)
    case 'DirectivesCollided':
      measures.collisions++
      return
    case 'InspectionProposed':
    case 'DirectiveJoinedInspection':
      return arrange(simulation, fact, profile, deskMethods)
    case 'InspectionSuperseded':
      return drop(simulation, fact.subjectId, fact.at)
    case 'JointInspectionDeclined':
      measures.declined++
      if (texts(fact.payload['staying']).length < 2) drop(simulation, fact.subjectId, fact.at)
      return
    case 'InspectionMovedForJoint':
      // Its time went to a joint inspection (JI-08): everybody is asked again.
      arrangeAgain(simulation, fact.subjectId, fact.at, profile)
      return
    case 'InspectionAgreed':
      return eachCase(simulation, inspection, (trace) => ({ ...trace, agreedAt: fact.at }))
    case 'InspectionStarted':
      planSession(simulation, fact, profile)
      return eachCase(simulation, inspection, (trace) => ({ ...trace, startedAt: fact.at, inspected: true }))
    case 'ContainerOpened':
      if (inspection !== undefined) inspection.openings++
      return
    case 'DispositionRecorded':
      return disposed(simulation, inspection, fact, profile)
    case 'InspectionClosed':
      forget(agenda, fact.subjectId)
      return closed(simulation, fact)
    default:
      // Other facts are other people's business.
  }
}

/** What ends when the time of the simulation does: cases nobody finished are counted as open, by what they wait for. */
export function finish(simulation: Simulation): void {
  for (const [id, open] of Object.entries(simulation.cases)) {
    addCase(simulation.measures, { ...open.trace, open: whyOpen(simulation, id) }, open.reference)
    delete simulation.cases[id]
  }
}

/** What an agency's look at an inspection's goods or papers comes to: by the labels, which only this question reads. */
export function verdictFor(simulation: Simulation, id: string, agency: SimulatedAgency, profile: ReplayProfile): Verdict {
  const inspection = simulation.inspections[id]
  if (inspection === undefined || !agency.findsFraud) return 'clean'
  const cases = inspection.declarations.flatMap((declaration) => simulation.cases[declaration] ?? [])
  const seen = cases.filter(({ reference }) => !inspection.desk || chance(profile.seed, 'papers', reference) < profile.noticedInPapers)
  return seen.some(({ verdict }) => verdict === 'critical-fraud') ? 'critical-fraud' : seen.some(({ verdict }) => verdict === 'fraud') ? 'fraud' : 'clean'
}

function accepted(simulation: Simulation, fact: FollowedFact, profile: ReplayProfile): void {
  const reference = String(fact.payload['reference'])
  const row = simulation.expected[reference]
  if (row === undefined) return
  delete simulation.expected[reference]
  const trace: CaseTrace = { releaseMode: String(fact.payload['releaseMode']), verdict: row.verdict, acceptedAt: fact.at, directives: 0, inspected: false, found: false, refused: false }
  simulation.cases[fact.subjectId] = { reference, number: String(fact.payload['number']), verdict: row.verdict, containers: row.facts.containers, trace, pending: 0, over: false }
  for (const rule of rulesThatFire(profile.rules, row.facts, profile.seed)) {
    plan(simulation.agenda, { at: plus(fact.at, hours(rule.afterHours)), kind: 'direct', about: fact.subjectId, agency: rule.agency, detail: rule.id })
  }
}

function directed(simulation: Simulation, fact: FollowedFact): void {
  const { payload } = fact
  const window = payload['window'] as { readonly from: string }
  simulation.measures.directives++
  simulation.directives[fact.subjectId] = { agency: String(payload['agency']), methods: texts(payload['methods']), from: Date.parse(window.from) as Instant }
  for (const id of idsOf(fact.related, 'declaration')) {
    const open = simulation.cases[id]
    if (open !== undefined) open.trace = { ...open.trace, directives: open.trace.directives + 1, lastDirectiveAt: fact.at }
  }
}

/** Somebody has to agree on an inspection: each agency answers when it is at work, and the first slot that suits all of them is taken (JI-07). */
function arrange(simulation: Simulation, fact: FollowedFact, profile: ReplayProfile, deskMethods: ReadonlySet<string>): void {
  const { payload, subjectId: id, at } = fact
  for (const other of texts(payload['takesPlaceOf'])) drop(simulation, other, at)
  const object = payload['object'] as { readonly kind: string; readonly ref: string }
  const agencies = texts(payload['agencies'])
  const methods: Record<string, string[]> = {}
  let from = at
  for (const directive of texts(payload['directives']).flatMap((known) => simulation.directives[known] ?? [])) {
    methods[directive.agency] = [...new Set([...(methods[directive.agency] ?? []), ...directive.methods])].sort()
    if (directive.from > from) from = directive.from
  }
  const before = simulation.inspections[id]
  const declarations = idsOf(fact.related, 'declaration')
  for (const declaration of declarations.filter((one) => before?.declarations.includes(one) !== true)) {
    const open = simulation.cases[declaration]
    if (open !== undefined) open.pending++
  }
  const desk = Object.values(methods).flat().every((method) => deskMethods.has(method))
  const inspection: OpenInspection = { ...(before ?? { crew: {}, openings: 0 }), kind: String(payload['kind']), object, agencies, methods, declarations, desk }
  simulation.inspections[id] = inspection
  if (before !== undefined && before.desk !== desk) forget(simulation.agenda, id)
  const fresh = agencies.filter((agency) => before === undefined || before.desk !== desk || !before.agencies.includes(agency))
  if (desk) for (const agency of fresh) planJudging(simulation, id, agency, at, profile)
  else if (inspection.slot === undefined) {
    // Whoever meant to decline is asked again, now that more is wanted.
    forget(simulation.agenda, id)
    arrangeSlot(simulation, id, inspection, { asked: at, from }, profile)
  } else for (const agency of fresh) planLateAnswer(simulation, id, inspection, agency, at, profile)
}

function agencyOf(profile: ReplayProfile, code: string): SimulatedAgency | undefined {
  return profile.agencies.find((agency) => agency.code === code)
}

function between([from, to]: readonly [number, number], at: number): number {
  return from + (to - from) * at
}

function planJudging(simulation: Simulation, id: string, code: string, asked: Instant, profile: ReplayProfile): void {
  const agency = agencyOf(profile, code)
  if (agency === undefined) return
  const taken = plus(nextWorking(simulation.calendar, agency.crews, asked), Math.round(between(profile.judging, chance(profile.seed, 'judging', code, asked))))
  plan(simulation.agenda, { at: nextWorking(simulation.calendar, agency.crews, taken), kind: 'judge', about: id, agency: code })
}

function answerAt(simulation: Simulation, agency: SimulatedAgency, asked: Instant, profile: ReplayProfile): Instant {
  const begun = nextWorking(simulation.calendar, agency.crews, asked)
  return nextWorking(simulation.calendar, agency.crews, plus(begun, Math.round(between(profile.answer, chance(profile.seed, 'answer', agency.code, asked)))))
}

/** What the methods of an inspection need of the equipment at the place. */
function equipmentFor(inspection: OpenInspection, { equipment }: ReplayProfile): Resource[] {
  const wanted = new Set(Object.values(inspection.methods).flat())
  return equipment.filter(({ methods }) => methods.some((method) => wanted.has(method))).map(({ pieces }) => pieces)
}

function arrangeSlot(simulation: Simulation, id: string, inspection: OpenInspection, when: { readonly asked: Instant; readonly from: Instant }, profile: ReplayProfile): void {
  const parties = inspection.agencies.flatMap((code) => agencyOf(profile, code) ?? [])
  const answers = parties.map((agency) => ({ agency, at: answerAt(simulation, agency, when.asked, profile) }))
  const last = answers.toSorted((a, b) => a.at - b.at || (a.agency.code < b.agency.code ? -1 : 1)).at(-1)
  if (last === undefined) return
  if (inspection.kind === 'joint' && chance(profile.seed, 'declined', ...namesOf(simulation, inspection), when.asked) < profile.declined) {
    plan(simulation.agenda, { at: last.at, kind: 'decline', about: id, agency: last.agency.code })
    return
  }
  const pieces = equipmentFor(inspection, profile)
  const resources = [...parties.map((agency) => agency.crews), profile.site, ...pieces]
  const slot = earliestSlot(simulation.calendar, resources, Math.max(last.at, when.from) as Instant, profile.inspection)
  const members = book(simulation.calendar, resources, slot)
  inspection.slot = slot
  inspection.crew = Object.fromEntries(parties.map((agency, index) => [agency.code, members[index] ?? agency.code]))
  inspection.platform = members[parties.length] ?? profile.site.id
  inspection.equipment = members.slice(parties.length + 1).map((piece) => ({ piece }))
  for (const { agency, at } of answers) plan(simulation.agenda, { at, kind: 'agree', about: id, agency: agency.code })
  plan(simulation.agenda, { at: slot.from, kind: 'start', about: id, agency: parties[0]?.code ?? '' })
}

/** An agency that comes in later agrees to what the others agreed; when none of its crews is free, its reserve goes. */
function planLateAnswer(simulation: Simulation, id: string, inspection: OpenInspection, code: string, asked: Instant, profile: ReplayProfile): void {
  const agency = agencyOf(profile, code)
  if (agency === undefined || inspection.slot === undefined) return
  const free = earliestSlot(simulation.calendar, [agency.crews], inspection.slot.from, profile.inspection)
  // What it wants and nobody has taken yet is taken where it is free; where it is not, its yes is refused and another time is asked for.
  for (const pieces of equipmentFor(inspection, profile).filter(({ members }) => inspection.equipment?.some(({ piece }) => members.includes(piece)) !== true)) {
    if (earliestSlot(simulation.calendar, [pieces], inspection.slot.from, profile.inspection).from !== inspection.slot.from) continue
    inspection.equipment = [...(inspection.equipment ?? []), ...book(simulation.calendar, [pieces], inspection.slot).map((piece) => ({ piece }))]
  }
  inspection.crew[code] = free.from === inspection.slot.from ? (book(simulation.calendar, [agency.crews], inspection.slot)[0] ?? code) : `${code}-R${id.slice(-6)}`
  plan(simulation.agenda, { at: Math.min(answerAt(simulation, agency, asked, profile), Math.max(asked, inspection.slot.from)) as Instant, kind: 'agree', about: id, agency: code })
}

/** One opening, one weighing, one scan for everybody, then every agency's findings and decision, then the end (JI-09…JI-11). */
function planSession(simulation: Simulation, { subjectId: id, at: startedAt }: FollowedFact, profile: ReplayProfile): void {
  const inspection = simulation.inspections[id]
  if (inspection === undefined) return
  const at = (share: number): Instant => plus(startedAt, Math.round(profile.inspection * share))
  for (const [n, action] of (['scan', 'open', 'weigh'] as const).entries()) {
    const agency = inspection.agencies.find((code) => inspection.methods[code]?.includes(action))
    if (agency !== undefined) plan(simulation.agenda, { at: at(0.1 + 0.1 * n), kind: 'handle', about: id, agency, detail: action })
  }
  for (const agency of inspection.agencies) {
    plan(simulation.agenda, { at: at(0.7), kind: 'find', about: id, agency })
    plan(simulation.agenda, { at: at(0.9), kind: 'dispose', about: id, agency })
  }
  plan(simulation.agenda, { at: at(1), kind: 'close', about: id, agency: inspection.agencies[0] ?? '' })
}

/** How often another time is asked for before a case is left to the measures as open. */
const mostAskings = 12

/**
 * A slot that was lost is looked for again from `now` on. `asker`: the agency whose yes was refused; it puts the new time on the table first, so that
 * those who had confirmed the old one are asked again. Gives whether anybody asks.
 */
export function arrangeAgain(simulation: Simulation, id: string, now: Instant, profile: ReplayProfile, asker?: string): boolean {
  const inspection = simulation.inspections[id]
  if (inspection === undefined || (inspection.askings ?? 0) >= mostAskings) return false
  inspection.askings = (inspection.askings ?? 0) + 1
  if (inspection.slot !== undefined) inspection.lost = inspection.slot
  forget(simulation.agenda, id)
  giveBack(simulation, inspection, now)
  const lost = inspection.slot
  delete inspection.slot
  if (asker !== undefined) plan(simulation.agenda, { at: now, kind: 'reschedule', about: id, agency: asker })
  // A time that was refused is refused again: whoever asks looks later.
  const from = asker === undefined || lost === undefined ? now : later(now, plus(lost.from, minutes(30)))
  arrangeSlot(simulation, id, inspection, { asked: now, from }, profile)
  return true
}

/** The references of the declarations concerned: unlike ids and numbers they are the same in every run. */
function namesOf(simulation: Simulation, inspection: OpenInspection): string[] {
  return inspection.declarations.flatMap((id) => simulation.cases[id]?.reference ?? []).sort()
}

function disposed(simulation: Simulation, inspection: OpenInspection | undefined, fact: FollowedFact, profile: ReplayProfile): void {
  const agency = agencyOf(profile, String(fact.payload['agency']))
  const code = fact.payload['disposition']
  if (agency === undefined || (code !== agency.found && code !== agency.grave)) return
  for (const id of inspection?.declarations ?? []) {
    const open = simulation.cases[id]
    if (open !== undefined && open.verdict !== 'clean') open.trace = { ...open.trace, found: true }
  }
}

function closed(simulation: Simulation, fact: FollowedFact): void {
  const inspection = simulation.inspections[fact.subjectId]
  if (inspection === undefined) return
  const wanted = Object.values(inspection.methods).filter((methods) => methods.includes('open')).length
  const kind = inspection.desk ? 'desk' : inspection.agencies.length > 1 ? 'joint' : 'single'
  addInspection(simulation.measures, { kind, openings: inspection.openings, separateOpenings: inspection.openings === 0 ? 0 : Math.max(wanted, inspection.openings) })
  eachCase(simulation, inspection, (trace) => ({ ...trace, closedAt: fact.at }))
  for (const directive of texts(fact.payload['directives'])) delete simulation.directives[directive]
  remove(simulation, fact.subjectId)
}

function settle(simulation: Simulation, id: string, end: { readonly releasedAt?: Instant; readonly refused?: boolean }): void {
  const open = simulation.cases[id]
  if (open === undefined) return
  open.trace = { ...open.trace, ...end }
  open.over = true
  if (open.pending === 0) endCase(simulation, id)
}

/** An inspection will not be held: its slot is free again, nobody waits for it. */
function drop(simulation: Simulation, id: string, at: Instant): void {
  const inspection = simulation.inspections[id]
  forget(simulation.agenda, id)
  if (inspection === undefined) return
  giveBack(simulation, inspection, at)
  remove(simulation, id)
}

/** Crews, platform and equipment of a slot are free again; what was booked at the product is returned there. */
function giveBack(simulation: Simulation, inspection: OpenInspection, at: Instant): void {
  const { slot, equipment = [] } = inspection
  if (slot === undefined) return
  unbook(simulation.calendar, [...Object.values(inspection.crew), inspection.platform ?? '', ...equipment.map(({ piece }) => piece)], slot)
  for (const { booking, agency } of equipment) {
    if (booking !== undefined) plan(simulation.agenda, { at, kind: 'release', about: booking, agency: agency ?? '', detail: `${slot.from} ${slot.to}` })
  }
  inspection.equipment = []
}

const later = (a: Instant, b: Instant): Instant => (a > b ? a : b)

function remove(simulation: Simulation, id: string): void {
  const inspection = simulation.inspections[id]
  delete simulation.inspections[id]
  for (const declaration of inspection?.declarations ?? []) {
    const open = simulation.cases[declaration]
    if (open === undefined) continue
    open.pending--
    if (open.over && open.pending === 0) endCase(simulation, declaration)
  }
}

function endCase(simulation: Simulation, id: string): void {
  const open = simulation.cases[id]
  if (open === undefined) return
  addCase(simulation.measures, open.trace)
  delete simulation.cases[id]
  forget(simulation.agenda, id)
}

function eachCase(simulation: Simulation, inspection: OpenInspection | undefined, change: (trace: CaseTrace) => CaseTrace): void {
  for (const id of inspection?.declarations ?? []) {
    const open = simulation.cases[id]
    if (open !== undefined) open.trace = change(open.trace)
  }
}
