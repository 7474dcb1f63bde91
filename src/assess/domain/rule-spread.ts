import { seconds } from '../../kernel/instant.ts'

/**
 * A change of rules begins at the earliest this long after it was made: by then every process has it (each lags behind by a second at most),
 * so that a case is always judged by the rules that a later look finds in force at its time (GV-12, GV-15).
 */
export const ruleSpread = seconds(2)
