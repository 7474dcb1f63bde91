import { expect, test } from 'vitest'
import { instant } from '../../kernel/instant.ts'
import { printPdf, type PrintedPaper } from './print-pdf.ts'
import { sfntFromWoff } from './sfnt.ts'

const paper: PrintedPaper = {
  title: '责任卷宗 Liability dossier',
  foot: 'Lianjian',
  language: 'zh',
  at: instant('2018-07-01T08:00:00+08:00'),
  parts: [
    { kind: 'heading', text: '各方职责' },
    { kind: 'facts', rows: [['对象', '集装箱 TGHU1234562'], ['开箱', '1 次']] },
    { kind: 'table', head: ['单位', '职责', '结果'], rows: Array.from({ length: 80 }, (_, i) => [`单位 ${i}`, '核对封志、称重、取样，并记录全部证据', '合格']) },
    { kind: 'paragraph', text: 'Everything above rests on entries of the ledger.', quiet: true },
    { kind: 'code', text: 'a'.repeat(400) },
  ],
}

test('a paper with Chinese becomes a PDF of several pages with its fonts inside, the same bytes each time', async () => {
  const pdf = await printPdf(paper)
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
  const text = pdf.toString('latin1')
  expect(text.match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(2)
  expect(text).toContain('/FontFile')
  expect(await printPdf(paper)).toEqual(pdf)
})

test('what is no font is refused', () => {
  expect(() => sfntFromWoff(Buffer.alloc(64))).toThrow(/not a WOFF/)
})
