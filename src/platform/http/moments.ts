import { z } from 'zod'
import { parseInstant } from '../../kernel/instant.ts'

const wrong = (format: string) => ({ params: { code: 'common/wrong-format', facts: { format } } })

/** A moment with its zone, ISO 8601, that the program and its database can hold: not before the year 1 nor after 9999, with nine digits of a second at most. */
export const Moment = z.iso.datetime({ offset: true }).refine((text) => parseInstant(text) !== undefined, wrong('date-time'))

/** A day of the calendar, of the years 1 to 9999. */
export const Day = z.iso.date().refine((text) => text >= '0001-01-01', wrong('date'))
