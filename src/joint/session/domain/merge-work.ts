import type { Method, MethodConflict, MethodRule, WorkStage } from '../../../kernel/pack.ts'

/** Where a step is done, in the order of the work: at the desk, on the closed object, within an opening, and when it is shut again. */
export type Stage = 'papers' | WorkStage

/** One agency's part as the plan needs it. */
export interface PlannedTask {
  readonly agency: string
  readonly duties: readonly { readonly code: string; readonly kind: 'method' | 'check' }[]
  /** The powers its directives rest on, with the methods each covers. */
  readonly powers: readonly { readonly code: string; readonly clause: string; readonly methods: readonly Method[] }[]
}

/** What the parties settled about a check that both list (LB-03): one does it for all, or each does it, with the reason. */
export interface Settled {
  readonly code: string
  readonly agency?: string
  readonly apart?: string
}

/** One thing to do, and every duty that is served by it. */
export interface WorkStep {
  readonly n: number
  readonly code: string
  readonly kind: 'method' | 'check'
  readonly stage: Stage
  /** Which opening it falls into, from 1. */
  readonly opening?: number
  readonly serves: readonly { readonly agency: string; readonly code: string }[]
  readonly responsible: string
  readonly basis: readonly { readonly agency: string; readonly power: string; readonly clause: string }[]
  /** What its officer must be able to do, in the words of the register of officers. */
  readonly skill: string
}

/** Something several agencies list. `must`: nothing is opened before it is settled; otherwise `proposed` stands until somebody else is named. */
export interface Overlap {
  readonly code: string
  readonly kind: 'method' | 'check'
  readonly agencies: readonly string[]
  readonly must: boolean
  readonly proposed: string
  readonly settled?: Settled
}

/** One list of steps for everybody (一次作业). */
export interface WorkPlan {
  readonly steps: readonly WorkStep[]
  readonly openings: number
  readonly weighings: number
  readonly scans: number
  readonly overlaps: readonly Overlap[]
}

const stages: readonly Stage[] = ['papers', 'outside', 'inside', 'shut']
const ruleOf = (rules: readonly MethodRule[], code: string): MethodRule | undefined => rules.find((rule) => rule.method === code)
/** Within a stage by the turn of the pack; checks and methods without one come last. */
const turnOf = (rules: readonly MethodRule[], code: string): number => ruleOf(rules, code)?.turn ?? Number.MAX_SAFE_INTEGER
const isInside = (rules: readonly MethodRule[], code: string): boolean => ruleOf(rules, code)?.stage === 'inside'

/** Codes that several tasks list, with what was settled about them (LB-03). Shared methods are merged in any case. */
export function overlapsOf(tasks: readonly PlannedTask[], rules: readonly MethodRule[], settled: readonly Settled[]): Overlap[] {
  const codes = [...new Set(tasks.flatMap((task) => task.duties.map((duty) => duty.code)))].sort()
  return codes.flatMap((code): Overlap[] => {
    const listing = tasks.filter((task) => task.duties.some((duty) => duty.code === code))
    const [first] = listing
    if (first === undefined || listing.length < 2) return []
    const check = listing.some((task) => task.duties.some((duty) => duty.code === code && duty.kind === 'check'))
    if (!check && !(ruleOf(rules, code)?.measured === true && isShared(rules, code))) return []
    const agencies = listing.map((task) => task.agency)
    const answer = settled.find((one) => one.code === code && (one.agency === undefined || agencies.includes(one.agency)))
    return [{ code, kind: check ? 'check' : 'method', agencies, must: check, proposed: first.agency, ...(answer === undefined ? {} : { settled: answer }) }]
  })
}

const isShared = (rules: readonly MethodRule[], code: string): boolean => ruleOf(rules, code)?.shared === true

/**
 * Merges the duties of all parties into one list of steps (JI-09…JI-11, LB-03): every duty is served by exactly one step, what is shared is done
 * once for all, and the steps fall into as few openings as the conflicts between methods leave. `rules` and `conflicts` are those in force.
 */
export function mergeWork(tasks: readonly PlannedTask[], rules: readonly MethodRule[], conflicts: readonly MethodConflict[], settled: readonly Settled[]): WorkPlan {
  const overlaps = overlapsOf(tasks, rules, settled)
  const openingOf = fewestOpenings([...new Set(tasks.flatMap((task) => task.duties.map((duty) => duty.code).filter((code) => isInside(rules, code))))], conflicts, (code) => turnOf(rules, code))
  const merged = new Map<string, { code: string; kind: 'method' | 'check'; serving: PlannedTask[]; responsible: string }>()
  for (const task of tasks) {
    for (const { code, kind } of task.duties) {
      const overlap = overlaps.find((one) => one.code === code)
      const byOne = kind === 'method' ? isShared(rules, code) : overlap?.settled?.agency !== undefined
      const key = byOne ? `${kind} ${code}` : `${kind} ${code} ${task.agency}`
      const known = merged.get(key)
      if (known === undefined) merged.set(key, { code, kind, serving: [task], responsible: byOne ? (overlap?.settled?.agency ?? task.agency) : task.agency })
      else known.serving.push(task)
    }
  }
  const unordered = [...merged.values()].map(({ code, kind, serving, responsible }) => {
    const stage = serving.map((task) => stageOf(code, kind, task, rules)).reduce((a, b) => (stages.indexOf(a) > stages.indexOf(b) ? a : b))
    const opening = stage === 'inside' ? (openingOf.get(code) ?? Math.min(...serving.flatMap((task) => task.duties.flatMap((duty) => openingOf.get(duty.code) ?? [])))) : undefined
    const basis = serving.flatMap((task) => basisOf(task, code, kind))
    return { code, kind, stage, ...(opening === undefined ? {} : { opening }), serves: serving.map((task) => ({ agency: task.agency, code })), responsible, basis, skill: code }
  })
  const steps = unordered
    .sort((a, b) => stages.indexOf(a.stage) - stages.indexOf(b.stage) || (a.opening ?? 0) - (b.opening ?? 0) || turnOf(rules, a.code) - turnOf(rules, b.code) || (a.code < b.code ? -1 : a.code > b.code ? 1 : a.responsible < b.responsible ? -1 : 1))
    .map((step, i): WorkStep => ({ n: i + 1, ...step }))
  const times = (code: string): number => steps.filter((step) => step.kind === 'method' && step.code === code).length
  return { steps, openings: Math.max(0, ...steps.map((step) => step.opening ?? 0)), weighings: times('weigh'), scans: times('scan'), overlaps }
}

function stageOf(code: string, kind: 'method' | 'check', task: PlannedTask, rules: readonly MethodRule[]): Stage {
  const isDesk = (method: string): boolean => ruleOf(rules, method)?.desk === true
  if (kind === 'method') return isDesk(code) ? 'papers' : (ruleOf(rules, code)?.stage ?? 'outside')
  const methods = task.duties.filter((duty) => duty.kind === 'method').map((duty) => duty.code)
  if (methods.some((method) => isInside(rules, method))) return 'inside'
  return methods.length > 0 && methods.every(isDesk) ? 'papers' : 'outside'
}

/** A method rests on the power that covers it, a check on every power of its agency's directives. */
function basisOf(task: PlannedTask, code: string, kind: 'method' | 'check'): { agency: string; power: string; clause: string }[] {
  const covering = kind === 'method' ? task.powers.filter((power) => (power.methods as readonly string[]).includes(code)) : task.powers
  return covering.map((power) => ({ agency: task.agency, power: power.code, clause: power.clause }))
}

/**
 * Puts methods into the fewest openings so that no two that conflict share one: exact, by trying. There are never more than a handful. What comes
 * late in the order of the work comes into the later opening.
 */
function fewestOpenings(methods: readonly string[], conflicts: readonly MethodConflict[], turn: (code: string) => number): ReadonlyMap<string, number> {
  const sorted = [...methods].sort((a, b) => turn(a) - turn(b))
  const clash = (a: string, b: string): boolean => conflicts.some(({ methods: [x, y] }) => (x === a && y === b) || (x === b && y === a))
  for (let limit = 1; limit <= sorted.length; limit++) {
    const placed = place(sorted, limit, new Map(), clash)
    if (placed !== undefined) return placed
  }
  return new Map()
}

function place(left: readonly string[], limit: number, placed: ReadonlyMap<string, number>, clash: (a: string, b: string) => boolean): ReadonlyMap<string, number> | undefined {
  const [next, ...rest] = left
  if (next === undefined) return placed
  for (let opening = 1; opening <= limit; opening++) {
    if ([...placed].some(([other, at]) => at === opening && clash(next, other))) continue
    const whole = place(rest, limit, new Map([...placed, [next, opening]]), clash)
    if (whole !== undefined) return whole
  }
  return undefined
}
