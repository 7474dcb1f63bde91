import { systemActor } from '../../kernel/actor.ts'
import { plus, toIso, type Instant, type Interval } from '../../kernel/instant.ts'
import { must } from '../../kernel/invariant.ts'
import { parameterValue } from '../../kernel/parameter.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { enqueue } from '../../platform/jobs/public.ts'
import { append } from '../../platform/ledger/public.ts'
import { oweNotices, type NewNotice } from '../../platform/notices/public.ts'
import { systemRandom } from '../../platform/random.ts'
import { insertCandidates, readNamed, readStrata } from './candidate-store.ts'
import { partiesAt, rulesAt, type DrawParts } from './deps.ts'
import { listOf } from './domain/candidates.ts'
import { listRoot, million, owed } from './domain/draw-list.ts'
import type { Draw } from './draw.ts'
import { gatherObjects, gatherOfficers, gatherSame, lookFrom, type SaltOf } from './gather-candidates.ts'
import { countOrder, findLatest, updateDraw } from './store.ts'

/** Kind of the job that brings a draw further when a time is over or the ledger has sealed. */
export const advanceKind = 'draw-advance'

/** Until when a second person may agree to a draw that waits for one. */
export function answerBy({ law }: DrawParts, { port, orderedAt }: Draw): Instant {
  return plus(orderedAt, parameterValue(law(), 'draws.answer', orderedAt, { port }))
}

/**
 * Freezes the candidate list and puts its root into the ledger (DR-03). From here on neither objects nor officers nor rules of the draw can change; the
 * agencies have until `commitBy` to commit to their shares of a seed that does not exist yet.
 */
export async function freezeDraw(tx: Tx, context: Context, parts: DrawParts, draw: Draw): Promise<Result<undefined>> {
  const { now } = context
  const { port, id, agency } = draw
  const law = parts.law()
  const span = (name: string): number => parameterValue(law, name, now, { port })
  const earlier = draw.replaces === null ? [] : await readNamed(tx, port, draw.replaces)
  const former = draw.replaces === null ? [] : await readStrata(tx, port, draw.replaces)
  const salts = new Map(earlier.map((one) => [`${one.kind} ${one.subject}`, one.salt]))
  const salt: SaltOf = (kind, subject) => salts.get(`${kind} ${subject}`) ?? systemRandom.bytes(16).toString('hex')
  const duty: Interval = { from: now, to: plus(now, span('draws.duty')) }
  const officers = await gatherOfficers(tx, parts, port, agency, duty, now, salt)
  if (officers.length === 0) return refuse({ code: 'draws/no-officers', facts: { agency, port }, clause: 'DR-02' })
  const since = lookFrom(parts, port, (await findLatest(tx, port, agency)).gatheredTo, now)
  const { objects, gatheredTo } =
    draw.replaces === null
      ? await gatherObjects(tx, parts, port, agency, since, now, salt)
      : { objects: await gatherSame(tx, parts, port, new Map(former.map(({ subject, stratum }) => [subject, stratum])), now, salt), gatheredTo: null }
  if (objects.length === 0) return refuse({ code: 'draws/nothing-to-draw', facts: { port }, clause: 'DR-01' })
  const rules = rulesAt(law, port, now)
  const head = { draw: id, port, agency, rules: objects.some(({ stratum }) => stratum === owed) ? { ...rules, rates: { ...rules.rates, [owed]: million } } : rules, parties: partiesAt(law, now), replaces: draw.replaces }
  const { list, named } = listOf(head, objects, officers, duty)
  const root = listRoot(list)
  const [frozenEntry] = await append(tx, { ...context, actor: systemActor }, [
    { port, subjectKind: 'draw', subjectId: id, type: 'DrawFrozen', payload: { draw: id, root } },
  ])
  const commitBy = plus(now, span('draws.commit'))
  await updateDraw(tx, draw, { state: 'committing', head: list.head, root, objects: list.objects.length, officers: list.officers.length, dutyTo: duty.to, frozenAt: now, gatheredTo, frozenEntry: must(frozenEntry, 'one entry for one fact'), commitBy })
  await insertCandidates(tx, port, id, list, named)
  await countOrder(tx, draw)
  await enqueue(tx, context, { port, kind: advanceKind, payload: { id }, runAt: commitBy })
  await tellParties(tx, context, draw, 'DrawCommitmentDue', head.parties, { by: toIso(commitBy) })
  return ok(undefined)
}

/** Tells agencies what a draw wants of them, or what it has named. */
export async function tellParties(tx: Tx, context: Context, { port, id, number }: Draw, type: string, parties: readonly string[], facts: Readonly<Record<string, string | number>> = {}): Promise<void> {
  const notices = parties.map((code): NewNotice => ({ port, recipient: { kind: 'agency', code }, type, subjectKind: 'draw', subjectId: id, facts: { draw: `D-${number}`, ...facts } }))
  await oweNotices(tx, { ...context, actor: systemActor }, notices)
}
