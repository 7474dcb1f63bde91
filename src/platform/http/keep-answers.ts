/** Answers that were sent to everybody, by address and version. */
export interface KeptAnswers {
  /** The answer that was kept of an address in this version. */
  find(address: string, version: string): string | undefined
  keep(address: string, version: string, body: string): void
}

/**
 * Keeps the answers asked for last, one version of each, up to so many characters altogether; what is longer than half of that is not kept. An answer that
 * is asked for again is among the last to go.
 */
export function keepAnswers(most: number): KeptAnswers {
  const kept = new Map<string, { readonly version: string; readonly body: string }>()
  let characters = 0
  const drop = (address: string): void => {
    characters -= kept.get(address)?.body.length ?? 0
    kept.delete(address)
  }
  return {
    find(address, version) {
      const found = kept.get(address)
      if (found?.version !== version) return undefined
      kept.delete(address)
      kept.set(address, found)
      return found.body
    },
    keep(address, version, body) {
      drop(address)
      if (body.length > most / 2) return
      kept.set(address, { version, body })
      characters += body.length
      for (const oldest of kept.keys()) {
        if (characters <= most) break
        drop(oldest)
      }
    },
  }
}
