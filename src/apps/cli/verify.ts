import { readFile, writeFile } from 'node:fs/promises'
import { checkDossier, Dossier, type CheckedDossier } from '../../joint/liability/public.ts'
import { systemClock } from '../../platform/clock.ts'
import type { Config } from '../../platform/config.ts'
import { openDatabase } from '../../platform/database/database.ts'
import { appRole } from '../../platform/database/roles.ts'
import { noteText, parseNotes, parseVerifier, type Note, type Verifier } from '../../platform/ledger/checkpoint.ts'
import { openExport } from '../../platform/ledger/export.ts'
import { readNewestCheckpoints } from '../../platform/ledger/read-store.ts'
import { readSavedCheckpoints, savedFolder } from '../../platform/ledger/saved-checkpoint.ts'
import { knownVerifiers } from '../../platform/ledger/signer.ts'
import { verifyLedger, type VerifyReport } from '../../platform/ledger/verify.ts'
import { stateChecks } from '../state-checks.ts'
import { UsageError } from './usage-error.ts'
import { useDatabase } from './use-database.ts'

export const summary = 'verify the ledger: exit 0, or the first bad entry of each port (--json, --checkpoint <file>, --key <key>, --keep <file>, --export <file>); --dossier <file>: a saved dossier, offline'

/**
 * `lianjian verify`: holds the whole ledger against the keys and checkpoints that this home keeps outside of the database, and against those
 * given (LB-12). Exit 0 when nothing was found, 1 otherwise.
 * `--checkpoint <file>`: checkpoints that somebody else kept. `--key <name+hash+key>`: a public key of another machine that seals.
 * `--dossier <file>`: instead of the ledger a dossier as `GET /liability` or its page saved it, without a database: exit 0 when all it carries is proven.
 * `--keep <file>`: writes the newest checkpoints, for somebody else to keep. `--export <file>`: writes all that `tools/ledger-verify.mjs` needs.
 */
export async function run(args: readonly string[], config: Config): Promise<number> {
  const options = readArguments(args)
  if (options.dossier !== undefined) return verifyDossier(options.dossier, [...(await knownVerifiers(config.home)), ...options.keys], options.json)
  const given = await Promise.all(options.checkpoints.map(readNotes))
  const saved = [...(await readSavedCheckpoints(savedFolder(config.home, config.databaseUrl))), ...given.flat()]
  const verifiers = [...(await knownVerifiers(config.home)), ...options.keys]
  const report = await useDatabase(config, (url) => verifyDatabase(url, verifiers, saved, options))
  console.log(options.json ? JSON.stringify(report) : told(report))
  return report.findings.length === 0 ? 0 : 1
}

/** Checks a saved dossier; 0 when nothing in it is false. */
async function verifyDossier(file: string, verifiers: readonly Verifier[], json: boolean): Promise<number> {
  const checked = await checkDossier(await readDossierFile(file), verifiers)
  const { facts, unproven, signature, faults } = checked
  const rest = unproven === 0 ? [] : [`--  ${unproven} facts are not in this file: not sealed when it was issued, or on later pages`]
  console.log(json ? JSON.stringify(checked) : [`${faults.length === 0 ? 'ok ' : 'BAD'} ${facts} facts`, ...faults.map((fault) => `BAD ${fault}`), signatureText[signature], ...rest].join('\n'))
  return faults.length === 0 && signature !== 'bad' ? 0 : 1
}

const signatureText: Readonly<Record<CheckedDossier['signature'], string>> = {
  good: 'ok  signature: the checkpoints were signed with a known key',
  bad: 'BAD signature: a checkpoint was not signed with the key it names',
  'no-key': '--  signature: no public key is known; give one with --key to see who signed the checkpoints',
}

async function readDossierFile(file: string): Promise<Dossier> {
  let content: unknown
  try {
    content = JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    throw new UsageError(`${file} cannot be read as JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
  const dossier = Dossier.safeParse(content)
  if (!dossier.success) throw new UsageError(`${file} is not a dossier: ${dossier.error.issues[0]?.path.join('.') ?? ''} ${dossier.error.issues[0]?.message ?? ''}`)
  return dossier.data
}

async function verifyDatabase(url: string, verifiers: readonly Verifier[], saved: readonly Note[], options: Options): Promise<VerifyReport> {
  const db = openDatabase({ url, role: appRole, connections: 2 })
  try {
    const file = options.exportTo === undefined ? undefined : await openExport(options.exportTo, verifiers, systemClock.now())
    const report = await verifyLedger(db, { verifiers, saved, orphanChecks: stateChecks, ...(file === undefined ? {} : { reader: file.reader }) })
    await file?.close()
    if (options.keep !== undefined && report.findings.length === 0) {
      const newest = await readNewestCheckpoints(db, report.ports.map(({ port }) => port))
      await writeFile(options.keep, newest.map((row) => noteText(row, row)).join('\n'), { flush: true })
    }
    return report
  } finally {
    await db.close()
  }
}

interface Options {
  json: boolean
  checkpoints: string[]
  keys: Verifier[]
  keep: string | undefined
  exportTo: string | undefined
  dossier: string | undefined
}

function readArguments(args: readonly string[]): Options {
  const options: Options = { json: false, checkpoints: [], keys: [], keep: undefined, exportTo: undefined, dossier: undefined }
  for (let i = 0; i < args.length; i++) {
    const argument = args[i]
    if (argument === '--json') options.json = true
    else {
      const value = args[++i]
      if (value === undefined) throw new UsageError(`not understood: ${argument ?? ''}`)
      if (argument === '--checkpoint') options.checkpoints.push(value)
      else if (argument === '--key') options.keys.push(readKey(value))
      else if (argument === '--keep') options.keep = value
      else if (argument === '--export') options.exportTo = value
      else if (argument === '--dossier') options.dossier = value
      else throw new UsageError(`not understood: ${argument ?? ''}; options are --json, --checkpoint <file>, --key <key>, --keep <file>, --export <file>, --dossier <file>`)
    }
  }
  return options
}

function readKey(text: string): Verifier {
  const verifier = parseVerifier(text)
  if (verifier === undefined) throw new UsageError(`${text} is not a public key of the form name+hash+key`)
  return verifier
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
