import { open, type FileHandle } from 'node:fs/promises'
import { toIso, type Instant } from '../../kernel/instant.ts'
import { noteText, verifierText, type Verifier } from './checkpoint.ts'
import { sealedText, type Entry } from './entry.ts'
import type { Reader } from './verify-port.ts'

/** A ledger on its way into a file. */
export interface LedgerExport {
  /** Receives one port after the other. */
  reader(port: string): Promise<Reader>
  close(): Promise<void>
}

/**
 * Writes the ledger as lines of JSON that `tools/ledger-verify.mjs` checks without a database; the format is in `docs/ledger.md`. Only the owner may
 * read the file: it holds the payloads. Throws when the file exists.
 */
export async function openExport(file: string, verifiers: readonly Verifier[], at: Instant): Promise<LedgerExport> {
  const handle = await open(file, 'wx', 0o600)
  await writeLines(handle, [{ lianjianLedger: 1, exportedAt: toIso(at), verifiers: verifiers.map(verifierText) }])
  let flush: () => Promise<void> = () => Promise.resolve()
  return {
    async reader(port) {
      await flush()
      let entries: readonly Entry[] = []
      let leaves: readonly string[] = []
      let size = 0
      const writeUpTo = async (upTo: number): Promise<void> => {
        const count = Math.min(upTo - size, leaves.length)
        await writeLines(handle, leaves.slice(0, count).map((leaf, i) => ({ leaf, salt: entries[i]?.salt ?? null, sealed: sealedOf(entries[i]) })))
        entries = entries.slice(count)
        leaves = leaves.slice(count)
        size += count
      }
      flush = () => writeUpTo(Infinity)
      return {
        async entries(block, texts) {
          await flush()
          entries = block
          leaves = texts
        },
        // A checkpoint stands right behind the last entry it covers.
        async checkpoint({ size: covered, root, sealedAt, keyId, signature }) {
          await writeUpTo(covered)
          const name = verifiers.find((verifier) => verifier.keyId.equals(keyId))?.name ?? 'unknown'
          await writeLines(handle, [{ checkpoint: noteText({ port, size: covered, root, sealedAt }, { name, keyId, signature }) }])
        },
      }
    },
    async close() {
      await flush()
      await handle.close()
    },
  }
}

function sealedOf(entry: Entry | undefined): string | null {
  return entry === undefined || entry.actorName === null || entry.payload === null ? null : sealedText(entry.actorName, entry.payload)
}

async function writeLines(handle: FileHandle, lines: readonly object[]): Promise<void> {
  if (lines.length > 0) await handle.write(`${lines.map((line) => JSON.stringify(line)).join('\n')}\n`)
}
