import { inForce } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import type { RegisterCache } from '../../registry/register/public.ts'
import { sites } from '../../registry/resources/public.ts'
import { openWithin } from '../../kernel/open-hours.ts'
import type { Site, Sites } from './sites.ts'

/** Sites as their register has them (SW-10): a platform takes one inspection at a time, and works by the hours of the site. */
export function sitesFrom(cache: RegisterCache, law: () => Pack): Sites {
  return (port, at) => {
    const timeZone = law().ports.find((known) => known.code === port)?.timeZone ?? 'UTC'
    return [...cache.versions(sites).values()].flatMap((versions): Site[] => {
      const site = versions.find((version) => inForce(version, at))?.data
      if (site === undefined || site.port !== port || site.platforms === 0) return []
      const { code, platforms: capacity, area, inPort = true, centralised = false } = site
      return [{ code, capacity, inPort, centralised, ...(area === undefined ? {} : { area }), openWithin: (span) => openWithin(site.calendar, timeZone, span) }]
    })
  }
}
