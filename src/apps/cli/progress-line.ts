/** One line at the terminal that is written over; where there is no terminal (a pipe, a log), a line every ten seconds. */
export interface ProgressLine {
  show(text: string): void
  /** Takes the line away, so that what follows begins at the margin. */
  end(): void
}

const quietMs = 10_000

/** Writes to standard error, so that the result on standard output stays clean. */
export function progressLine(stream: NodeJS.WriteStream = process.stderr): ProgressLine {
  let last = -Infinity
  let shown = false
  return {
    show(text) {
      const now = performance.now()
      if (stream.isTTY) {
        if (now - last < 100) return
        stream.write(`\r\u001b[2K${text.slice(0, (stream.columns ?? 80) - 1)}`)
        shown = true
      } else {
        if (now - last < quietMs) return
        stream.write(`${text}\n`)
      }
      last = now
    },
    end() {
      if (shown) stream.write('\r\u001b[2K')
      shown = false
    },
  }
}
