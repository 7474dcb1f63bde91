import type { Interval } from '../../../kernel/instant.ts'
import { commonWindow } from '../../collisions/domain/collide.ts'
import type { Inspection } from './inspection.ts'

/**
 * When an inspection is needed once directives have left it, or of a part of it that goes on by itself: what the needed times of its own directives share, or
 * the span they cover. Of one nobody asked anything of, as it was.
 */
export function neededTime(inspection: Pick<Inspection, 'window'>, directives: readonly { readonly window: Interval }[]): Interval {
  return commonWindow(directives.map(({ window }) => window)) ?? inspection.window
}
