import { readFileSync, readdirSync } from 'node:fs'

// Linux counts in hundredths of a second whatever the kernel does inside.
const tickMicros = 10_000

function readStat(pid: string): { readonly parent: number; readonly ticks: number; readonly childTicks: number } | undefined {
  try {
    // The name in parentheses may hold anything, blanks included; behind it every field is a number or a letter.
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ').map(Number)
    const at = (n: number): number => fields[n] ?? 0
    return { parent: at(1), ticks: at(11) + at(12), childTicks: at(13) + at(14) }
  } catch {
    return undefined
  }
}

/** Processor time, in microseconds, that a process and its children have spent, those that ended included; 0 where there is no /proc. */
export function familyMicros(pid: number): number {
  let ticks = 0
  let names: string[] = []
  try {
    names = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  } catch {
    return 0
  }
  for (const name of names) {
    const stat = readStat(name)
    if (stat === undefined) continue
    if (Number(name) === pid) ticks += stat.ticks + stat.childTicks
    else if (stat.parent === pid) ticks += stat.ticks
  }
  return ticks * tickMicros
}
