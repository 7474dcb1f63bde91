import { z } from 'zod'
import { instant, parseInstant } from '../kernel/instant.ts'
import { isContainerNumber, isShapedLikeContainer } from '../kernel/container-number.ts'

// Fields that every form of the window shares.

// Control characters have no place in a field, and direction overrides make a text read otherwise than it is stored.
const plainText = /^(?=.*\S)[^\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]+$/u

/** Some visible text of at most `maximum` characters. */
export const text = (maximum: number) => z.string().min(1).max(maximum).regex(plainText)

/** A code or number of somebody's own: letters, digits and a few marks. */
export const code = (maximum: number) =>
  z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._/-]*$/)
    .max(maximum)

/** A port of entry or inland place by its code. */
export const PortCode = z.string().regex(/^[0-9A-Z]{2,12}$/)

/** A quantity, mass or number that is more than nothing. */
export const positive = z.number().gt(0).max(1e12)

// Beyond these years a moment is a slip of the pen, and databases disagree about it.
const [earliest, latest] = [instant('1970-01-01T00:00:00Z'), instant('2200-01-01T00:00:00Z')]
const isMoment = (value: string): boolean => {
  const at = parseInstant(value)
  return at !== undefined && at >= earliest && at < latest
}

/** A moment with its zone, ISO 8601. */
export const Moment = z
  .string()
  .max(40)
  .refine(isMoment, { params: { code: 'declarations/not-a-moment' } })

/** A container number with the right check digit (ISO 6346). */
export const ContainerNumber = z
  .string()
  .refine(isShapedLikeContainer, { abort: true, params: { code: 'declarations/container-number-shape' } })
  .refine(isContainerNumber, { params: { code: 'declarations/container-check-digit' } })
