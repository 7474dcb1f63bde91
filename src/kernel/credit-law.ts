import type { Instant } from './instant.ts'
import type { Bilingual } from './refusal.ts'

interface Entry {
  readonly clause: string
  readonly validFrom: Instant
  readonly validTo?: Instant
}

/**
 * A kind of happening that bears on credit (信用信息采集条目, RR-10). `good` adds points, `bad` takes some away, `grant` is an authority's own
 * grading and sets where counting begins.
 */
export interface CreditKind extends Entry {
  readonly code: string
  readonly name: Bilingual
  readonly effect: 'good' | 'bad' | 'grant'
  /** At least 0 for `good`, at most 0 for `bad`, 0 for `grant`. */
  readonly points: number
  /** Days it counts; absent: until something ends it. */
  readonly lasts?: number
  /** Days after which it weighs half, again and again. */
  readonly halves?: number
  /** The best grade there is while it counts. */
  readonly ceiling?: string
  /** It certifies for this grade, where the scale asks for that. */
  readonly opens?: string
  /** Kinds of good happenings and certifications that it brings to an end. */
  readonly ends?: readonly string[]
  /** What an enterprise can do to earn it: shown as a way to recover. */
  readonly remedy?: Bilingual
}

/** A scale (信用等级评定规则, RR-11): points to grade. The version in force on a day grades that day. */
export interface CreditScale extends Entry {
  readonly version: number
  /** Points of an enterprise that nobody has graded. */
  readonly start: number
  readonly most: number
  /** Best grade first; the last begins at 0. */
  readonly steps: readonly {
    readonly grade: string
    readonly from: number
    /** Asks for a certification that opens this grade. */
    readonly certified?: boolean
    /** Asks for so many days without a bad happening. */
    readonly cleanDays?: number
  }[]
  /** Points a granted grade begins with. */
  readonly opening: Readonly<Record<string, number>>
}

/** What a grade brings or costs (守信激励、失信惩戒, RR-12). */
export interface CreditMeasure extends Entry {
  readonly code: string
  readonly grades: readonly string[]
  readonly effect: 'benefit' | 'burden'
  readonly name: Bilingual
  /** Rank in the queues of officers; higher goes first. */
  readonly priority?: number
  /** The mildest release mode the grade leaves, whatever tables and measures of policy say. */
  readonly atLeast?: string
  /** By how many times the permanent random share of inspections grows; at least 1. */
  readonly share?: number
}

/** What the law says of enterprise credit (企业信用管理). */
export interface CreditLaw {
  /** Zone whose days are counted. */
  readonly timeZone: string
  readonly kinds: readonly CreditKind[]
  readonly scales: readonly CreditScale[]
  readonly measures: readonly CreditMeasure[]
  /** Kinds the program writes by itself when agencies decide. */
  readonly automatic: {
    readonly granted: string
    readonly failedSample: string
    readonly refusedGoods: string
    readonly falseDeclaration: string
    /** Checks of inspections whose `problem` is a finding of false declaration. */
    readonly falseDeclarationChecks: readonly string[]
  }
}
