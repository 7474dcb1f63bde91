import type { Cell, PositiveCell } from '../../src/kernel/decision-table/table.ts'

// Short words for the conditions of tables, so that a row reads like a line of the document.

export const is = (value: string | number | boolean): PositiveCell => ({ op: 'equals', value })
export const oneOf = (...values: readonly (string | number)[]): PositiveCell => ({ op: 'one-of', values })
/** Codes that begin with one of these, e.g. headings of the Harmonized System. */
export const begins = (...values: readonly string[]): PositiveCell => ({ op: 'prefix', values })
export const from = (bound: number): PositiveCell => ({ op: 'range', from: bound })
export const below = (bound: number): PositiveCell => ({ op: 'range', below: bound })
export const between = (bound: number, next: number): PositiveCell => ({ op: 'range', from: bound, below: next })
export const not = (cell: PositiveCell): Cell => ({ op: 'not', cell })
