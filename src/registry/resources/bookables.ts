import { inForce, type Instant } from '../../kernel/instant.ts'
import type { RegisterCache } from '../register/public.ts'
import type { Bookable } from './domain/may-book.ts'
import { equipment, sites } from './registers.ts'

/** Something whose times are booked: a piece of equipment, or the inspection platforms of a site under the site's own code. */
export interface BookablePiece extends Bookable {
  readonly name: { readonly zh: string; readonly en?: string | undefined }
  readonly site: string
  readonly kind: string
  readonly capacity: number
}

/** Everything bookable at a port as the registers have it now: a repair recorded today counts for tomorrow's booking. */
export function bookablesAt(cache: RegisterCache, port: string | undefined, now: Instant): BookablePiece[] {
  const current = <Data extends object>(versions: ReadonlyMap<string, readonly { readonly data: Data; readonly validFrom: Instant; readonly validTo?: Instant }[]>): Data[] =>
    [...versions.values()].flatMap((each) => each.find((version) => inForce(version, now))?.data ?? [])
  const pieces = current(cache.versions(equipment)).map((piece): BookablePiece => ({ ...piece }))
  const platforms = current(cache.versions(sites))
    .filter((site) => site.platforms > 0)
    .map(({ code, name, port: at, platforms: capacity, calendar, operator }): BookablePiece => ({ code, name, port: at, site: code, kind: 'platform', owner: operator ?? '', capacity, calendar }))
  return [...platforms, ...pieces].filter((piece) => port === undefined || piece.port === port).sort((a, b) => (a.site < b.site ? -1 : a.site > b.site ? 1 : 0))
}

/** One bookable piece by its code; a device before a site of the same code. */
export function bookableAt(cache: RegisterCache, code: string, now: Instant): BookablePiece | undefined {
  return bookablesAt(cache, undefined, now).filter((piece) => piece.code === code).at(-1)
}
