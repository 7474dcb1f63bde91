import { readFile } from 'node:fs/promises'
import { checks, DrawFileSchema, verifyDraw, type DrawFile } from '../../assess/draws/public.ts'
import type { Config } from '../../platform/config.ts'
import { parseNote, parseVerifier, signedBy, type Verifier } from '../../platform/ledger/checkpoint.ts'
import { knownVerifiers } from '../../platform/ledger/signer.ts'
import { UsageError } from './usage-error.ts'

export const summary = 'verify <file>: recompute a published draw offline; exit 0, or 1 and the first false thing (--json, --key <key>)'

/**
 * `lianjian draw verify <file>`: recomputes a draw from what `GET /public/draws/{id}` published, without a database (DR-03), and checks who signed its checkpoints where a
 * public key is known: those this home keeps, and `--key <name+hash+key>`. Exit 0, or 1 with the first false thing.
 */
export async function run(args: readonly string[], config: Config): Promise<number> {
  const { file, json, keys } = readArguments(args)
  const draw = await readDraw(file)
  const verifiers = [...(await knownVerifiers(config.home)), ...keys]
  const findings = verifyDraw(draw)
  const broken = findings.find((finding) => finding.fault !== undefined)
  const signature = broken === undefined ? await signatureOf(draw, verifiers) : 'not-checked'
  const holds = broken === undefined && signature !== 'bad'
  if (json) console.log(JSON.stringify({ draw: draw.id, holds, checks: findings, signature, drawn: draw.current }, undefined, 2))
  else {
    for (const { check, fault } of findings) console.log(`${fault === undefined ? 'ok ' : 'BAD'} ${check}${fault === undefined ? '' : `: ${fault}`}`)
    console.log(signatureText[signature])
    if (holds) console.log(`Draw ${draw.id} is what it says: ${draw.result.length} of ${draw.list.objects.length} objects, all ${checks.length} checks hold.`)
  }
  return holds ? 0 : 1
}

type Signature = 'good' | 'bad' | 'no-key' | 'not-checked'
const signatureText: Readonly<Record<Signature, string>> = {
  good: 'ok  signature: the checkpoints were signed with a known key',
  bad: 'BAD signature: a checkpoint was not signed with the key it names',
  'no-key': '--  signature: no public key is known; give one with --key to see who signed the checkpoints',
  'not-checked': '--  signature: not looked at',
}

/** Whether every checkpoint of the draw bears a good signature of a known key. */
async function signatureOf(draw: DrawFile, verifiers: readonly Verifier[]): Promise<Signature> {
  for (const { note } of [draw.beacon, ...(draw.late === null ? [] : [draw.late])]) {
    const parsed = parseNote(note)
    if (parsed === undefined) return 'bad'
    const known = parsed.signatures.flatMap((one) => verifiers.filter((verifier) => verifier.keyId.equals(one.keyId)).map((verifier) => ({ verifier, signature: one.signature })))
    if (known.length === 0) return 'no-key'
    for (const { verifier, signature } of known) if (!(await signedBy(verifier, parsed.text, signature))) return 'bad'
  }
  return 'good'
}

async function readDraw(file: string): Promise<DrawFile> {
  let content: unknown
  try {
    content = JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    throw new UsageError(`${file} cannot be read as JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
  const parsed = DrawFileSchema.safeParse(content)
  if (!parsed.success) throw new UsageError(`${file} is not the published record of a draw that was drawn: ${parsed.error.issues[0]?.path.join('.') ?? ''} ${parsed.error.issues[0]?.message ?? ''}`)
  return parsed.data
}

function readArguments(args: readonly string[]): { readonly file: string; readonly json: boolean; readonly keys: readonly Verifier[] } {
  const [verb, ...rest] = args
  if (verb !== 'verify') throw new UsageError('expected: lianjian draw verify <file> [--json] [--key <name+hash+key>]')
  const keys: Verifier[] = []
  let file: string | undefined
  let json = false
  for (let i = 0; i < rest.length; i++) {
    const argument = rest[i] ?? ''
    if (argument === '--json') json = true
    else if (argument === '--key') {
      const verifier = parseVerifier(rest[++i] ?? '')
      if (verifier === undefined) throw new UsageError(`${rest[i] ?? ''} is not a public key of the form name+hash+key`)
      keys.push(verifier)
    } else if (file === undefined && !argument.startsWith('--')) file = argument
    else throw new UsageError(`not understood: ${argument}`)
  }
  if (file === undefined) throw new UsageError('expected: lianjian draw verify <file>')
  return { file, json, keys }
}
