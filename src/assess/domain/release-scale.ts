import { inForce, type Instant } from '../../kernel/instant.ts'
import { must } from '../../kernel/invariant.ts'
import type { CreditGrade, Pack, ReleaseMode, RiskLevel } from '../../kernel/pack.ts'

/** The modes in force at a moment from the mildest to the strictest (RR-02: an open list). */
export function modesAt(pack: Pack, at: Instant): readonly ReleaseMode[] {
  return pack.releaseModes.filter((mode) => inForce(mode, at)).sort((a, b) => a.strictness - b.strictness)
}

export function modeOf(pack: Pack, code: string): ReleaseMode {
  return must(pack.releaseModes.find((mode) => mode.code === code), `release mode ${code}`)
}

export function gradeOf(pack: Pack, code: string): CreditGrade {
  return must(pack.creditGrades.find((grade) => grade.code === code), `credit grade ${code}`)
}

export function levelOf(pack: Pack, code: string): RiskLevel {
  return must(pack.riskLevels.find((level) => level.code === code), `risk level ${code}`)
}

/** The mode that lies `steps` further towards the strict end; the strictest stays. */
export function stricterBy(pack: Pack, code: string, steps: number, at: Instant): string {
  const modes = modesAt(pack, at)
  const here = modes.findIndex((mode) => mode.code === code)
  return must(modes[Math.min(modes.length - 1, Math.max(0, here) + steps)], 'a release mode in force').code
}

/** The stricter of two modes. */
export function stricter(pack: Pack, a: string, b: string): string {
  return modeOf(pack, b).strictness > modeOf(pack, a).strictness ? b : a
}
