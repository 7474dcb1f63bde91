import { hours } from '../../src/kernel/instant.ts'
import type { CollisionRule } from '../../src/kernel/pack.ts'
import { jointInspection as validFrom } from './dates.ts'

// 合理时间区间 has no number in any document (DC-05): one default for every port and kind, narrower entries override it.
export const collisionRules: readonly CollisionRule[] = [{ id: 'same-object-in-time', version: 1, window: hours(24), clause: 'DC-05', validFrom }]
