export { enterprises, gradesFrom } from './enterprises.ts'
