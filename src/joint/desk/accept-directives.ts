import { systemActor } from '../../kernel/actor.ts'
import { toIso } from '../../kernel/instant.ts'
import { must } from '../../kernel/invariant.ts'
import type { Pack } from '../../kernel/pack.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import type { Database, Tx } from '../../platform/database/database.ts'
import { insertLedgerRows } from '../../platform/ledger/entry-store.ts'
import { ledgerRows, type LedgerFact } from '../../platform/ledger/append.ts'
import { oweNotices } from '../../platform/notices/public.ts'
import { resolveObjects, visitSpanOf, type Resolution, type ResolvedObject } from '../../window/objects/public.ts'
import { answeredBefore, findAnswers, findEarlierLooks, findLiveDirectives, insertDirectives, participantsFor, type Directive, type AnsweredBefore, type EarlierLook, type NewDirective } from '../directives/public.ts'
import { planArrangement, writeArrangement, type Arrangement } from '../inspections/public.ts'
import { shareResults, type AnsweredLate } from '../results/public.ts'
import { kindOfKey, nameOfKey } from '../object-names.ts'
import { lockPort } from '../ports.ts'
import type { PreparedDirective } from './send-directive.ts'

/** What became of a directive: accepted now, accepted before with the same content (the same answer), or refused. */
export type DirectiveOutcome = { readonly kind: 'accepted' | 'repeated'; readonly answer: string } | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] }

function directiveOf(prepared: PreparedDirective, object: ResolvedObject, pack: Pack): Directive {
  const { context, contentHash: _hash, business: said, reopening: _why, ...wanted } = prepared
  const mechanism = participantsFor(pack.participants, prepared.port, prepared.object.kind, context.now)?.mechanism
  const business = object.business ?? said
  return {
    ...wanted,
    keys: object.keys.map((key) => ({ kind: kindOfKey(key), key })),
    ...(mechanism === undefined ? {} : { mechanism }),
    ...(business === undefined ? {} : { business }),
    places: object.places,
    declarations: [...new Set(object.declarations.map((declaration) => declaration.id))],
    parties: [...new Set(object.parties)],
    state: 'open',
    version: 1,
    acceptedAt: context.now,
    sentBy: context.actor.id,
  }
}

function refusalOf(prepared: PreparedDirective, unresolved: Extract<Resolution, { ok: false }>['unresolved']): Refusal {
  const { kind, ref } = prepared.object
  const pointer = '/object/ref'
  switch (unresolved.reason) {
    case 'unreadable':
      return { code: 'directives/object-unreadable', pointer, facts: { kind, ref }, clause: 'DC-04' }
    case 'unknown':
      return { code: 'directives/object-unknown', pointer, facts: { kind, ref }, clause: 'DC-01' }
    case 'ambiguous':
      return { code: 'directives/object-ambiguous', pointer, facts: { ref, candidates: unresolved.candidates.join(', ') }, clause: 'DC-04' }
  }
}

/** The first answer, which a repeat gets byte for byte: what was taken, which inspection answers it, and with whom it met. */
function answerOf(directive: Directive, plan: Arrangement): string {
  const inspection = must(plan.inspectionOf.get(directive.id), 'every directive gets an inspection')
  const collision = plan.collisionOf.get(directive.id)
  return JSON.stringify({
    id: directive.id,
    port: directive.port,
    agency: directive.agency,
    object: directive.object,
    methods: directive.methods,
    window: { from: toIso(directive.window.from), to: toIso(directive.window.to) },
    power: directive.power,
    state: directive.state,
    acceptedAt: toIso(directive.acceptedAt),
    inspection: { id: inspection.id, kind: inspection.kind },
    ...(collision === undefined
      ? {}
      : { collision: { id: collision.id, agencies: collision.agencies, directives: collision.members.filter((member) => member.leftAt === undefined).map((member) => member.directive), rule: collision.rule } }),
  })
}

function acceptedFact({ prepared, directive }: Taken, plan: Arrangement): LedgerFact {
  const { id, port, agency, origin, object, methods, checks, window, power, reason, legalBasis, declarations } = directive
  const inspection = must(plan.inspectionOf.get(id), 'every directive gets an inspection')
  return {
    port,
    subjectKind: 'directive',
    subjectId: id,
    type: 'DirectiveAccepted',
    payload: { agency, origin, object: { ...object }, methods, checks, window: { from: toIso(window.from), to: toIso(window.to) }, power, reason, legalBasis, reopening: prepared.reopening, contentHash: prepared.contentHash, inspection: inspection.id },
    related: [...declarations.map((declaration) => ({ kind: 'declaration', id: declaration })), { kind: 'joint-inspection', id: inspection.id }],
  }
}

interface Taken {
  readonly prepared: PreparedDirective
  readonly directive: Directive
}

type Outcomes = Map<PreparedDirective, DirectiveOutcome | { readonly repeats: PreparedDirective }>

/** Takes what is new out of a batch: repeats get the answer of the first, other content under a known id is refused. */
async function sift(tx: Tx, port: string, batch: readonly PreparedDirective[]): Promise<{ fresh: ReadonlySet<PreparedDirective>; outcomes: Outcomes }> {
  const known = new Map((await findAnswers(tx, port, batch.map((prepared) => prepared.id))).map((row) => [row.id, row]))
  const first = new Map<string, PreparedDirective>()
  const outcomes: Outcomes = new Map()
  const reused: DirectiveOutcome = { kind: 'refused', refusals: [{ code: 'common/key-reused' }] }
  for (const prepared of batch) {
    const before = known.get(prepared.id)
    const earlier = first.get(prepared.id)
    if (before !== undefined) outcomes.set(prepared, before.content_hash.toString('hex') === prepared.contentHash ? { kind: 'repeated', answer: before.answer } : reused)
    else if (earlier !== undefined) outcomes.set(prepared, earlier.contentHash === prepared.contentHash ? { repeats: earlier } : reused)
    else first.set(prepared.id, prepared)
  }
  return { fresh: new Set(first.values()), outcomes }
}

const keysOf = (all: readonly Taken[]): string[] => [...new Set(all.flatMap(({ directive }) => directive.keys.map(({ key }) => key)))]

/** Looks that may answer directives of agencies; none where no such directive is among them. */
async function looksFor(tx: Tx, port: string, asked: readonly Taken[]): Promise<readonly EarlierLook[]> {
  if (asked.length === 0) return []
  const own = asked.flatMap(({ directive }) => directive.keys.filter(({ kind }) => kind === directive.object.kind).map(({ key }) => key))
  return findEarlierLooks(tx, port, keysOf(asked), [...new Set(own)])
}

/** What a look that has begun answers, unless its sender says why it does not (DC-11); what assessment wants is never refused. */
function answeredOf(pack: Pack, asked: readonly Taken[], looks: readonly EarlierLook[]): ReadonlyMap<Taken, AnsweredBefore> {
  return new Map(
    asked.flatMap((each): [Taken, AnsweredBefore][] => {
      const keys = new Set(keysOf([each]))
      const answered = looks.length === 0 ? undefined : answeredBefore(each.directive.methods, pack.methods, looks.filter((look) => keys.has(look.key)), each.prepared.context.now)
      return answered === undefined ? [] : [[each, answered]]
    }),
  )
}

/** A refused directive as the one whose results its agency is given instead; nothing for an agency that takes part and has them anyway. */
function answeredLate([{ prepared, directive }, { inspection, agencies, methods }]: readonly [Taken, AnsweredBefore]): AnsweredLate[] {
  const { port, id, agency, object, declarations } = directive
  const { context } = prepared
  return agencies.includes(agency) ? [] : [{ ...{ port, inspection, agency, agencies, methods, declarations }, directive: id, by: context.actor.name, at: context.now, stamp: context, object: object.ref }]
}

/** A repeat inside the batch shares the fate of the first, and its answer. */
function outcomeFor(prepared: PreparedDirective, outcomes: Outcomes): DirectiveOutcome {
  const outcome = must(outcomes.get(prepared), 'an outcome for each')
  if ('kind' in outcome) return outcome
  const first = outcomeFor(outcome.repeats, outcomes)
  return first.kind === 'accepted' ? { kind: 'repeated', answer: first.answer } : first
}

/**
 * Accepts directives of one port in one transaction, alone at the port while it lasts (DC-01, DC-02): resolves their objects, finds what they
 * meet among themselves and among everything live, gives each its inspection, and writes directives, matches, near-misses, inspections, ledger
 * facts and notices together. Gives one outcome for each, in order.
 */
export async function acceptDirectives(db: Database, pack: Pack, port: string, batch: readonly PreparedDirective[]): Promise<DirectiveOutcome[]> {
  return db.transaction(async (tx) => {
    await lockPort(tx, port)
    const last = batch.at(-1)
    if (last === undefined) return []
    const { now, newId } = last.context
    const sifting = sift(tx, port, batch)
    // Of a window that is open already only the rest can be meant: what was there under the name before is another object.
    const named = batch.map(({ object, window }) => ({ kind: object.kind, ref: object.ref, at: window.from < now && window.to >= now ? now : window.from, until: window.to }))
    const isFresh = sifting.then(({ fresh }) => batch.map((prepared) => fresh.has(prepared)))
    const [{ fresh, outcomes }, resolutions] = await Promise.all([sifting, resolveObjects(tx, visitSpanOf(pack, now), port, named, now, isFresh)])
    if (fresh.size > 0) {
      const numbers = new Map<string, string>()
      const resolved: Taken[] = []
      batch.forEach((prepared, i) => {
        if (!fresh.has(prepared)) return
        const resolution = must(resolutions[i], 'an answer for each reference')
        if (!resolution.ok) {
          outcomes.set(prepared, { kind: 'refused', refusals: [refusalOf(prepared, resolution.unresolved)] })
          return
        }
        for (const declaration of resolution.object.declarations) numbers.set(declaration.id, declaration.number)
        resolved.push({ prepared, directive: directiveOf(prepared, resolution.object, pack) })
      })
      const asked = resolved.filter(({ prepared }) => prepared.origin === 'agency' && prepared.reopening === undefined)
      const [looks, near] = await Promise.all([looksFor(tx, port, asked), resolved.length === 0 ? [] : findLiveDirectives(tx, port, keysOf(resolved))])
      const answered = answeredOf(pack, asked, looks)
      for (const [{ prepared }, { refusal }] of answered) outcomes.set(prepared, { kind: 'refused', refusals: [refusal] })
      await shareResults(tx, [...answered].flatMap(answeredLate))
      const taken = resolved.filter((each) => !answered.has(each))
      // What directives bring about together is nobody's own act.
      const stamp = { actor: systemActor, now, newId }
      const plan = await planArrangement(tx, { port, pack, ...stamp }, taken.map(({ directive }) => directive), (key) => nameOfKey(key, numbers), taken.length === resolved.length ? near : undefined)
      const answers = new Map(taken.map(({ prepared, directive }) => [prepared, answerOf(directive, plan)]))
      const directives = taken.map(({ prepared, directive }): NewDirective => {
        const inspection = must(plan.inspectionOf.get(directive.id), 'every directive gets an inspection')
        return { directive, contentHash: prepared.contentHash, inspection: inspection.id, joint: inspection.kind !== 'single', answer: must(answers.get(prepared), 'an answer for each') }
      })
      const accepted = taken.flatMap((each) => ledgerRows(each.prepared.context, [acceptedFact(each, plan)]))
      const write = async (): Promise<void> => {
        await insertDirectives(tx, directives)
        await writeArrangement(tx, port, plan, new Set(taken.map(({ directive }) => directive.id)))
        await insertLedgerRows(tx, [...accepted, ...ledgerRows(stamp, plan.facts)])
      }
      // The one that gives something back first: its answer comes while the others are being written. The facts of the inspections name who is told.
      await Promise.all([oweNotices(tx, stamp, plan.notices, { recordedByCaller: true }), write()])
      for (const [prepared, answer] of answers) outcomes.set(prepared, { kind: 'accepted', answer })
    }
    return batch.map((prepared) => outcomeFor(prepared, outcomes))
  })
}
