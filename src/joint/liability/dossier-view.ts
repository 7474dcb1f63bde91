import { z } from 'zod'
import { EntryProof } from '../../platform/ledger/public.ts'
import { PhotoView } from '../session/public.ts'
import { accessParts } from './domain/attribute.ts'

const Attribution = z.object({
  agency: z.string(),
  verdict: z.enum(['fault', 'exempt', 'undecided']),
  ground: z.enum(['omitted-duty', 'unproven-duty', 'other-duties-open', 'due-diligence', 'leak', 'sole-readers', 'among-readers']),
  against: z.array(z.string()),
  evidence: z.array(z.string()),
})
const Adoption = z.object({ adopter: z.string(), liable: z.string(), purpose: z.string(), by: z.string(), at: z.string() })

/** What came to light, and who is answerable or exempt. */
export const LiabilityView = z.object({
  id: z.uuid(),
  /** Absent where the result came from a look of its agency's own. */
  inspection: z.uuid().optional(),
  kind: z.enum(['missed', 'wrong-result', 'leak']),
  duty: z.string().optional(),
  result: z.uuid().optional(),
  adoptions: z.array(Adoption).optional(),
  description: z.string(),
  evidence: z.array(z.string()),
  attributions: z.array(Attribution),
  by: z.string(),
  at: z.string(),
})
export type LiabilityView = z.infer<typeof LiabilityView>

const DutyLine = z.object({
  code: z.string(),
  kind: z.enum(['method', 'check']),
  answerable: z.string(),
  state: z.enum(['performed', 'unproven', 'omitted', 'open']),
  outcome: z.enum(['ok', 'problem', 'omitted', 'not-needed']).optional(),
  evidence: z.array(z.string()),
})

const DecisionView = z.object({ code: z.string(), effect: z.string(), by: z.string(), at: z.string(), reason: z.string().optional() })

/** One agency's responsibility in one inspection. */
const Responsibility = z.object({
  agency: z.string(),
  crew: z.array(z.string()),
  powers: z.array(z.object({ power: z.string(), clause: z.string(), law: z.object({ zh: z.string(), en: z.string() }) })),
  duties: z.array(DutyLine),
  /** Its decision on everything that was looked at. */
  disposition: DecisionView.optional(),
  /** Its decision on every lot of a box that several share, and on single lines; `own`: made on it by name. A lot nobody has decided on has none (TM-06). */
  lots: z.array(z.object({ lot: z.string(), own: z.boolean(), disposition: DecisionView.optional() })),
  /** Every duty performed and recorded: what an exemption rests on (LB-10). */
  diligent: z.boolean(),
})

/** Somebody read or forwarded details. */
export const AccessView = z.object({ id: z.uuid(), act: z.enum(['viewed', 'forwarded']), part: z.enum(accessParts), by: z.string(), agency: z.string().optional(), recipient: z.string().optional(), at: z.string() })
export type AccessView = z.infer<typeof AccessView>

const InspectionPart = z.object({
  id: z.uuid(),
  kind: z.string(),
  state: z.string(),
  object: z.object({ kind: z.string(), ref: z.string() }),
  site: z.string().optional(),
  startedAt: z.string().optional(),
  closedAt: z.string().optional(),
  responsibilities: z.array(Responsibility),
  handlings: z.array(z.object({ id: z.uuid(), action: z.string(), object: z.string(), agency: z.string(), by: z.string(), at: z.string(), n: z.number(), reason: z.string().optional() })),
  /** Photographs that evidence names as `photo <id>`: SHA-256 of the bytes, to be had at `/joint-inspections/{id}/photos/{photo}`. */
  photos: z.array(PhotoView),
  results: z.array(z.object({ id: z.uuid(), agency: z.string(), outcome: z.enum(['clear', 'problem', 'not-looked']), recordedAt: z.string(), adoptions: z.array(Adoption) })),
  offences: z.array(z.object({ id: z.uuid(), agency: z.string(), offence: z.string(), competent: z.string(), at: z.string() })),
  errors: z.array(LiabilityView),
  /** The last readings; `accessesLeft` earlier ones are in `/joint-inspections/{id}/accesses`. */
  accesses: z.array(AccessView),
  accessesLeft: z.int(),
})
export type InspectionPart = z.infer<typeof InspectionPart>

/** A look of an agency's own whose result it shares (LB-02): who relies on it, and what proved wrong (LB-07). */
const OwnLook = z.object({
  id: z.uuid(),
  agency: z.string(),
  object: z.object({ kind: z.string(), ref: z.string() }),
  outcome: z.enum(['clear', 'problem', 'not-looked']),
  recordedAt: z.string(),
  adoptions: z.array(Adoption),
  errors: z.array(LiabilityView),
})
export type OwnLook = z.infer<typeof OwnLook>

/** Facts with their proofs; `left` of them follow, from `/liability/facts` after `next`. */
export const FactsPage = z.object({ proofs: z.array(EntryProof), unsealed: z.array(z.uuid()), left: z.int(), next: z.uuid().optional() })
export type FactsPage = z.infer<typeof FactsPage>

/** Who was responsible for what, on what evidence; with the facts of the ledger and their proofs, to be checked without us. */
export const Dossier = z.object({
  case: z.object({ kind: z.enum(['joint-inspection', 'declaration']), id: z.uuid(), port: z.string(), number: z.string().optional() }),
  issuedAt: z.string(),
  issuedTo: z.string(),
  inspections: z.array(InspectionPart),
  /** Of the same goods, outside of inspections. */
  looks: z.array(OwnLook),
  ledger: FactsPage,
})
export type Dossier = z.infer<typeof Dossier>
