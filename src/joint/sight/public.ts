// The front door of sight: what other modules may import.
export { jointSights } from './subject-sights.ts'
