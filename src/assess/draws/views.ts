import { z } from 'zod'
import type { Actor } from '../../kernel/actor.ts'
import { sha256Hex } from '../../kernel/sha256.ts'
import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import type { Queryable } from '../../platform/database/database.ts'
import { readOutcomes, readReplacements } from './aftermath-store.ts'
import { sharesOf } from './advance-draw.ts'
import { readAskedOutcomes } from './asked-outcome-store.ts'
import { readList } from './candidate-store.ts'
import { owed } from './domain/draw-list.ts'
import { namesFor } from './domain/permissions.ts'
import { drawCauses, drawStates, type Draw } from './draw.ts'
import { currentCrews } from './replace-officer.ts'
import { readShares } from './share-store.ts'
import { findRecordVersion, type ListedDraw } from './store.ts'

const Out = z.enum(['off-duty', 'not-qualified', 'at-capacity'])
const Selected = z.object({ object: z.string(), officers: z.array(z.string()), short: z.boolean() })
const FactProof = z.object({ leaf: z.string(), salt: z.string(), sealed: z.string(), position: z.int(), audit: z.array(z.string()) })
const Beacon = z.object({ note: z.string(), size: z.int(), root: z.string(), facts: z.array(FactProof) })

const List = z.object({
  head: z.object({
    kind: z.literal('draw'), algorithm: z.string(), draw: z.string(), port: z.string(), agency: z.string(),
    rules: z.object({ rates: z.record(z.string(), z.int().min(0)), crew: z.int().min(1), capacity: z.int().min(0) }),
    parties: z.array(z.string()), replaces: z.string().nullable(),
  }),
  objects: z.array(z.object({ kind: z.literal('object'), code: z.string(), identity: z.string(), stratum: z.string(), conflicts: z.array(z.string()) })),
  officers: z.array(z.object({ kind: z.literal('officer'), code: z.string(), identity: z.string(), load: z.int().min(0), out: Out.nullable() })),
})

/** What is checked of a draw that was drawn: the form of the file of `lianjian draw verify`, which may hold more. */
export const DrawFileSchema = z.object({
  id: z.string(),
  list: List,
  root: z.string(),
  commitments: z.array(z.object({ agency: z.string(), commitment: z.string() })),
  shares: z.array(z.object({ agency: z.string(), secret: z.string().nullable() })),
  beacon: Beacon,
  late: Beacon.nullable(),
  seed: z.string(),
  result: z.array(Selected),
  replacements: z.array(z.object({ object: z.string(), out: z.string() })),
  current: z.array(Selected),
})

const Person = z.object({ person: z.string(), role: z.string(), at: z.iso.datetime() })

/** A draw in the open register. Persons are codes. */
export const DrawSummary = z.object({
  id: z.uuid(),
  /** `D-7`: number at the port. */
  label: z.string(),
  port: z.string(),
  agency: z.string(),
  state: z.enum(drawStates),
  objects: z.int(),
  officers: z.int(),
  drawn: z.int().nullable(),
  causes: z.array(z.enum(drawCauses)),
  reason: z.string().nullable(),
  replaces: z.uuid().nullable(),
  replacedBy: z.uuid().nullable(),
  ordered: Person,
  approved: Person.nullable(),
  frozenAt: z.iso.datetime().nullable(),
  drawnAt: z.iso.datetime().nullable(),
})
export type DrawSummary = z.infer<typeof DrawSummary>

/** Everything public of a draw: what it is recomputed from, and what came of it. Names nobody. */
export const PublicDraw = DrawSummary.extend({
  list: List.nullable(),
  /** Names of the strata, the one of most risk first. */
  strata: z.array(z.object({ code: z.string(), name: z.object({ zh: z.string(), en: z.string() }) })),
  root: z.string().nullable(),
  commitBy: z.iso.datetime().nullable(),
  revealBy: z.iso.datetime().nullable(),
  committed: z.array(z.string()),
  revealed: z.array(z.string()),
  commitments: z.array(z.object({ agency: z.string(), commitment: z.string() })),
  /** Empty until all are told at once. */
  shares: z.array(z.object({ agency: z.string(), secret: z.string().nullable() })),
  beacon: Beacon.nullable(),
  late: Beacon.nullable(),
  seed: z.string().nullable(),
  result: z.array(Selected).nullable(),
  replacements: z.array(z.object({ object: z.string(), out: z.string(), reason: z.string(), asked: z.string(), approved: z.string() })),
  current: z.array(Selected).nullable(),
  /** Officers whose standing changed between freeze and draw; without effect on it. */
  roster: z.array(z.object({ officer: z.string(), was: Out.nullable(), is: z.enum([...Out.options, 'gone']).nullable() })).nullable(),
  outcomes: z.array(z.object({ object: z.string(), version: z.int(), class: z.string(), items: z.array(z.string()), result: z.enum(['qualified', 'not-qualified', 'not-inspected']), exception: z.string().nullable(), on: z.iso.date() })),
})
export type PublicDraw = z.infer<typeof PublicDraw>

/** A person in the open register: the same code in every draw, and no name. */
export function personCode(id: string): string {
  return `P-${sha256Hex(`lianjian person\n${id}`).slice(0, 8)}`
}

const owedName = { zh: '上次无人可派', en: 'Named before, without a crew' }
const isoOrNull = (moment: Instant | null): string | null => (moment === null ? null : toIso(moment))

/** A draw as lists show it: persons by their codes, times in ISO, null for what has not happened yet. */
export function toSummary(draw: ListedDraw): DrawSummary {
  const { approvedBy, approvedRole, approvedAt } = draw
  return {
    id: draw.id,
    label: `D-${draw.number}`,
    port: draw.port,
    agency: draw.agency,
    state: draw.state,
    objects: draw.objects ?? 0,
    officers: draw.officers ?? 0,
    drawn: draw.drawn,
    causes: [...draw.causes],
    reason: draw.reason,
    replaces: draw.replaces,
    replacedBy: draw.replacedBy,
    ordered: { person: personCode(draw.orderedBy), role: draw.orderedRole, at: toIso(draw.orderedAt) },
    approved: approvedBy === null || approvedRole === null || approvedAt === null ? null : { person: personCode(approvedBy), role: approvedRole, at: toIso(approvedAt) },
    frozenAt: isoOrNull(draw.frozenAt),
    drawnAt: isoOrNull(draw.drawnAt),
  }
}

/** The public record of a draw. Commitments are told once closed, secrets once all are. */
export async function publicDraw(db: Queryable, { riskLevels }: Pick<Pack, 'riskLevels'>, draw: Draw): Promise<PublicDraw> {
  const { port, id, head, seed } = draw
  const list = head === null ? null : await readList(db, port, id, head)
  const stored = await readShares(db, port, id)
  const wishes = await readReplacements(db, port, id)
  const counted = wishes.filter(({ place }) => place !== null)
  const told = draw.lateEntry !== null || seed !== null
  const outcomes = await readOutcomes(db, port, id)
  const value = {
    ...toSummary(draw),
    list,
    strata: riskLevels.toSorted((a, b) => b.rank - a.rank).filter(({ code }) => head !== null && code in head.rules.rates).map(({ code, name }) => ({ code, name })).concat(head !== null && owed in head.rules.rates ? [{ code: owed, name: owedName }] : []),
    root: draw.root,
    commitBy: isoOrNull(draw.commitBy),
    revealBy: isoOrNull(draw.revealBy),
    committed: stored.map(({ agency }) => agency),
    revealed: stored.filter(({ secret }) => secret !== null).map(({ agency }) => agency),
    commitments: draw.closedEntry === null ? [] : stored.map(({ agency, commitment }) => ({ agency, commitment })),
    shares: told ? sharesOf(draw, stored) : [],
    beacon: draw.beacon,
    late: draw.late,
    seed,
    result: draw.result,
    replacements: counted.map(({ object, officer, reason, askedBy, approvedBy }) => ({ object, out: officer, reason, asked: personCode(askedBy), approved: personCode(approvedBy ?? '') })),
    current: seed === null ? null : await currentCrews(db, draw, counted),
    roster: draw.roster,
    outcomes: outcomes.map(({ recordedAt, ...outcome }) => ({ ...outcome, on: toIso(recordedAt).slice(0, 10) })),
  }
  return value as unknown as PublicDraw
}

/** A draw for the agencies: where it stands and what waits for somebody. The lists are in the public record; names are asked for by `readDrawNames`. */
export const DrawView = DrawSummary.extend({
  root: z.string().nullable(),
  /** Version of the public record, null where there is none yet. */
  record: z.string().nullable(),
  commitBy: z.iso.datetime().nullable(),
  revealBy: z.iso.datetime().nullable(),
  /** Agencies that owe a share of the seed, those that committed to theirs, those that showed it. */
  parties: z.array(z.string()),
  committed: z.array(z.string()),
  revealed: z.array(z.string()),
  /** Whether the reader may ask for names: of what was drawn, or of the whole list. */
  naming: z.enum(['none', 'drawn', 'list']),
  asked: z.array(z.object({ id: z.uuid(), object: z.string(), officer: z.string(), reason: z.string(), at: z.iso.datetime() })),
  askedOutcomes: z.array(z.object({ id: z.uuid(), object: z.string(), exception: z.string(), at: z.iso.datetime() })),
})
export type DrawView = z.infer<typeof DrawView>

/** A draw as an official of its port sees it; what waits for a second person only for the agency itself and those who oversee it. */
export async function viewDraw(db: Queryable, actor: Actor, draw: Draw): Promise<DrawView> {
  const { port, id } = draw
  const shares = await readShares(db, port, id)
  const naming = namesFor(actor, draw)
  const wishes = naming === 'none' ? [] : (await readReplacements(db, port, id)).filter(({ place }) => place === null)
  const outcomes = naming === 'none' ? [] : await readAskedOutcomes(db, port, id)
  return {
    ...toSummary(draw),
    root: draw.root,
    record: (await findRecordVersion(db, [port], id)) ?? null,
    commitBy: isoOrNull(draw.commitBy),
    revealBy: isoOrNull(draw.revealBy),
    parties: [...(draw.head?.parties ?? [])],
    committed: shares.map(({ agency }) => agency),
    revealed: shares.filter(({ secret }) => secret !== null).map(({ agency }) => agency),
    naming,
    asked: wishes.map(({ id: wish, object, officer, reason, askedAt }) => ({ id: wish, object, officer, reason, at: toIso(askedAt) })),
    askedOutcomes: outcomes.map(({ id: wish, object, exception, askedAt }) => ({ id: wish, object, exception, at: toIso(askedAt) })),
  }
}
