import { createHash } from 'node:crypto'
import { z } from 'zod'
import { canonicalJson } from '../../kernel/canonical-json.ts'
import { parseInstant, toIso, type Instant } from '../../kernel/instant.ts'
import { must } from '../../kernel/invariant.ts'
import { objectKinds, type Pack } from '../../kernel/pack.ts'
import type { Bilingual, Refusal } from '../../kernel/refusal.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import { refusalsOf } from '../../platform/http/zod-refusals.ts'
import { checkDirective, checkNumber, derivedId, maySendDirective, type Wanted } from '../directives/public.ts'

export const methods = ['documents', 'open', 'weigh', 'scan', 'radiation', 'quarantine', 'treatment', 'sample', 'board', 'seal'] as const

/**
 * A text of one line that is not blank, up to `maximum` characters, kept as it was sent. Control characters have no place in a field, and direction
 * overrides make a text read otherwise than it is stored.
 */
export const plainText = (maximum: number) => z.string().min(1).max(maximum).regex(/^(?=.*\S)[^\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]+$/u)
export const moment = z.string().max(40).refine((text) => parseInstant(text) !== undefined, { params: { code: 'directives/not-a-moment' } })
export const Window = z.strictObject({ from: moment, to: moment })

/** A directive as an agency sends it (DC-01): the names of its fields are fixed. The agency is the sender's own. */
export const SendDirective = z.strictObject({
  id: z.uuid().optional(),
  port: z.string().regex(/^[0-9A-Z]{2,12}$/),
  agency: z.string().max(12).optional(),
  object: z.strictObject({ kind: z.enum(objectKinds), ref: plainText(100) }),
  methods: z.array(z.enum(methods)).min(1).max(methods.length),
  window: Window,
  power: plainText(64),
  reason: plainText(500),
  site: plainText(64).optional(),
  checks: z.array(plainText(100)).max(50).optional(),
  legalBasis: plainText(500).optional(),
  /** Why what others have found or are about to find does not answer it (DC-11). */
  reopening: plainText(500).optional(),
  /** Kind of business; that of the declaration wins where there is one. */
  business: z.string().regex(/^[a-z][a-z0-9-]{1,39}$/).optional(),
})
export type SendDirective = z.infer<typeof SendDirective>

/** A directive that passed every check that needs no look-up. */
export interface PreparedDirective extends Wanted {
  readonly id: string
  readonly origin: 'agency' | 'assessment' | 'draw'
  readonly checks: readonly string[]
  readonly reason: string
  /** Why assessment wants it, in words; no part of what a repeat is compared by. */
  readonly words?: Bilingual
  /** What the law of credit gives its enterprise in the queues (RR-12); no part of what a repeat is compared by. */
  readonly priority?: number
  readonly site?: string
  readonly reopening?: string
  /** SHA-256 in hex of what was sent, without its id. */
  readonly contentHash: string
  readonly context: Context
}

/** Reads a moment that the schema has let through. */
export const readMoment = (text: string): Instant => must(parseInstant(text), 'the schema lets only moments through')

// A missing field has its own refusal where a row of the requirements names it.
const named: Readonly<Record<string, string>> = { '/methods': 'directives/method-required', '/object': 'directives/object-required', '/object/ref': 'directives/object-required', '/power': 'directives/power-required' }

const missing: readonly string[] = ['common/required', 'common/too-small', 'common/blank']

/** Faults of form of a directive, all at once, with the refusals DC-01 and GV-07 ask for. */
function formRefusals(error: z.core.$ZodError): Refusal[] {
  return refusalsOf(error).map((refusal): Refusal => {
    const code = named[refusal.pointer ?? '']
    return code !== undefined && missing.includes(refusal.code) ? { code, pointer: refusal.pointer ?? '', clause: refusal.pointer === '/power' ? 'GV-07' : 'DC-01' } : refusal
  })
}

/**
 * Reads and checks one directive: form, sender, power, participants, window (DC-01, GV-07, JI-01, JI-03). Whether the object is known is found
 * out at the desk. `key` is the sender's idempotency key; it stands for an id where the body has none.
 */
export function prepareDirective(json: unknown, context: Context, pack: Pack, key?: string): Result<PreparedDirective> {
  const parsed = SendDirective.safeParse(json, { reportInput: true })
  if (!parsed.success) {
    const [first, ...rest] = formRefusals(parsed.error)
    return refuse(must(first, 'a fault of form has a refusal'), ...rest)
  }
  const { id, agency: named, ...sent } = parsed.data
  const forbidden = maySendDirective(context.actor, named, sent.port)
  if (forbidden !== undefined) return refuse(forbidden)
  const agency = must(context.actor.agency ?? named, 'a sender of directives has an agency')
  const prepared = prepare({ ...sent, agency, id: id ?? (key === undefined ? context.newId() : derivedId('key', context.actor.id, key)) }, 'agency', context)
  const [first, ...rest] = [...checkNumber(prepared.object), ...checkDirective(prepared, pack, context.now)]
  return first === undefined ? ok(prepared) : refuse(first, ...rest)
}

/** A directive ready for the desk. Derived ones (from the assessment of a declaration) were checked by the rules that want them. */
export function prepare(sent: Omit<SendDirective, 'id' | 'agency'> & { readonly id: string; readonly agency: string }, origin: PreparedDirective['origin'], context: Context): PreparedDirective {
  const { id, port, agency, object, window, power, reason, site, legalBasis, business, reopening } = sent
  const wanted = {
    ...{ port, agency, object: { kind: object.kind, ref: object.ref.trim() }, power, reason, origin },
    methods: [...new Set(sent.methods)].sort(),
    checks: [...new Set(sent.checks ?? [])],
    window: { from: readMoment(window.from), to: readMoment(window.to) },
    ...(site === undefined ? {} : { site }),
    ...(legalBasis === undefined ? {} : { legalBasis }),
    ...(business === undefined ? {} : { business }),
    ...(reopening === undefined ? {} : { reopening }),
  }
  const content = canonicalJson({ ...wanted, window: { from: toIso(wanted.window.from), to: toIso(wanted.window.to) } })
  return { ...wanted, id, contentHash: createHash('sha256').update(content).digest('hex'), context }
}
