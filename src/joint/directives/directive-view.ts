import { z } from 'zod'
import { hasRole, type Actor } from '../../kernel/actor.ts'
import { toIso } from '../../kernel/instant.ts'
import type { Directive } from './domain/directive.ts'

/** A directive as the agencies of its port read it. */
export const DirectiveView = z.object({
  port: z.string(),
  id: z.uuid(),
  agency: z.string(),
  origin: z.enum(['agency', 'assessment', 'draw']),
  object: z.object({ kind: z.string(), ref: z.string() }),
  methods: z.array(z.string()),
  checks: z.array(z.string()),
  window: z.object({ from: z.string(), to: z.string() }),
  power: z.string(),
  reason: z.string(),
  words: z.object({ zh: z.string(), en: z.string() }).optional(),
  legalBasis: z.string().optional(),
  site: z.string().optional(),
  mechanism: z.enum(['goods', 'boarding']).optional(),
  business: z.string().optional(),
  declarations: z.array(z.string()),
  parties: z.array(z.string()),
  state: z.enum(['open', 'apart', 'started', 'closed', 'withdrawn']),
  inspection: z.string().optional(),
  /** Several agencies answer it together, and what credit gives its enterprise: by both the queue goes. */
  joint: z.boolean(),
  priority: z.int(),
  version: z.number(),
  acceptedAt: z.string(),
  sentBy: z.string(),
  withdrawnReason: z.string().optional(),
  /** What the reader may do with it now. */
  acts: z.array(z.enum(['withdraw'])),
})
export type DirectiveView = z.infer<typeof DirectiveView>

/** Shows a directive; in words why the assessment wants it is said to its own agency and to those who oversee all, for they name what was targeted (RR-18). `withdrawable`: the reader may withdraw it (DC-12). */
export function directiveView(directive: Directive, reader: Actor, withdrawable = false): DirectiveView {
  const { words } = directive
  const mayReadWords = reader.agency === directive.agency || hasRole(reader, 'headquarters', 'auditor')
  return {
    port: directive.port,
    id: directive.id,
    agency: directive.agency,
    origin: directive.origin,
    object: { ...directive.object },
    methods: [...directive.methods],
    checks: [...directive.checks],
    window: { from: toIso(directive.window.from), to: toIso(directive.window.to) },
    power: directive.power,
    reason: directive.reason,
    ...(words === undefined || !mayReadWords ? {} : { words: { ...words } }),
    ...(directive.legalBasis === undefined ? {} : { legalBasis: directive.legalBasis }),
    ...(directive.site === undefined ? {} : { site: directive.site }),
    ...(directive.mechanism === undefined ? {} : { mechanism: directive.mechanism }),
    ...(directive.business === undefined ? {} : { business: directive.business }),
    declarations: [...directive.declarations],
    parties: [...directive.parties],
    state: directive.state,
    ...(directive.inspection === undefined ? {} : { inspection: directive.inspection }),
    joint: directive.joint ?? false,
    priority: directive.priority ?? 0,
    version: directive.version,
    acceptedAt: toIso(directive.acceptedAt),
    sentBy: directive.sentBy,
    ...(directive.withdrawnReason === undefined ? {} : { withdrawnReason: directive.withdrawnReason }),
    acts: withdrawable ? ['withdraw'] : [],
  }
}
