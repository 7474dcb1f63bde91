/** What a report says of which lines. */
interface Conclusion {
  readonly id: string
  readonly lines: readonly number[]
  readonly conclusion: 'conforms' | 'fails'
}

const shares = (a: Conclusion, b: Conclusion): boolean => a.lines.some((line) => b.lines.includes(line))

/** Reports of the other conclusion about a line of this one: with an accepted one that fails among them, nothing that conforms counts for the line (TP-03). */
export function contradicting<T extends Conclusion>(report: Conclusion, others: readonly T[]): T[] {
  return others.filter((other) => other.id !== report.id && other.conclusion !== report.conclusion && shares(report, other))
}

/** Lines that accepted reports cover: those of which one conforms and none fails. */
export function coveredLines(accepted: readonly Conclusion[]): Set<number> {
  const linesOf = (conclusion: Conclusion['conclusion']): number[] => accepted.filter((one) => one.conclusion === conclusion).flatMap((one) => one.lines)
  const failed = new Set(linesOf('fails'))
  return new Set(linesOf('conforms').filter((line) => !failed.has(line)))
}
