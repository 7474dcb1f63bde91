import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitLines, type Line } from './split-lines.ts'

async function* chunks(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  let at = 0
  for (let i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length] ?? 1
    yield bytes.subarray(at, at + size)
    at += size
  }
}

async function lines(bytes: Buffer, sizes: readonly number[] = [7], limits = { lineBytes: 100, totalBytes: 10_000 }): Promise<Line[]> {
  const found: Line[] = []
  for await (const line of splitLines(chunks(bytes, sizes), limits)) found.push(line)
  return found
}

test('however the stream is cut, the lines are the lines', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ maxLength: 30 }).filter((text) => !text.includes('\n'))),
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
      async (texts, sizes) => {
        const found = await lines(Buffer.from(texts.map((text) => `${text}\n`).join('')), sizes)
        const expected = texts.flatMap((text, i) => (/^\s*$/.test(Buffer.from(text).toString('latin1')) ? [] : [[i + 1, text]]))
        expect(found.map((line) => [line.line, 'bytes' in line ? line.bytes.toString() : undefined])).toEqual(expected)
      },
    ),
  )
})

test('the last line needs no newline', async () => {
  expect((await lines(Buffer.from('a\nb'))).map((line) => ('bytes' in line ? line.bytes.toString() : line))).toEqual(['a', 'b'])
})

test('a line that is too long is told as such and its neighbours are read', async () => {
  const found = await lines(Buffer.from(`a\n${'x'.repeat(101)}\nb\n${'y'.repeat(500)}`))
  expect(found.map((line) => ('bytes' in line ? line.bytes.toString() : line))).toEqual(['a', { line: 2, tooLong: true }, 'b', { line: 4, tooLong: true }])
})

test('when the whole is too much, that is the last thing told', async () => {
  const found = await lines(Buffer.from('abcdef\n'.repeat(40)), [10], { lineBytes: 100, totalBytes: 100 })
  expect(found.at(-1)).toHaveProperty('tooMuch', true)
  expect(found.length).toBeLessThan(20)
})
