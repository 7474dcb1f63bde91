/** One line of a batch: its bytes, or that it was longer than allowed. Numbered from 1; blank lines count but are not given. */
export type Line =
  { readonly line: number; readonly bytes: Buffer } | { readonly line: number; readonly tooLong: true } | { readonly line: number; readonly tooMuch: true }

export interface LineLimits {
  readonly lineBytes: number
  readonly totalBytes: number
}

const newline = 0x0a
const blank = /^\s*$/

/**
 * Cuts a stream into lines without ever holding more than one line of it. A line that is too long is skipped to its end and told as such;
 * when the whole is too much, that is the last thing told.
 */
export async function* splitLines(stream: AsyncIterable<Buffer>, limits: LineLimits): AsyncGenerator<Line> {
  let line = 1
  let total = 0
  let held: Buffer[] = []
  let heldBytes = 0
  let skipping = false

  function* finish(rest: Buffer): Generator<Line> {
    if (skipping || heldBytes + rest.length > limits.lineBytes) yield { line, tooLong: true }
    else {
      const bytes = held.length === 0 ? rest : Buffer.concat([...held, rest])
      if (bytes.length > 64 || !blank.test(bytes.toString('latin1'))) yield { line, bytes }
    }
    line++
    held = []
    heldBytes = 0
    skipping = false
  }

  for await (const chunk of stream) {
    total += chunk.length
    if (total > limits.totalBytes) {
      yield { line, tooMuch: true }
      return
    }
    let start = 0
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
      yield* finish(chunk.subarray(start, end))
      start = end + 1
    }
    const rest = chunk.subarray(start)
    if (rest.length === 0) continue
    heldBytes += rest.length
    if (heldBytes > limits.lineBytes) {
      skipping = true
      held = []
    } else held.push(rest)
  }
  if (skipping || heldBytes > 0) yield* finish(Buffer.alloc(0))
}
