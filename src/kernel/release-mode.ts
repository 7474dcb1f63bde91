import type { ReleaseMode, ReleaseMoment } from './pack.ts'

/** The moments at which a mode lets goods go, the earliest first (RR-03…RR-06). */
export const releaseMoments: readonly ReleaseMoment[] = ['acceptance', 'report-judged', 'sampled', 'inspected']

/** More than any strictness: the moment is compared first. */
const span = 1_000_000

/**
 * How strict a mode is, as one number: first by when it lets goods go, then by the strictness it is given. Nothing is "at least as strict" that lets goods go
 * earlier, whatever strictness somebody wrote beside it (RR-07, RR-22).
 */
export const severityOf = ({ releasedAt, strictness }: Pick<ReleaseMode, 'releasedAt' | 'strictness'>): number => releaseMoments.indexOf(releasedAt) * span + strictness
