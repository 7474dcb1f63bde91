import { isUnavailable, type Database } from '../database/database.ts'
import { openSigner, type Signer } from './signer.ts'
import { saveCheckpoint, savedFolder } from './saved-checkpoint.ts'
import { sealAll } from './seal.ts'

/** What the sealer says when something keeps it from sealing. */
export interface SealerLog {
  error(facts: object, message: string): void
}

export interface SealerOptions {
  readonly db: Database
  readonly home: string
  readonly databaseUrl: string | undefined
  readonly log: SealerLog
  /** Milliseconds between the end of one round and the beginning of the next. */
  readonly pause?: number
}

/** A sealer at work. */
export interface Sealer {
  /** Ends after the round that is under way. */
  stop(): Promise<void>
}

const defaultPause = 500
/** How often a port's checkpoint is saved outside of the database. */
const saveEvery = 60_000
/** After a failure: long enough to keep the log readable while the database is away. */
const pauseAfterFailure = 5_000

/**
 * Seals what is committed about twice a second for as long as the process runs. Every server process runs one: whoever gets the lock of a port
 * seals it. Throws at once when the private key cannot be used; a failure later is logged and tried again.
 */
export async function startSealer(options: SealerOptions): Promise<Sealer> {
  const signer = await openSigner(options.home)
  let wake: () => void = () => undefined
  let stopped = false
  const pause = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve
      setTimeout(resolve, milliseconds).unref()
    })
  const running = (async () => {
    const round = roundOf(options, signer)
    while (!stopped) {
      const succeeded = await round()
      if (!stopped) await pause(succeeded ? (options.pause ?? defaultPause) : pauseAfterFailure)
    }
  })()
  return {
    async stop() {
      stopped = true
      wake()
      await running
    },
  }
}

function roundOf({ db, home, databaseUrl, log }: SealerOptions, signer: Signer): () => Promise<boolean> {
  const folder = savedFolder(home, databaseUrl)
  const savedAt = new Map<string, number>()
  return async () => {
    try {
      await sealAll(db, signer, async ({ checkpoint }) => {
        if (checkpoint === undefined || checkpoint.sealedAt - (savedAt.get(checkpoint.port) ?? 0) < saveEvery) return
        await saveCheckpoint(folder, checkpoint, { name: signer.name, keyId: signer.keyId, signature: checkpoint.signature })
        savedAt.set(checkpoint.port, checkpoint.sealedAt)
      })
      return true
    } catch (error) {
      // That the database is away is said by whoever serves a request.
      if (!isUnavailable(error)) log.error({ error }, 'the ledger cannot be sealed')
      return false
    }
  }
}
