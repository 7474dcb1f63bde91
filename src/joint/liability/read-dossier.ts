import type { Actor } from '../../kernel/actor.ts'
import { toIso } from '../../kernel/instant.ts'
import { clauseName, type Pack } from '../../kernel/pack.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import { proveSubjects, type LedgerSubject, type ProvenFacts } from '../../platform/ledger/public.ts'
import { findNumbers } from '../../window/declarations/public.ts'
import { findDirectives, type Directive } from '../directives/public.ts'
import type { Disposition, Inspection, Task } from '../inspections/domain/inspection.ts'
import { declarationOf, dispositionOn, itemKey, lotKey } from '../inspections/domain/lots.ts'
import { maySeeTasks } from '../inspections/domain/may-act.ts'
import { findHandlings, findInspection, findInspectionsOfDeclarations } from '../inspections/public.ts'
import { portsOf } from '../ports.ts'
import { findAdoptions, listOwnLooks, listResults, type Adoption } from '../results/public.ts'
import { findPhotos, photoView, responsibleIn, type Photo } from '../session/public.ts'
import { findOffences } from '../transfers/public.ts'
import { dutyStates } from './domain/attribute.ts'
import { maySeeLiability, seesAccessOf } from './domain/may-report.ts'
import type { AccessView, Dossier, FactsPage, InspectionPart, LiabilityView, OwnLook } from './dossier-view.ts'
import { accessLog } from './log-access.ts'
import { findLiabilities, listAccesses, type Liability, type NewAccess } from './store.ts'

/** Readings of an inspection that a dossier carries; how many there are beside is said. */
const mostAccesses = 500

/** An error or leak as it is read, with whoever adopted the result it is about. */
export function liabilityView({ id, inspection, kind, duty, result, description, evidence, attributions, by, at }: Liability, adoptions: readonly Adoption[] = []): LiabilityView {
  const adopted = result === undefined ? {} : { result, adoptions: adoptions.filter((adoption) => adoption.result === result).map(adoptionView) }
  const decided = attributions.map((one) => ({ ...one, against: [...one.against], evidence: [...one.evidence] }))
  return { id, ...(inspection === undefined ? {} : { inspection }), kind, ...(duty === undefined ? {} : { duty }), ...adopted, description, evidence: [...evidence], attributions: decided, by, at: toIso(at) }
}

const adoptionView = ({ adopter, liable, purpose, by, at }: Adoption): { adopter: string; liable: string; purpose: string; by: string; at: string } => ({ adopter, liable, purpose, by, at: toIso(at) })

/** A reading or forwarding as it is read. */
export function accessView({ id, act, part, actorName, agency, recipient, at }: NewAccess): AccessView {
  return { id, act, part, by: actorName, ...(agency === undefined ? {} : { agency }), ...(recipient === undefined ? {} : { recipient }), at: toIso(at) }
}

/** Whose readings an actor sees: undefined means everybody's, an agency without people nobody's. */
export const accessOfAgency = (actor: Actor): string | undefined => (seesAccessOf(actor, undefined) ? undefined : (actor.agency ?? ''))

/** A case as far as the reader may know of it, with what the facts of the ledger are about. */
interface KnownCase {
  readonly about: Dossier['case']
  readonly inspections: readonly Inspection[]
  readonly results: Awaited<ReturnType<typeof listResults>>
  /** Results of looks of an agency's own at the same goods. */
  readonly looks: Awaited<ReturnType<typeof listResults>>
  readonly errors: readonly Liability[]
  readonly subjects: readonly LedgerSubject[]
}

/** The inspections a case means: one by its own id, or all that looked at the goods of a declaration. */
async function inspectionsOf({ db }: Context, ports: readonly string[], id: string): Promise<{ about: Dossier['case']; inspections: readonly Inspection[] } | undefined> {
  const inspection = await findInspection(db, ports, id)
  if (inspection !== undefined) return { about: { kind: 'joint-inspection', id, port: inspection.port }, inspections: [inspection] }
  const [declaration] = await findNumbers(db, ports, [id])
  if (declaration === undefined) return undefined
  const { port, number } = declaration
  return { about: { kind: 'declaration', id, port, number }, inspections: await findInspectionsOfDeclarations(db, port, [id]) }
}

async function findKnownCase(context: Context, law: Pack, id: string): Promise<Result<KnownCase>> {
  const { actor, db } = context
  const found = await inspectionsOf(context, portsOf(actor, law), id)
  const inspections = found?.inspections.filter((inspection) => maySeeLiability(actor, inspection)) ?? []
  if (found === undefined) return refuse({ code: 'common/not-found' })
  const { port } = found.about
  const declarations = found.about.kind === 'declaration' ? [id] : inspections.flatMap((inspection) => [...inspection.declarations])
  // Whoever oversees reads all of them; an agency its own and those it relies on.
  const looks = maySeeTasks(actor) ? await listOwnLooks(db, port, declarations, inspections.map(({ object }) => object.key), seesAccessOf(actor, undefined) ? undefined : (actor.agency ?? '')) : []
  if (inspections.length === 0 && (looks.length === 0 || found.about.kind !== 'declaration')) return refuse({ code: 'common/not-found' })
  const ids = inspections.map((inspection) => inspection.id)
  // One result for a task at most: none is left out.
  const results = await listResults(db, { ports: [port], limit: inspections.reduce((sum, { tasks }) => sum + tasks.length, 0), inspections: ids })
  const errors = await findLiabilities(db, port, ids, looks.map((look) => look.id))
  const subjects = [
    ...ids.map((one) => ({ kind: 'joint-inspection', id: one })),
    ...[...results, ...looks].map((result) => ({ kind: 'result', id: result.id })),
    ...errors.map((error) => ({ kind: 'liability', id: error.id })),
    ...(seesAccessOf(actor, undefined) ? ids.map((one) => ({ kind: 'access', id: one })) : []),
  ]
  return ok({ about: found.about, inspections, results, looks, errors, subjects })
}

/**
 * Who was responsible for what in a case, on what evidence: duties, records, decisions on every lot, results and their adoption, offences passed on,
 * errors with who is answerable or exempt, and the facts of it from the ledger with their proofs, the first `facts` of them and how many follow
 * (LB-07…LB-10). `id` is an inspection's or a declaration's; parts the reader may not know of are left out, and where nothing is left there is no such
 * case. The same number of reads however many inspections a case has.
 */
export async function readDossier(context: Context, law: Pack, id: string, facts: number): Promise<Result<Dossier>> {
  const { actor, db, now } = context
  const known = await findKnownCase(context, law, id)
  if (!known.ok) return known
  const { about, inspections, results, looks, errors, subjects } = known.value
  const { port } = about
  const ids = inspections.map((inspection) => inspection.id)
  const directives = await findDirectives(db, port, inspections.flatMap(({ tasks }) => tasks.flatMap((task) => [...task.directives])))
  const keys = [...new Set([...inspections.map(({ object }) => object.key), ...directives.flatMap((directive) => directive.keys.map(({ key }) => key))])]
  const evidence = {
    directives,
    handlings: await findHandlings(db, port, keys),
    responsible: await responsibleIn(db, port, inspections),
    accesses: await listAccesses(db, port, ids, accessOfAgency(actor), mostAccesses),
    offences: await findOffences(db, port, ids),
    photos: await findPhotos(db, port, ids),
    numbers: new Map((await findNumbers(db, [port], inspections.flatMap(({ declarations }) => [...declarations]))).map((one) => [one.id, one.number])),
    adoptions: await findAdoptions(db, [port], [...results, ...looks].map((result) => result.id)),
    results,
    errors,
  }
  const parts = inspections.map((inspection) => partOf(law, inspection, evidence))
  const ledger = pageOf(await proveSubjects(db, port, subjects, undefined, facts))
  // Last: this very reading is in the next dossier, not in this one.
  await accessLog(() => law).viewOf('dossier')(context, ...inspections)
  return ok({ case: about, issuedAt: toIso(now), issuedTo: nameOf(actor), inspections: parts, looks: looks.map((look) => lookView(look, errors, evidence.adoptions)), ledger })
}

/** The facts of a case that follow after one of them, with their proofs: what a dossier does not carry. */
export async function readFacts(context: Context, law: Pack, id: string, after: string | undefined, limit: number): Promise<Result<FactsPage>> {
  const known = await findKnownCase(context, law, id)
  if (!known.ok) return known
  const { about, inspections, subjects } = known.value
  const page = pageOf(await proveSubjects(context.db, about.port, subjects, after, limit))
  await accessLog(() => law).viewOf('dossier')(context, ...inspections)
  return ok(page)
}

const pageOf = ({ proofs, unsealed, left, next }: ProvenFacts): FactsPage => ({ proofs: [...proofs], unsealed: [...unsealed], left, ...(next === undefined ? {} : { next }) })

const nameOf = (actor: Actor): string => (actor.agency === undefined ? actor.name : `${actor.agency} ${actor.name}`)

/** What the parts of a dossier are made from, read once for all of them. */
interface Evidence {
  readonly directives: readonly Directive[]
  readonly handlings: Awaited<ReturnType<typeof findHandlings>>
  readonly responsible: Awaited<ReturnType<typeof responsibleIn>>
  readonly accesses: Awaited<ReturnType<typeof listAccesses>>
  readonly offences: Awaited<ReturnType<typeof findOffences>>
  readonly photos: readonly Photo[]
  readonly numbers: ReadonlyMap<string, string>
  readonly adoptions: readonly Adoption[]
  readonly results: KnownCase['results']
  readonly errors: readonly Liability[]
}

function partOf(law: Pack, inspection: Inspection, found: Evidence): InspectionPart {
  const { adoptions, directives, numbers } = found
  const states = dutyStates(inspection, found.responsible.get(inspection.id))
  const accesses = found.accesses.filter((access) => access.inspection === inspection.id)
  return {
    id: inspection.id,
    kind: inspection.kind,
    state: inspection.state,
    object: { kind: inspection.object.kind, ref: inspection.object.ref },
    ...(inspection.site === undefined ? {} : { site: inspection.site }),
    ...(inspection.startedAt === undefined ? {} : { startedAt: toIso(inspection.startedAt) }),
    ...(inspection.closedAt === undefined ? {} : { closedAt: toIso(inspection.closedAt) }),
    responsibilities: inspection.tasks.map((task) => {
      const codes = new Set([...directives.filter((directive) => task.directives.includes(directive.id)).map((directive) => directive.power), ...(task.power === undefined ? [] : [task.power])])
      return {
        agency: task.agency,
        crew: [...task.crew],
        powers: law.powers.filter((power) => codes.has(power.code)).map(({ code, clause }) => ({ power: code, clause, law: { ...clauseName(law, clause) } })),
        duties: task.duties.map(({ code, kind, done }) => {
          const state = states.find((one) => one.agency === task.agency && one.code === code)
          return { code, kind, answerable: state?.answerable ?? task.agency, state: state?.state ?? 'open', ...(done === undefined ? {} : { outcome: done.outcome }), evidence: [...(state?.evidence ?? [])] }
        }),
        ...(task.disposition === undefined ? {} : { disposition: decisionView(task.disposition) }),
        lots: lotsOf(inspection, task, numbers),
        diligent: states.filter((one) => one.answerable === task.agency).every((one) => one.state === 'performed'),
      }
    }),
    handlings: found.handlings
      .filter((handling) => handling.inspection === inspection.id)
      .map(({ id, action, object, agency, by, at, n, reason }) => ({ id, action, object: object.ref, agency, by, at: toIso(at), n, ...(reason === undefined ? {} : { reason }) })),
    photos: found.photos.filter((photo) => photo.inspection === inspection.id).map(photoView),
    results: found.results
      .filter((result) => result.inspection === inspection.id)
      .map((result) => ({ id: result.id, agency: result.agency, outcome: result.outcome, recordedAt: toIso(result.recordedAt), adoptions: adoptions.filter((adoption) => adoption.result === result.id).map(adoptionView) })),
    offences: found.offences.filter((offence) => offence.inspection === inspection.id).map(({ id, agency, offence, competent, at }) => ({ id, agency, offence, competent, at: toIso(at) })),
    errors: found.errors.filter((error) => error.inspection === inspection.id).map((error) => liabilityView(error, adoptions)),
    accesses: accesses.map(accessView),
    accessesLeft: (accesses[0]?.whole ?? 0) - accesses.length,
  }
}

/** A look of an agency's own, with who relies on it and what proved wrong. */
function lookView({ id, agency, object, outcome, recordedAt }: KnownCase['looks'][number], errors: readonly Liability[], adoptions: readonly Adoption[]): OwnLook {
  return {
    ...{ id, agency, object: { kind: object.kind, ref: object.ref }, outcome, recordedAt: toIso(recordedAt) },
    adoptions: adoptions.filter((adoption) => adoption.result === id).map(adoptionView),
    errors: errors.filter((error) => error.inspection === undefined && error.result === id).map((error) => liabilityView(error, adoptions)),
  }
}

const decisionView = ({ code, effect, by, at, reason }: Disposition): NonNullable<InspectionPart['responsibilities'][number]['disposition']> => ({ code, effect, by, at: toIso(at), ...(reason === undefined ? {} : { reason }) })

/** What an agency decided on every lot and, where it spoke of single lines, on each of those; nothing where all goods are of one declaration and it decided on them together (TM-06). */
function lotsOf({ declarations }: Inspection, task: Task, numbers: ReadonlyMap<string, string>): InspectionPart['responsibilities'][number]['lots'] {
  const named = task.lots ?? {}
  if (declarations.length < 2 && task.lots === undefined) return []
  const line = (lot: string, own: boolean, disposition: Disposition | undefined) => ({ lot, own, ...(disposition === undefined ? {} : { disposition: decisionView(disposition) }) })
  return [...declarations]
    .sort((a, b) => ((numbers.get(a) ?? a) < (numbers.get(b) ?? b) ? -1 : 1))
    .flatMap((declaration) => {
      const number = numbers.get(declaration) ?? declaration
      const items = Object.entries(named).filter(([key]) => key.startsWith('item:') && declarationOf(key) === declaration)
      const lines = items.map(([key, decision]) => ({ n: Number(key.slice(itemKey(declaration, 0).length - 1)), decision })).sort((a, b) => a.n - b.n)
      return [line(number, named[lotKey(declaration)] !== undefined, dispositionOn(task, declaration)), ...lines.map(({ n, decision }) => line(`${number}/${n}`, true, decision))]
    })
}

