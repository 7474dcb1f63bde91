import type { Actor } from '../../kernel/actor.ts'
import { toIso } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import { proveSubjects } from '../../platform/ledger/public.ts'
import { findCases } from '../../window/declarations/public.ts'
import { findDirectives } from '../directives/public.ts'
import type { Inspection } from '../inspections/domain/inspection.ts'
import { findHandlings, findInspection, findInspectionsOfDeclarations } from '../inspections/public.ts'
import { portsOf } from '../ports.ts'
import { findAdoptions, listResults, type Adoption } from '../results/public.ts'
import { workPlanOf } from '../session/public.ts'
import { findOffences } from '../transfers/public.ts'
import { dutyStates } from './domain/attribute.ts'
import { maySeeLiability, seesAccessOf } from './domain/may-report.ts'
import type { Dossier, InspectionPart, LiabilityView } from './dossier-view.ts'
import { logView } from './log-access.ts'
import { findAccesses, findLiabilities, type Liability } from './store.ts'

/** Facts per subject that a dossier carries. */
const mostFacts = 200

/** An error or leak as it is read, with whoever adopted the result it is about. */
export function liabilityView({ id, inspection, kind, duty, result, description, evidence, attributions, by, at }: Liability, adoptions: readonly Adoption[] = []): LiabilityView {
  const adopted = result === undefined ? {} : { result, adoptions: adoptions.filter((adoption) => adoption.result === result).map(adoptionView) }
  const decided = attributions.map((one) => ({ ...one, against: [...one.against], evidence: [...one.evidence] }))
  return { id, inspection, kind, ...(duty === undefined ? {} : { duty }), ...adopted, description, evidence: [...evidence], attributions: decided, by, at: toIso(at) }
}

const adoptionView = ({ adopter, liable, purpose, by, at }: Adoption): { adopter: string; liable: string; purpose: string; by: string; at: string } => ({ adopter, liable, purpose, by, at: toIso(at) })

/** The inspections a case means: one by its own id, or all that looked at the goods of a declaration. */
async function inspectionsOf(context: Context, ports: readonly string[], id: string): Promise<{ case: Dossier['case']; inspections: Inspection[] } | undefined> {
  const inspection = await findInspection(context.db, ports, id)
  if (inspection !== undefined) return { case: { kind: 'joint-inspection', id, port: inspection.port }, inspections: [inspection] }
  for (const port of ports) {
    const [declaration] = await findCases(context.db, port, [id])
    if (declaration !== undefined) return { case: { kind: 'declaration', id, port, number: declaration.number }, inspections: await findInspectionsOfDeclarations(context.db, port, [id]) }
  }
  return undefined
}

/**
 * Who was responsible for what in a case, on what evidence: duties, records, results and their adoption, offences passed on, errors with who is
 * answerable or exempt, and every fact of it from the ledger with its proof (LB-07…LB-10). `id` is an inspection's or a declaration's; parts the
 * reader may not know of are left out, and where nothing is left there is no such case.
 */
export async function readDossier(context: Context, law: Pack, id: string): Promise<Result<Dossier>> {
  const { actor, db, now } = context
  const found = await inspectionsOf(context, portsOf(actor, law), id)
  const inspections = found?.inspections.filter((inspection) => maySeeLiability(actor, inspection)) ?? []
  if (found === undefined || inspections.length === 0) return refuse({ code: 'common/not-found' })
  const { port } = found.case
  const results = await listResults(db, { ports: [port], limit: 200, inspections: inspections.map((inspection) => inspection.id) })
  const adoptions = await findAdoptions(db, [port], results.map((result) => result.id))
  const errors = await findLiabilities(db, port, inspections.map((inspection) => inspection.id))
  const parts: InspectionPart[] = []
  for (const inspection of inspections) parts.push(await partOf(context, law, inspection, errors, adoptions, results))
  const subjects = [
    ...inspections.map((inspection) => ({ kind: 'joint-inspection', id: inspection.id })),
    ...results.map((result) => ({ kind: 'result', id: result.id })),
    ...errors.map((error) => ({ kind: 'liability', id: error.id })),
    ...(seesAccessOf(actor, undefined) ? inspections.map((inspection) => ({ kind: 'access', id: inspection.id })) : []),
  ]
  const { proofs, unsealed } = await proveSubjects(db, port, subjects, mostFacts)
  // Last: this very reading is in the next dossier, not in this one.
  for (const inspection of inspections) await logView(context, inspection)
  return ok({ case: found.case, issuedAt: toIso(now), issuedTo: nameOf(actor), inspections: parts, ledger: { proofs: [...proofs], unsealed: [...unsealed] } })
}

const nameOf = (actor: Actor): string => (actor.agency === undefined ? actor.name : `${actor.agency} ${actor.name}`)

async function partOf(context: Context, law: Pack, inspection: Inspection, errors: readonly Liability[], adoptions: readonly Adoption[], results: Awaited<ReturnType<typeof listResults>>): Promise<InspectionPart> {
  const { actor, db, now } = context
  const plan = await workPlanOf(db, law, inspection, now)
  const responsible = new Map(plan.overlaps.flatMap((overlap): [string, string][] => (overlap.settled?.agency === undefined ? [] : [[overlap.code, overlap.settled.agency]])))
  const states = dutyStates(inspection, responsible)
  const directives = await findDirectives(db, inspection.port, inspection.tasks.flatMap((task) => [...task.directives]))
  const keys = [...new Set([inspection.object.key, ...directives.flatMap((directive) => directive.keys.map(({ key }) => key))])]
  const handlings = (await findHandlings(db, inspection.port, keys)).filter((handling) => handling.inspection === inspection.id)
  const accesses = (await findAccesses(db, inspection.port, inspection.id)).filter((access) => seesAccessOf(actor, access.agency))
  return {
    id: inspection.id,
    kind: inspection.kind,
    state: inspection.state,
    object: { kind: inspection.object.kind, ref: inspection.object.ref },
    ...(inspection.site === undefined ? {} : { site: inspection.site }),
    ...(inspection.startedAt === undefined ? {} : { startedAt: toIso(inspection.startedAt) }),
    ...(inspection.closedAt === undefined ? {} : { closedAt: toIso(inspection.closedAt) }),
    responsibilities: inspection.tasks.map((task) => {
      const codes = new Set(directives.filter((directive) => task.directives.includes(directive.id)).map((directive) => directive.power))
      return {
        agency: task.agency,
        crew: [...task.crew],
        powers: law.powers.filter((power) => codes.has(power.code)).map((power) => ({ power: power.code, clause: power.clause })),
        duties: task.duties.map(({ code, kind, done }) => {
          const state = states.find((one) => one.agency === task.agency && one.code === code)
          return { code, kind, answerable: state?.answerable ?? task.agency, state: state?.state ?? 'open', ...(done === undefined ? {} : { outcome: done.outcome }), evidence: [...(state?.evidence ?? [])] }
        }),
        ...(task.disposition === undefined ? {} : { disposition: { ...task.disposition, at: toIso(task.disposition.at) } }),
        diligent: states.filter((one) => one.answerable === task.agency).every((one) => one.state === 'performed'),
      }
    }),
    handlings: handlings.map(({ id, action, object, agency, by, at, n, reason }) => ({ id, action, object: object.ref, agency, by, at: toIso(at), n, ...(reason === undefined ? {} : { reason }) })),
    results: results
      .filter((result) => result.inspection === inspection.id)
      .map((result) => ({ id: result.id, agency: result.agency, outcome: result.outcome, recordedAt: toIso(result.recordedAt), adoptions: adoptions.filter((adoption) => adoption.result === result.id).map(adoptionView) })),
    offences: (await findOffences(db, inspection.port, inspection.id)).map(({ id, agency, offence, competent, at }) => ({ id, agency, offence, competent, at: toIso(at) })),
    errors: errors.filter((error) => error.inspection === inspection.id).map((error) => liabilityView(error, adoptions)),
    accesses: accesses.map(({ id, act, actorName, agency, recipient, at }) => ({ id, act, by: actorName, ...(agency === undefined ? {} : { agency }), ...(recipient === undefined ? {} : { recipient }), at: toIso(at) })),
  }
}
