import { z } from 'zod'
import { parseInstant, type Interval } from '../../kernel/instant.ts'
import { must } from '../../kernel/invariant.ts'

/** A text for people: no control characters, no direction overrides, not blank. */
export const plainText = (maximum: number) => z.string().min(1).max(maximum).regex(/^(?=.*\S)[^\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]+$/u)

/** A moment in ISO 8601 with zone. */
export const Moment = z.string().max(40).refine((text) => parseInstant(text) !== undefined, { params: { code: 'directives/not-a-moment' } })

/** A span of time as it is sent. */
export const Window = z.strictObject({ from: Moment, to: Moment })

/** Officers who will be there, by their numbers in the register of officers. */
export const Crew = z.array(plainText(64)).max(50).default([])

/** Reads a span that the schema has let through; it may be inverted, which is for the decision to refuse. */
export function readWindow(window: z.infer<typeof Window>): Interval {
  const read = (text: string): Interval['from'] => must(parseInstant(text), 'the schema lets only moments through')
  return { from: read(window.from), to: read(window.to) }
}
