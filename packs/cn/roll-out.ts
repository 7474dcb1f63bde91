import type { RollOut } from '../../src/kernel/pack.ts'
import { jointInspection as validFrom } from './dates.ts'

// S2 六(二) goes step by step by business and object without naming an order: everything is joint unless a port says in the register where it is not yet (JI-25).
export const rollOut: readonly RollOut[] = [{ on: true, clause: 'JI-25', validFrom }]
