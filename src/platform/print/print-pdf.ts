import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import type { Instant } from '../../kernel/instant.ts'
import { sfntFromWoff } from './sfnt.ts'

/** A part of a printed paper, top to bottom. Texts are ready to be read: names and times are already in the reader's language. */
export type PrintPart =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string; readonly quiet?: boolean }
  | { readonly kind: 'facts'; readonly rows: readonly (readonly [name: string, value: string])[] }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[]; readonly widths?: readonly number[] }
  | { readonly kind: 'code'; readonly text: string }

/** A paper to be printed on A4. `foot` stands at the end of every page, before its number. */
export interface PrintedPaper {
  readonly title: string
  readonly foot: string
  readonly language: 'zh' | 'en'
  readonly at: Instant
  readonly parts: readonly PrintPart[]
}

const margin = 48
const footRoom = 28
type Weight = 'plain' | 'strong'
const fonts = new Map<Weight, Buffer>()

/** The typeface for both languages, unpacked once: standard PDF fonts hold no Chinese. */
function fontOf(weight: Weight): Buffer {
  const known = fonts.get(weight)
  if (known !== undefined) return known
  const folder = path.dirname(createRequire(import.meta.url).resolve('@fontsource/noto-sans-sc/package.json'))
  const font = sfntFromWoff(readFileSync(path.join(folder, 'files', `noto-sans-sc-chinese-simplified-${weight === 'plain' ? 400 : 700}-normal.woff`)))
  fonts.set(weight, font)
  return font
}

/** Prints a paper as a PDF with embedded fonts. The same paper gives the same bytes, so that its hash can be written down. */
export async function printPdf(paper: PrintedPaper): Promise<Buffer> {
  const at = new Date(paper.at)
  // Loaded when the first paper is printed: it is large, and most processes print none.
  const { default: PDFDocument } = await import('pdfkit')
  const pdf = new PDFDocument({
    ...{ size: 'A4', margins: { top: margin, left: margin, right: margin, bottom: margin + footRoom }, bufferPages: true, lang: paper.language === 'zh' ? 'zh-CN' : 'en' },
    info: { Title: paper.title, Creator: 'Lianjian', Producer: 'Lianjian', CreationDate: at, ModDate: at },
  })
  const chunks: Buffer[] = []
  const whole = new Promise<Buffer>((resolve, reject) => {
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk))
    pdf.on('end', () => resolve(Buffer.concat(chunks)))
    pdf.on('error', reject)
  })
  for (const weight of ['plain', 'strong'] as const) pdf.registerFont(weight, fontOf(weight))
  pdf.font('strong').fontSize(17).text(paper.title).moveDown(0.6)
  for (const part of paper.parts) draw(pdf, part)
  numberPages(pdf, paper.foot)
  pdf.end()
  return whole
}

function draw(pdf: PDFKit.PDFDocument, part: PrintPart): void {
  switch (part.kind) {
    case 'heading':
      keepTogether(pdf, 60)
      pdf.moveDown(0.5).font('strong').fontSize(12).fillColor('black').text(part.text, margin).moveDown(0.3)
      return
    case 'paragraph':
      pdf.font('plain').fontSize(9.5).fillColor(part.quiet === true ? '#555555' : 'black').text(part.text, margin).fillColor('black').moveDown(0.3)
      return
    case 'facts':
      table(pdf, part.rows, [0.28, 0.72])
      return
    case 'table':
      table(pdf, part.rows, part.widths ?? part.head.map(() => 1 / part.head.length), part.head)
      return
    case 'code':
      pdf.font('plain').fontSize(7.5).text(part.text, margin, undefined, { width: inner(pdf) }).moveDown(0.3)
  }
}

const inner = (pdf: PDFKit.PDFDocument): number => pdf.page.width - 2 * margin

function keepTogether(pdf: PDFKit.PDFDocument, height: number): void {
  if (pdf.y + height > pdf.page.height - margin - footRoom) pdf.addPage()
}

/** Rows with their cells one beside the other, a line below each; the head stands again on every page. */
function table(pdf: PDFKit.PDFDocument, rows: readonly (readonly string[])[], shares: readonly number[], head?: readonly string[]): void {
  const widths = shares.map((share) => share * inner(pdf))
  const line = (cells: readonly string[], weight: Weight): void => {
    pdf.font(weight).fontSize(8.5)
    const height = Math.max(...cells.map((cell, i) => pdf.heightOfString(cell, { width: (widths[i] ?? 0) - 6 }))) + 5
    if (pdf.y + height > pdf.page.height - margin - footRoom) {
      pdf.addPage()
      if (head !== undefined && weight === 'plain') line(head, 'strong')
      pdf.font(weight).fontSize(8.5)
    }
    const top = pdf.y
    let left = margin
    cells.forEach((cell, i) => {
      pdf.text(cell, left, top, { width: (widths[i] ?? 0) - 6 })
      left += widths[i] ?? 0
    })
    pdf.moveTo(margin, top + height - 2).lineTo(margin + inner(pdf), top + height - 2).lineWidth(0.4).stroke('#bbbbbb')
    pdf.x = margin
    pdf.y = top + height
  }
  if (head !== undefined) line(head, 'strong')
  for (const row of rows) line(row, 'plain')
  pdf.moveDown(0.4)
}

function numberPages(pdf: PDFKit.PDFDocument, foot: string): void {
  const { start, count } = pdf.bufferedPageRange()
  for (let page = start; page < start + count; page++) {
    pdf.switchToPage(page)
    // The foot stands below the margin, where text would otherwise open another page.
    pdf.page.margins.bottom = 0
    pdf.font('plain').fontSize(7.5).fillColor('#555555')
    pdf.text(`${foot}   ${page - start + 1}/${count}`, margin, pdf.page.height - margin, { width: inner(pdf), lineBreak: false })
  }
}
