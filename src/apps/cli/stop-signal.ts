/** Ctrl-C and SIGTERM as a wish to stop at the next safe point. A second one ends the process as usual. */
export interface StopSignal {
  readonly signal: AbortSignal
  release(): void
}

/** Listens until released. */
export function stopSignal(): StopSignal {
  const controller = new AbortController()
  const stop = (): void => {
    release()
    process.stderr.write('\nStopping at the next safe point; once more to end at once\n')
    controller.abort()
  }
  const release = (): void => {
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  return { signal: controller.signal, release }
}
