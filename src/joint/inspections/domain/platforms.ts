import type { Refusal } from '../../../kernel/refusal.ts'
import { isArranging, type Inspection } from './inspection.ts'

/**
 * That the directives of an inspection name several platforms and none is chosen (JI-17): said until the parties have one. `areaOf`: the supervised area
 * a platform lies in, where the register knows it.
 */
export function unchosenPlatform(inspection: Pick<Inspection, 'state' | 'site' | 'desk'>, named: readonly string[], areaOf: (site: string) => string | undefined): Refusal | undefined {
  if (inspection.desk || inspection.site !== undefined || named.length < 2 || !isArranging(inspection)) return undefined
  const areas = [...new Set(named.flatMap((site) => areaOf(site) ?? []))].sort()
  return { code: 'inspections/choose-platform', facts: { sites: named.join(', '), areas: areas.join(', ') || '–' }, clause: 'JI-17' }
}
