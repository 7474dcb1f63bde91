import type { Instant } from '../../kernel/instant.ts'
import type { Pack, PolicyMeasure } from '../../kernel/pack.ts'
import { severityAt } from './release-scale.ts'

/** What a measure does to a mode: nothing stricter than one, or nothing milder. */
export type ModeEffect = NonNullable<PolicyMeasure['effect']['mode']>

/** The mode a measure brings another to; a mode the pack does not know has no effect. */
export function effectOn(pack: Pack, at: Instant, effect: ModeEffect, mode: string): string {
  const bound = 'atMost' in effect ? effect.atMost : effect.atLeast
  const severity = (code: string): number | undefined => (pack.releaseModes.some((one) => one.code === code) ? severityAt(pack, code, at) : undefined)
  const [here, there] = [severity(mode), severity(bound)]
  if (here === undefined || there === undefined) return mode
  return 'atMost' in effect ? (here > there ? bound : mode) : here < there ? bound : mode
}
