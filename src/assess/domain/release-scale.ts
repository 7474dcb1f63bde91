import { inForce, type Instant } from '../../kernel/instant.ts'
import { Bug, must } from '../../kernel/invariant.ts'
import type { CreditGrade, Entry, Pack, ReleaseMode, RiskLevel } from '../../kernel/pack.ts'
import { severityOf } from '../../kernel/release-mode.ts'

/**
 * The entry of a code at a moment: a live pack holds every version of each. A code that tables still name after its end keeps its rank,
 * because a case in between must be judged too.
 */
function entryAt<E extends Entry & { readonly code: string }>(entries: readonly E[], code: string, at: Instant, what: string): E {
  let first: E | undefined
  for (const entry of entries) {
    if (entry.code !== code) continue
    if (inForce(entry, at)) return entry
    first ??= entry
  }
  if (first === undefined) throw new Bug(`no ${what} ${code}`)
  return first
}

/** The modes in force at a moment from the mildest to the strictest (RR-02: an open list). */
export function modesAt(pack: Pick<Pack, 'releaseModes'>, at: Instant): readonly ReleaseMode[] {
  return pack.releaseModes.filter((mode) => inForce(mode, at)).sort((a, b) => severityOf(a) - severityOf(b))
}

/** The entry of a release mode in force at a moment, or its first one when none is: old cases name modes that have ended. Throws `Bug` on an unknown code. */
export const modeAt = (pack: Pick<Pack, 'releaseModes'>, code: string, at: Instant): ReleaseMode => entryAt(pack.releaseModes, code, at, 'release mode')

/** A grade that the scale does not know counts as the worst. */
export function gradeAt(pack: Pack, code: string, at: Instant): CreditGrade {
  const worst = pack.creditGrades.reduce((a, b) => (b.rank > a.rank ? b : a))
  return pack.creditGrades.some((grade) => grade.code === code) ? entryAt(pack.creditGrades, code, at, 'credit grade') : worst
}

/** The entry of a risk level in force at a moment, or its first one when none is. Throws `Bug` on an unknown code. */
export const levelAt = (pack: Pack, code: string, at: Instant): RiskLevel => entryAt(pack.riskLevels, code, at, 'risk level')

/** How strict a mode is at a moment, to be compared: when it lets goods go, then its strictness. */
export const severityAt = (pack: Pick<Pack, 'releaseModes'>, code: string, at: Instant): number => severityOf(modeAt(pack, code, at))

/** The mode that lies `steps` further towards the strict end; the strictest stays, and one that has ended is never left for a milder one. */
export function stricterBy(pack: Pack, code: string, steps: number, at: Instant): string {
  const modes = modesAt(pack, at)
  const here = modes.findIndex((mode) => mode.code === code)
  return stricter(pack, code, must(modes[Math.min(modes.length - 1, Math.max(0, here) + steps)], 'a release mode in force').code, at)
}

/** The stricter of two modes: the one that lets goods go later, at the same moment the one of greater strictness (RR-22). */
export function stricter(pack: Pick<Pack, 'releaseModes'>, a: string, b: string, at: Instant): string {
  return severityAt(pack, b, at) > severityAt(pack, a, at) ? b : a
}
