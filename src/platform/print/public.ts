// The front door of printing.
export { printPdf, type PrintedPaper, type PrintPart } from './print-pdf.ts'
