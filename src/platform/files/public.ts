export { findImage, keepImage, type StoredImage } from './image-store.ts'
export { readImage, type ImageHead } from './read-image.ts'
export { readSheet, type Sheet, type SheetFault, type SheetLimits } from './read-sheet.ts'
export { writeCsv, writeXlsx, type Cell } from './write-sheet.ts'
