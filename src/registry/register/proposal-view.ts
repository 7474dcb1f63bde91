import { z } from 'zod'
import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Proposal } from './proposal-store.ts'

/** A proposed change of a register of rules as people and machines see it. */
export const ProposalView = z.strictObject({
  register: z.string(),
  number: z.int(),
  kind: z.enum(['version', 'end']),
  key: z.string(),
  data: z.record(z.string(), z.json()).nullable(),
  validFrom: z.string().nullable(),
  validTo: z.string().nullable(),
  expectedVersion: z.int(),
  reason: z.string(),
  state: z.enum(['proposed', 'agreed', 'declined']),
  author: z.string(),
  proposedAt: z.string(),
  decidedBy: z.string().nullable(),
  decidedAt: z.string().nullable(),
  answer: z.string().nullable(),
})
export type ProposalView = z.infer<typeof ProposalView>

/** A proposal with ISO times and the author's name alone; `expectedVersion` is the version of the entry its author saw. */
export function toProposalView({ authorId: _, hash: __, seen, data, validFrom, validTo, proposedAt, decidedAt, ...rest }: Proposal): ProposalView {
  const time = (at: Instant | null): string | null => (at === null ? null : toIso(at))
  return { ...rest, data: data as ProposalView['data'], expectedVersion: seen, validFrom: time(validFrom), validTo: time(validTo), proposedAt: toIso(proposedAt), decidedAt: time(decidedAt) }
}
