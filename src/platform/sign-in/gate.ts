/** Lets so many through at a time and so many wait; undefined for whoever finds the waiting room full. */
export type Gate = <T>(work: () => Promise<T>) => Promise<T> | undefined

/** Makes a gate. Password hashing is dear by design: without one, sign-ins at once would take the machine away from everything else. */
export function createGate(atOnce: number, waiting: number): Gate {
  let inside = 0
  const queue: (() => void)[] = []
  return (work) => {
    if (inside >= atOnce && queue.length >= waiting) return undefined
    return (async () => {
      if (inside >= atOnce) await new Promise<void>((resolve) => queue.push(resolve))
      else inside++
      try {
        return await work()
      } finally {
        const next = queue.shift()
        // The place is handed on, not given back, so that nobody slips in between.
        if (next === undefined) inside--
        else next()
      }
    })()
  }
}
