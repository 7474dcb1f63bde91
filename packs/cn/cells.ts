import type { Cell, PositiveCell } from '../../src/kernel/decision-table/table.ts'

// Short words for the conditions of tables, so that a row reads like a line of the document.

/** The fact equals this value. */
export const is = (value: string | number | boolean): PositiveCell => ({ op: 'equals', value })
/** The fact is one of these values. */
export const oneOf = (...values: readonly (string | number)[]): PositiveCell => ({ op: 'one-of', values })
/** Codes that begin with one of these, e.g. headings of the Harmonized System. */
export const begins = (...values: readonly string[]): PositiveCell => ({ op: 'prefix', values })
/** The number is this bound or more. */
export const from = (bound: number): PositiveCell => ({ op: 'range', from: bound })
/** The number is less than this bound. */
export const below = (bound: number): PositiveCell => ({ op: 'range', below: bound })
/** The number is at least `bound` and less than `next`, so that rows that follow one another leave no gap and do not overlap. */
export const between = (bound: number, next: number): PositiveCell => ({ op: 'range', from: bound, below: next })
/** Anything but what the cell says. */
export const not = (cell: PositiveCell): Cell => ({ op: 'not', cell })
