import type { Instant } from '../../../kernel/instant.ts'
import type { Refusal } from '../../../kernel/refusal.ts'
import { ok, refuse, type Result } from '../../../kernel/result.ts'
import type { Duty, Inspection } from '../../inspections/domain/inspection.ts'

/** What came to light: something a duty should have found, a result that proves wrong, or details that got out. */
export type Claim = { readonly kind: 'missed'; readonly duty?: string } | { readonly kind: 'wrong-result'; readonly result: string; readonly agency: string } | { readonly kind: 'leak'; readonly before: Instant; readonly details?: readonly Detail[] }

/** One duty as liability sees it. `answerable`: who did it, also where it was done for all; until then whose list it is on. */
export interface DutyState {
  readonly agency: string
  readonly answerable: string
  readonly code: string
  readonly state: 'performed' | 'unproven' | 'omitted' | 'open'
  /** What shows that it was done: who, when, which record, image or note. */
  readonly evidence: readonly string[]
}

/** What there is to read of an inspection: its page, lists and talk, its work plan, its images, a directive, its match, the facts of the ledger about it, its dossier with all of these. */
export const accessParts = ['inspection', 'plan', 'images', 'directive', 'match', 'ledger', 'dossier'] as const
export type AccessPart = (typeof accessParts)[number]

/** What can get out. */
export const details = ['target', 'time-and-place', 'methods', 'reason', 'image', 'findings', 'decision'] as const
export type Detail = (typeof details)[number]

/** What each of the parts shows. A scan is on the page of images only; why an agency looks stands in its directive, and in the facts of the ledger and the dossier that carries them. */
const shows = {
  inspection: ['target', 'time-and-place', 'methods', 'findings', 'decision'],
  plan: ['target', 'methods'],
  images: ['target', 'image'],
  directive: ['target', 'time-and-place', 'methods', 'reason'],
  match: ['target', 'time-and-place', 'methods'],
  ledger: ['target', 'time-and-place', 'methods', 'reason', 'findings', 'decision'],
  dossier: ['target', 'time-and-place', 'methods', 'reason', 'findings', 'decision'],
} as const satisfies Record<AccessPart, readonly Detail[]>

/** Why a party is answerable or exempt. */
export type Ground = 'omitted-duty' | 'unproven-duty' | 'other-duties-open' | 'due-diligence' | 'leak' | 'sole-readers' | 'among-readers'

/** What follows for one party. `fault` and `exempt` are decided by the duties alone; `undecided` is for people to judge. */
export interface Attribution {
  readonly agency: string
  readonly verdict: 'fault' | 'exempt' | 'undecided'
  readonly ground: Ground
  /** Duties that speak against the party; of a leak, its people. */
  readonly against: readonly string[]
  /** The evidence list of an exemption, or of a leak. */
  readonly evidence: readonly string[]
}

/** Somebody read or forwarded details of an inspection. */
export interface Access {
  readonly id: string
  readonly act: 'viewed' | 'forwarded'
  /** What was read or forwarded. */
  readonly part: AccessPart
  readonly actorId: string
  readonly actorName: string
  readonly agency?: string
  readonly recipient?: string
  readonly purpose?: string
  readonly at: Instant
}

const iso = (at: Instant): string => new Date(at).toISOString()

/** State and evidence of every duty of an inspection. A duty is proven by a record, an image or paper referred to, or a note of what was seen. */
export function dutyStates(inspection: Inspection, responsible: ReadonlyMap<string, string> = new Map()): DutyState[] {
  return inspection.tasks.flatMap((task) => task.duties.map((duty): DutyState => ({ agency: task.agency, answerable: duty.done?.agency ?? responsible.get(duty.code) ?? task.agency, code: duty.code, ...proofOf(duty) })))
}

function proofOf({ done }: Duty): Pick<DutyState, 'state' | 'evidence'> {
  if (done === undefined) return { state: 'open', evidence: [] }
  if (done.outcome === 'omitted') return { state: 'omitted', evidence: [`${done.by} ${iso(done.at)}: ${done.note ?? ''}`] }
  const shown = [...(done.handling === undefined ? [] : [`record ${done.handling}`]), ...(done.evidence ?? []), ...(done.note === undefined ? [] : [`note: ${done.note}`])]
  return { state: shown.length === 0 ? 'unproven' : 'performed', evidence: [`${done.by} ${iso(done.at)} ${done.outcome}`, ...shown] }
}

/**
 * Who is answerable for what came to light (LB-07…LB-10). A duty that was not performed makes its own party answerable (LB-08); for a result that
 * proves wrong the inspecting party is, never who adopted it (LB-07); details that got out, the agencies whose people forwarded them, and where nobody
 * wrote that down, those whose people had read them are named for people to judge (LB-09).
 * Whoever performed and recorded every duty is exempt, with the evidence list (LB-10).
 */
export function attribute(claim: Claim, duties: readonly DutyState[], accesses: readonly Access[], parties: readonly string[]): Result<Attribution[]> {
  if (claim.kind === 'leak') return ok(attributeLeak(claim, accesses, parties))
  if (claim.kind === 'wrong-result') return ok([judge(claim.agency, duties.filter((duty) => duty.answerable === claim.agency), duties)])
  const concerned = claim.duty === undefined ? duties : duties.filter((duty) => duty.code === claim.duty)
  if (concerned.length === 0) return refuse<Refusal>({ code: 'liability/no-such-duty', pointer: '/duty', facts: { duty: claim.duty ?? '–', duties: [...new Set(duties.map((duty) => duty.code))].join(', ') }, clause: 'LB-08' })
  return ok([...new Set(concerned.map((duty) => duty.answerable))].sort().map((agency) => judge(agency, concerned.filter((duty) => duty.answerable === agency), duties)))
}

/** Judges one party by the duties the error is about, and all of its duties where those were done. */
function judge(agency: string, concerned: readonly DutyState[], all: readonly DutyState[]): Attribution {
  const own = all.filter((duty) => duty.answerable === agency)
  const failed = (duties: readonly DutyState[]): string[] => [...new Set(duties.filter((duty) => duty.state === 'omitted' || duty.state === 'open').map((duty) => duty.code))]
  const unproven = concerned.filter((duty) => duty.state === 'unproven').map((duty) => duty.code)
  const missing = failed(concerned)
  if (missing.length > 0) return { agency, verdict: 'fault', ground: 'omitted-duty', against: missing, evidence: linesOf(concerned) }
  if (unproven.length > 0) return { agency, verdict: 'fault', ground: 'unproven-duty', against: [...new Set(unproven)], evidence: linesOf(concerned) }
  const elsewhere = own.filter((duty) => duty.state !== 'performed').map((duty) => duty.code)
  if (elsewhere.length > 0) return { agency, verdict: 'undecided', ground: 'other-duties-open', against: [...new Set(elsewhere)], evidence: linesOf(own) }
  return { agency, verdict: 'exempt', ground: 'due-diligence', against: [], evidence: linesOf(own) }
}

/** What was done once for several is evidence once. */
const linesOf = (duties: readonly DutyState[]): string[] => [...new Set(duties.flatMap((duty) => duty.evidence.map((line) => `${duty.code}: ${line}`)))]

/**
 * Forwarding to somebody who is no party, before it got out, names the sender's agency. Where nobody wrote such a thing down, whoever had read all that
 * got out by then could have told: the fewer had, the more it says. Reading is no fault, so that none is found: people judge.
 */
function attributeLeak({ before, details: out = [] }: Extract<Claim, { kind: 'leak' }>, accesses: readonly Access[], parties: readonly string[]): Attribution[] {
  const known = accesses.filter((access) => access.at <= before && access.agency !== undefined)
  const knew = (actorId: string): boolean => {
    const shown = new Set(known.filter((access) => access.actorId === actorId).flatMap((access): readonly Detail[] => shows[access.part]))
    return shown.size > 0 && out.every((detail) => shown.has(detail))
  }
  const sent = known.filter((access) => access.act === 'forwarded' && !parties.includes(access.recipient ?? ''))
  const people = new Set((sent.length > 0 ? sent : known.filter((access) => knew(access.actorId))).map((access) => access.actorId))
  const agencies = [...new Set(known.filter((access) => people.has(access.actorId)).flatMap((access) => access.agency ?? []))].sort()
  return agencies.map((agency): Attribution => {
    const own = known.filter((access) => access.agency === agency && people.has(access.actorId))
    const ground = sent.length > 0 ? 'leak' : agencies.length === 1 ? 'sole-readers' : 'among-readers'
    return { agency, verdict: sent.length > 0 ? 'fault' : 'undecided', ground, against: [...new Set(own.map((access) => access.actorId))], evidence: own.map(accessLine) }
  })
}

const accessLine = ({ id, actorName, act, part, recipient, at }: Access): string => `${id} ${actorName} ${act} ${part}${recipient === undefined ? '' : ` → ${recipient}`} ${iso(at)}`
