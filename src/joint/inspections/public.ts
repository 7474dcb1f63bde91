// The front door of inspections: what other modules may import.
export { planArrangement, writeArrangement, type Arrangement, type Arranging } from './arrange.ts'
