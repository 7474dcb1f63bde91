export { readSheet, type Sheet, type SheetFault, type SheetLimits } from './read-sheet.ts'
export { writeCsv, writeXlsx, type Cell } from './write-sheet.ts'
