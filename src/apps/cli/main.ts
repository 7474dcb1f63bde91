import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { UnusableBackup } from '../../platform/backup/backup-format.ts'
import { DatabaseUnavailable } from '../../platform/database/database.ts'
import { readConfig, type Config } from '../../platform/config.ts'
import { PostgresStartFailure } from '../../platform/postgres/start-failure.ts'
import { UnusableDatabase } from '../../platform/database/prepare-schema.ts'
import { UsageError } from './usage-error.ts'

/**
 * What a file of this folder exports to be a verb of `lianjian`. The file's name, one word, is the verb; files with a hyphen in their
 * names help them.
 */
export interface Verb {
  /** One line for the list of verbs. */
  readonly summary: string
  /** Does it; returns the exit code. */
  run(args: readonly string[], config: Config): Promise<number>
}

const folder = path.dirname(fileURLToPath(import.meta.url))
const notVerbs = new Set(['main'])

/** The verbs there are, in alphabetical order. */
export async function verbNames(): Promise<string[]> {
  const names = (await readdir(folder)).flatMap((file) => /^([a-z]+)\.(?:ts|js)$/.exec(file)?.[1] ?? [])
  return names.filter((name) => !notVerbs.has(name)).sort()
}

/** The program behind a verb. */
async function loadVerb(name: string): Promise<Verb> {
  const extension = path.extname(fileURLToPath(import.meta.url))
  return (await import(`./${name}${extension}`)) as Verb
}

/** Runs `lianjian <verb> …`; returns the exit code: 0 done, 1 failed or found something, 2 not understood. */
export async function main(args: readonly string[], environment: Readonly<Record<string, string | undefined>>): Promise<number> {
  const [name, ...rest] = args
  const names = await verbNames()
  if (name === undefined || name === 'help' || name === '--help') {
    console.log(await usage(names))
    return name === undefined ? 2 : 0
  }
  if (!names.includes(name)) {
    console.error(`lianjian: there is no verb "${name}"; verbs are ${names.join(', ')}; lianjian help says what each does`)
    return 2
  }
  try {
    const verb = await loadVerb(name)
    return await verb.run(rest, readConfig(environment))
  } catch (error) {
    if (error instanceof UsageError) {
      console.error(`lianjian ${name}: ${error.message}`)
      return 2
    }
    console.error(`lianjian ${name}: ${explain(error)}`)
    return 1
  }
}

async function usage(names: readonly string[]): Promise<string> {
  const verbs = await Promise.all(names.map(async (name) => `  ${name.padEnd(10)} ${(await loadVerb(name)).summary}`))
  return `lianjian <verb> [options]\n\n${verbs.join('\n')}`
}

/** What the operator can mend is said in a sentence; anything else is a bug and shows where it happened. */
function explain(error: unknown): string {
  if (error instanceof PostgresStartFailure || error instanceof UnusableDatabase || error instanceof UnusableBackup) return error.message
  if (error instanceof DatabaseUnavailable) return `${error.message}: ${error.cause instanceof Error ? error.cause.message : 'no reason given'}`
  const { code, port } = error as { code?: string; port?: number }
  if (code === 'EADDRINUSE') return `port ${port ?? ''} is taken by another program; set PORT to a free one`
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
