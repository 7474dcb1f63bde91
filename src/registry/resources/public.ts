export { equipment, sites } from './registers.ts'
