import { z } from 'zod'
import { hasRole, type Actor } from '../../kernel/actor.ts'
import { inForce, toIso, type Instant } from '../../kernel/instant.ts'
import { parameterValue } from '../../kernel/parameter.ts'
import type { Pack } from '../../kernel/pack.ts'
import type { Queryable } from '../../platform/database/database.ts'
import { findProblems } from '../../joint/results/public.ts'
import { bodies } from './bodies-register.ts'
import { countComparisons, listDeviations } from './comparison-store.ts'
import { hasLicence, standingAt, type Body } from './domain/body.ts'
import { figuresOf } from './domain/comparison.ts'
import { bodyOf } from './domain/permissions.ts'
import { standingsOf, type AcceptanceParts } from './parts.ts'
import { countReports, listReports } from './report-store.ts'

const Scope = z.object({ hs: z.array(z.string()), tests: z.array(z.string()), standards: z.array(z.string()), ports: z.array(z.string()) })
const Standing = z.enum(['none', 'applied', 'admitted', 'suspended', 'removed', 'declined'])

/** A body as everybody may read it (GV-08). */
export const PublicBody = z.object({
  code: z.string(),
  name: z.object({ zh: z.string(), en: z.string().optional() }),
  owner: z.string(),
  country: z.string(),
  zone: z.string().optional(),
  fields: z.array(z.string()),
  scopes: z.array(Scope),
  standing: Standing,
  since: z.string().optional(),
})

/** A body with its figures, for officials and the body itself. */
export const BodyView = PublicBody.extend({
  licence: z.object({ type: z.string(), number: z.string(), validTo: z.string().optional() }).optional(),
  recognisedBy: z.string().optional(),
  reports: z.object({ waiting: z.int(), accepted: z.int(), refused: z.int(), doubted: z.int(), dropped: z.int() }).optional(),
  figures: z.object({ compared: z.int(), deviating: z.int(), complaints: z.int(), share: z.number(), low: z.number(), high: z.number(), flagged: z.boolean() }).optional(),
})
export type BodyView = z.infer<typeof BodyView>

/** What lies behind a body's figures. */
export const BodyDetail = BodyView.extend({
  deviations: z.array(
    z.object({ id: z.uuid(), port: z.string(), report: z.uuid(), number: z.string(), declarationId: z.uuid(), declaration: z.string(), kind: z.string(), outcome: z.string(), note: z.string(), restsOn: z.string().optional(), reference: z.string(), version: z.int(), by: z.string(), at: z.string() }),
  ),
  /** Accepted reports whose goods an inspection later found a problem with, and that nobody has compared yet. */
  contradicted: z.array(z.object({ report: z.uuid(), port: z.string(), number: z.string(), declarationId: z.uuid(), declaration: z.string(), inspection: z.uuid(), agency: z.string(), at: z.string() })),
})

type Entry = Body & { readonly name: { readonly zh: string; readonly en?: string | undefined } }

/** Bodies that are listed at a moment: in the register, and with their licence where they need one (TP-08). */
function listedAt({ law, cache }: AcceptanceParts, at: Instant): Entry[] {
  const { country, bodyLicence } = law().acceptance
  const entries = [...cache.versions(bodies).values()].flatMap((versions): Entry[] => {
    const found = versions.find((version) => inForce(version, at))
    return found === undefined ? [] : [found.data]
  })
  return entries
    .filter((body) => body.country !== country || !inForce(bodyLicence, at) || hasLicence(body, bodyLicence.type, at))
    .sort((a, b) => (a.code < b.code ? -1 : 1))
}

const publicView = (body: Entry, standing: ReturnType<typeof standingAt>): z.infer<typeof PublicBody> => ({
  code: body.code,
  name: { zh: body.name.zh, ...(body.name.en === undefined ? {} : { en: body.name.en }) },
  owner: body.owner,
  country: body.country,
  ...(body.zone === undefined ? {} : { zone: body.zone }),
  fields: [...body.fields],
  scopes: body.scopes.map((scope) => ({ hs: [...scope.hs], tests: [...scope.tests], standards: [...scope.standards], ports: [...scope.ports] })),
  standing: standing.standing,
  ...(standing.since === undefined ? {} : { since: toIso(standing.since) }),
})

/** The catalogue for everybody, as it stood at a moment. */
export async function publicCatalogue(db: Queryable, parts: AcceptanceParts, at: Instant): Promise<z.infer<typeof PublicBody>[]> {
  const listed = listedAt(parts, at)
  const standings = await standingsOf(db, listed.map((body) => body.code))
  return listed.map((body) => publicView(body, standingAt(standings.get(body.code) ?? [], at)))
}

/** Officials and those who oversee read figures of every body; a body its own. */
export const seesFigures = (actor: Actor, body: string): boolean => hasRole(actor, 'officer', 'coordinator', 'headquarters', 'auditor') || bodyOf(actor) === body

/** The catalogue with figures as far as the reader may see them (TP-01, TP-06). */
export async function catalogue(db: Queryable, parts: AcceptanceParts, actor: Actor, ports: readonly string[], at: Instant, only?: string): Promise<BodyView[]> {
  const listed = listedAt(parts, at).filter((body) => only === undefined || body.code === only)
  const codes = listed.map((body) => body.code)
  const [standings, reports, comparisons] = [await standingsOf(db, codes), await countReports(db, ports, codes), await countComparisons(db, codes)]
  const limits = limitsOf(parts.law(), at)
  return listed.map((body): BodyView => {
    const seen = publicView(body, standingAt(standings.get(body.code) ?? [], at))
    if (!seesFigures(actor, body.code)) return seen
    const count = (state: string): number => reports.find((one) => one.body === body.code && one.state === state)?.count ?? 0
    return {
      ...seen,
      ...(body.licence === undefined ? {} : { licence: { type: body.licence.type, number: body.licence.number, ...(body.licence.validTo === undefined ? {} : { validTo: body.licence.validTo }) } }),
      ...(body.recognisedBy === undefined ? {} : { recognisedBy: body.recognisedBy }),
      reports: { waiting: count('waiting'), accepted: count('accepted'), refused: count('refused'), doubted: count('doubted'), dropped: count('dropped') },
      figures: { ...figuresOf(comparisons.filter((one) => one.body === body.code), limits) },
    }
  })
}

function limitsOf(pack: Pack, at: Instant): { readonly share: number; readonly least: number } {
  return { share: parameterValue(pack, 'acceptance.deviation', at), least: parameterValue(pack, 'acceptance.comparisons', at) }
}

const looked = 200

/** The cases behind a body's figures: what deviated, and its latest accepted reports that an inspection has contradicted since (TP-06). */
export async function behindFigures(db: Queryable, ports: readonly string[], body: string): Promise<Pick<z.infer<typeof BodyDetail>, 'deviations' | 'contradicted'>> {
  const deviations = await listDeviations(db, ports, body, looked)
  const accepted = await listReports(db, { ports, body, state: 'accepted', limit: looked })
  const contradicted: z.infer<typeof BodyDetail>['contradicted'] = []
  for (const port of new Set(accepted.map((report) => report.port))) {
    const here = accepted.filter((report) => report.port === port)
    for (const problem of await findProblems(db, port, [...new Set(here.map((report) => report.declarationId))])) {
      for (const { id, number, declarationId, declaration, decidedAt } of here) {
        const compared = deviations.some((one) => one.report === id && one.restsOn === problem.inspection)
        if (compared || decidedAt === null || problem.recordedAt < decidedAt || !problem.declarations.includes(declarationId)) continue
        contradicted.push({ report: id, port, number, declarationId, declaration, inspection: problem.inspection, agency: problem.agency, at: toIso(problem.recordedAt) })
      }
    }
  }
  return { deviations: deviations.map(({ restsOn, at, body: _of, ...one }) => ({ ...one, ...(restsOn === null ? {} : { restsOn }), at: toIso(at) })), contradicted }
}
