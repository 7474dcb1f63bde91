import { readFile } from 'node:fs/promises'
import type { Config } from '../../platform/config.ts'
import { openDatabase } from '../../platform/database/database.ts'
import { appRole } from '../../platform/database/roles.ts'
import { parseNotes, type Note } from '../../platform/ledger/checkpoint.ts'
import { readSavedCheckpoints, savedFolder } from '../../platform/ledger/saved-checkpoint.ts'
import { knownVerifiers } from '../../platform/ledger/signer.ts'
import { verifyLedger, type VerifyReport } from '../../platform/ledger/verify.ts'
import { UsageError } from './usage-error.ts'
import { useDatabase } from './use-database.ts'

export const summary = 'verify the ledger: exit 0, or the first bad entry of each port (--json, --checkpoint <file>)'

/**
 * `lianjian verify [--json] [--checkpoint <file>]…`: holds the whole ledger against the keys and checkpoints that this home keeps outside of
 * the database, and against checkpoints that somebody else kept (LB-12). Exit 0 when nothing was found, 1 otherwise.
 */
export async function run(args: readonly string[], config: Config): Promise<number> {
  const { json, files } = readArguments(args)
  const given = await Promise.all(files.map(readNotes))
  const saved = [...(await readSavedCheckpoints(savedFolder(config.home, config.databaseUrl))), ...given.flat()]
  const report = await useDatabase(config, async (url) => {
    const db = openDatabase({ url, role: appRole, connections: 2 })
    try {
      return await verifyLedger(db, { verifiers: await knownVerifiers(config.home), saved })
    } finally {
      await db.close()
    }
  })
  console.log(json ? JSON.stringify(report) : told(report))
  return report.findings.length === 0 ? 0 : 1
}

function readArguments(args: readonly string[]): { json: boolean; files: string[] } {
  const files: string[] = []
  let json = false
  for (let i = 0; i < args.length; i++) {
    const argument = args[i]
    const file = args[i + 1]
    if (argument === '--json') json = true
    else if (argument === '--checkpoint' && file !== undefined) files.push(args[++i] ?? file)
    else throw new UsageError(`not understood: ${argument ?? ''}; options are --json and --checkpoint <file>`)
  }
  return { json, files }
}

async function readNotes(file: string): Promise<Note[]> {
  const notes = parseNotes(await readFile(file, 'utf8'))
  if (notes === undefined) throw new UsageError(`${file} does not hold signed checkpoints`)
  return notes
}

function told(report: VerifyReport): string {
  const ports = report.ports.map(({ port, size, root, checkpoints, saved, pending, redacted, finding }) => {
    const facts = `${size} entries, root ${root.slice(0, 16)}, ${checkpoints} checkpoints, ${saved} kept outside, ${pending} not sealed yet, ${redacted} redacted`
    return `${finding === undefined ? 'ok ' : 'BAD'} ${port.padEnd(8)} ${facts}`
  })
  const keys = report.keysFromOutside ? [] : ['The public keys came from the database itself: this proves nothing about who signed.']
  const findings = report.findings.map((finding) => `${finding.kind} at ${finding.port}${finding.position === undefined ? '' : `, position ${finding.position}`}: ${finding.text}`)
  return [...ports, ...keys, ...(findings.length === 0 ? ['The ledger is intact.'] : findings)].join('\n')
}
