import { measureAt, outstanding, wantedMeasures, type WantedMeasure } from '../../assess/modes/public.ts'
import { inForce, toIso, type Instant } from '../../kernel/instant.ts'
import { must } from '../../kernel/invariant.ts'
import type { Pack, ReleaseMoment } from '../../kernel/pack.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'
import { append, type LedgerFact, type LedgerStamp } from '../../platform/ledger/append.ts'
import { oweNotices, type NewNotice } from '../../platform/notices/public.ts'
import { changeStatus, type DeclarationCase } from '../../window/declarations/public.ts'
import { findDoubts } from './doubt-store.ts'
import { metMeasures, workOfMeasures } from './domain/met-measures.ts'
import { endedByLook, releaseDecision, type ReleaseDecision, type Work } from './domain/release-decision.ts'
import { findEvidence, keepAwaited } from './measure-store.ts'

/** The work on one declaration, and where its goods are, so that the right gate is told. */
export interface ReleaseCase {
  /** Locked by this transaction before the work was read: of two agencies that decide at the same instant the second sees what the first did. */
  readonly declaration: DeclarationCase
  readonly works: readonly Work[]
  readonly sites: readonly string[]
}

const statusOf = { release: 'released', refuse: 'refused', hold: 'held', wait: 'accepted' } as const
const factOf = { release: 'GoodsReleased', refuse: 'GoodsRefused', hold: 'GoodsHeld', wait: 'GoodsNoLongerHeld' } as const

function momentOf(pack: Pack, declaration: DeclarationCase): ReleaseMoment {
  const mode = pack.releaseModes.find((known) => known.code === declaration.releaseMode && inForce(known, declaration.acceptedAt))
  return must(mode, `release mode ${declaration.releaseMode} was in force when it was given`).releasedAt
}

function becauseOf(decision: ReleaseDecision): readonly string[] {
  return decision.outcome === 'release' ? [] : decision.because
}

/** The codes of the decisions that keep or refuse the goods: the reason everybody concerned is given (SW-03). */
function codesIn(decision: ReleaseDecision): { readonly code?: string } {
  return decision.outcome === 'release' || decision.codes === undefined ? {} : { code: decision.codes.join(', ') }
}

/** The declarant, every agency that had work on the goods, and the gates where they lie (SW-03). */
function noticesFor(declaration: DeclarationCase, each: ReleaseCase, decision: ReleaseDecision, now: Instant): NewNotice[] {
  const agencies = [...new Set(each.works.map((work) => work.agency))].sort()
  const recipients = [
    { kind: 'enterprise', code: declaration.declarant } as const,
    ...agencies.map((code) => ({ kind: 'agency', code }) as const),
    ...each.sites.map((code) => ({ kind: 'site', code }) as const),
  ]
  const { number, reference, releaseMode } = declaration
  const facts = { number, reference, releaseMode, at: toIso(now), agencies: becauseOf(decision).join(', '), ...codesIn(decision) }
  return recipients.map((recipient) => ({ port: declaration.port, recipient, type: factOf[decision.outcome], subjectKind: 'declaration', subjectId: declaration.id, facts }))
}

/** Cases that would be released, with what is doubted about the evidence they rest on as work that is still to be done (TP-03, TP-05). */
async function withDoubts(tx: Tx, pack: Pack, port: string, cases: readonly ReleaseCase[]): Promise<readonly ReleaseCase[]> {
  const releasing = cases.filter(({ declaration, works }) => works.length > 0 && releaseDecision(momentOf(pack, declaration), works).outcome === 'release')
  const doubts = await findDoubts(tx, port, releasing.map(({ declaration }) => declaration.id))
  if (doubts.length === 0) return cases
  return cases.map((each) => {
    const standing = doubts.filter((doubt) => doubt.declaration === each.declaration.id && !(doubt.untilLooked === true && endedByLook(each.works, doubt)))
    return { ...each, works: [...each.works, ...standing.map(({ agency, about }): Work => ({ agency, about, sample: 'none', finished: false }))] }
  })
}

/** A case with the measures of conformity assessment it was asked for and still misses. */
interface MeasuredCase extends ReleaseCase {
  readonly left: readonly WantedMeasure[]
  readonly asks: boolean
}

/** What goods were asked for when they were assessed, and of that what they still miss by the work, the evidence and the registrations of now (RR-08). */
export async function missingMeasures(q: Queryable, pack: Pack, port: string, cases: readonly ReleaseCase[], now: Instant): Promise<readonly (ReleaseCase & { readonly asked: readonly WantedMeasure[]; readonly left: readonly WantedMeasure[] })[]> {
  const asking = cases.map((each) => ({ ...each, asked: wantedMeasures(each.declaration.assessment.explanation.steps) }))
  const ids = asking.flatMap(({ declaration, asked }) => (asked.length === 0 ? [] : [declaration.id]))
  const evidence = ids.length === 0 ? [] : await findEvidence(q, port, ids)
  return asking.map((each) => {
    const { declaration, works, asked } = each
    const own = evidence.filter((one) => one.declaration === declaration.id)
    const met = metMeasures(pack, (code) => measureAt(pack, code, declaration.acceptedAt), asked, works, own, momentOf(pack, declaration), now)
    return { ...each, left: outstanding(asked, met) }
  })
}

/** Cases with what they still miss as work of the agencies that judge it: nothing goes before every measure of a combination is met. */
async function withMeasures(tx: Tx, pack: Pack, port: string, cases: readonly ReleaseCase[], now: Instant): Promise<readonly MeasuredCase[]> {
  const measured = await missingMeasures(tx, pack, port, cases, now)
  return measured.map(({ asked, left, ...each }) => ({ ...each, left, asks: asked.length > 0, works: left.length === 0 ? each.works : [...each.works, ...workOfMeasures(left)] }))
}

/**
 * Lets goods go, keeps or refuses them, in the transaction of whatever changed the work on them (RR-04…RR-06, RR-08): status, fact and notices together.
 * What is released or refused already stays so.
 */
export async function settleRelease(tx: Tx, stamp: LedgerStamp, pack: Pack, port: string, cases: readonly ReleaseCase[]): Promise<void> {
  if (cases.length === 0) return
  const facts: LedgerFact[] = []
  const notices: NewNotice[] = []
  const measured = await withMeasures(tx, pack, port, cases, stamp.now)
  const judged = await withDoubts(tx, pack, port, measured)
  for (const outcome of ['release', 'refuse', 'hold', 'wait'] as const) {
    const decided = judged.flatMap((each) => {
      const { declaration } = each
      const decision = releaseDecision(momentOf(pack, declaration), each.works)
      return decision.outcome === outcome && declaration.status !== statusOf[outcome] ? [{ each, declaration, decision }] : []
    })
    if (decided.length === 0) continue
    const changed = new Set(await changeStatus(tx, port, decided.map(({ declaration }) => declaration.id), statusOf[outcome], stamp.now))
    for (const { each, declaration, decision } of decided.filter(({ declaration: { id } }) => changed.has(id))) {
      facts.push({
        port,
        subjectKind: 'declaration',
        subjectId: declaration.id,
        type: factOf[outcome],
        payload: { number: declaration.number, releaseMode: declaration.releaseMode, ...(decision.outcome === 'release' ? { moment: decision.moment } : { because: decision.because }) },
        audience: [`enterprise:${declaration.declarant}`, ...each.sites.map((site) => `site:${site}`)],
      })
      notices.push(...noticesFor(declaration, each, decision, stamp.now))
    }
  }
  const asking = measured.filter(({ asks }) => asks)
  if (asking.length > 0) {
    const going = new Set(judged.flatMap(({ declaration, works }) => (['release', 'refuse'].includes(releaseDecision(momentOf(pack, declaration), works).outcome) ? [declaration.id] : [])))
    await keepAwaited(tx, port, asking.map(({ declaration: { id, declarant }, left }) => ({ id, declarant, left: going.has(id) ? [] : left })), stamp.now)
  }
  await append(tx, stamp, facts)
  await oweNotices(tx, stamp, notices)
}
