import type { Declaration } from '../declaration.ts'
import { fromWallClock } from '../../../web/i18n/time.ts'

type Loose<T> = T extends readonly (infer Element)[] ? Loose<Element>[] : T extends object ? { [Key in keyof T]?: Loose<T[Key]> | null | undefined } : T

/** What the form holds while it is filled in: a declaration with gaps, its times on the port's wall clock. */
export type DeclareValues = Loose<Declaration>

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true
  return typeof value === 'object' && !Array.isArray(value) && Object.values(value).every(isEmpty)
}

/**
 * Leaves out what was not filled in. Elements of lists stay, even empty ones, so that the pointers of the server's errors name the rows the
 * reader sees.
 */
function withoutGaps(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((element) => (isEmpty(element) ? {} : withoutGaps(element)))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => !isEmpty(member) && !(Array.isArray(member) && member.length === 0))
      .map(([name, member]) => [name, withoutGaps(member)]),
  )
}

/** The body to send: gaps left out, wall-clock times as moments with a zone, numbers of lines given. */
export function toBody(values: DeclareValues, timeZone: string): unknown {
  const moment = (text: string | null | undefined): string | undefined => (text === undefined || text === null || text === '' ? undefined : (fromWallClock(text, timeZone) ?? text))
  return withoutGaps({
    ...values,
    arrival: moment(values.arrival),
    items: (values.items ?? []).map((item, at) => ({ ...item, line: at + 1, licences: item.licences?.map((licence) => ({ ...licence, validTo: moment(licence.validTo) })) })),
    documents: values.documents?.map((document) => ({ ...document, issuedAt: moment(document.issuedAt), validTo: moment(document.validTo) })),
  })
}

/** The form as a question to the rules, as JSON: only lines with a commodity code; empty while there is none. */
export function questionOf(values: DeclareValues, timeZone: string): string {
  const { port, direction, mode, declarant, consignee, consignor, destination, containers, items, documents } = toBody(values, timeZone) as Record<string, unknown> & { readonly items?: readonly { readonly hs?: string }[] }
  const coded = items?.filter((item) => item.hs !== undefined && /^\d{6,10}$/.test(item.hs)) ?? []
  if (coded.length === 0 || port === undefined) return ''
  const whole = <Element>(list: unknown, has: (element: Element) => boolean): Element[] | undefined => (Array.isArray(list) ? (list as Element[]).filter(has) : undefined)
  return JSON.stringify({
    ...{ port, direction, mode, declarant, consignee, consignor, destination, items: coded },
    containers: whole<{ number?: string }>(containers, (container) => container.number !== undefined),
    documents: whole<{ type?: string }>(documents, (document) => document.type !== undefined),
  })
}

/** A form with nothing in it but what every declaration needs. */
export function blankValues(port: string, declarant: string): DeclareValues {
  return { port, declarant, direction: 'import', mode: 'sea', consignee: declarant, containers: [], items: [{}], documents: [] }
}

/** A reference nobody has used: the day and six random letters. */
export function newReference(today: string): string {
  const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'
  return `LJ${today.replaceAll('-', '')}-${[...crypto.getRandomValues(new Uint8Array(6))].map((byte) => letters.charAt(byte % letters.length)).join('')}`
}
