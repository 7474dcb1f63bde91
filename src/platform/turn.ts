let end: Promise<void> | undefined

/**
 * Resolves when everything that this turn of the event loop brought in has been read. Whoever waits goes on one right after the other: a processor
 * judges a hundred submissions in a row for a quarter less than it does between the reading of their requests, whose code and data would push its
 * own out of the caches each time. Costs a lone request nothing that it would notice.
 */
export function endOfTurn(): Promise<void> {
  end ??= new Promise((resolve) => {
    setImmediate(() => {
      end = undefined
      resolve()
    })
  })
  return end
}
