/** A measure the rules ask of lines of goods. */
export interface AskedMeasure {
  readonly code: string
  readonly lines: readonly number[]
}

/** What meets a measure, and for which lines. */
export interface MetMeasure {
  readonly code: string
  readonly lines: readonly number[] | 'all'
}

/**
 * Measures that are still to be met, each with the lines that miss it: every measure of a combination must be met for every line it is asked of (RR-08).
 * One that is met without being asked for changes nothing.
 */
export function outstanding<Asked extends AskedMeasure>(asked: readonly Asked[], met: readonly MetMeasure[]): readonly Asked[] {
  return asked.flatMap((measure) => {
    const own = met.filter(({ code }) => code === measure.code)
    if (own.some(({ lines }) => lines === 'all')) return []
    const covered = new Set(own.flatMap(({ lines }) => (lines === 'all' ? [] : lines)))
    const lines = measure.lines.filter((line) => !covered.has(line))
    return lines.length === 0 ? [] : [{ ...measure, lines }]
  })
}
