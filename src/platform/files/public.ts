export { findImage, keepImage } from './image-store.ts'
export { readImage, type ImageHead } from './read-image.ts'
export { readSheet, type Sheet } from './read-sheet.ts'
export { writeCsv, writeXlsx, type Cell } from './write-sheet.ts'
