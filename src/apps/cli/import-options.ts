import { parseInstant, type Instant } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import type { Config } from '../../platform/config.ts'
import { prepareSchema } from '../../platform/database/prepare-schema.ts'
import type { Machine } from '../../platform/context.ts'
import { openMachine, packs } from '../server.ts'
import { UsageError } from './usage-error.ts'
import { useDatabase } from './use-database.ts'

/** Options of a verb: `--name value` and `--name`; what is left are its arguments. */
export interface Options {
  readonly positional: readonly string[]
  readonly values: ReadonlyMap<string, string>
  readonly flags: ReadonlySet<string>
}

/** Reads options; an unknown one is not understood. */
export function readOptions(args: readonly string[], known: { readonly values: readonly string[]; readonly flags: readonly string[] }): Options {
  const positional: string[] = []
  const values = new Map<string, string>()
  const flags = new Set<string>()
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? ''
    const name = arg.slice(2)
    if (!arg.startsWith('--')) positional.push(arg)
    else if (known.flags.includes(name)) flags.add(name)
    else if (known.values.includes(name)) {
      const value = args[++i]
      if (value === undefined) throw new UsageError(`${arg} needs a value`)
      values.set(name, value)
    } else throw new UsageError(`there is no option ${arg}; known: ${[...known.values, ...known.flags].map((option) => `--${option}`).join(' ')}`)
  }
  return { positional, values, flags }
}

/** The one path a verb is about. */
export function onlyPath(options: Options, what: string): string {
  const [path, another] = options.positional
  if (path === undefined || another !== undefined) throw new UsageError(`give one ${what}`)
  return path
}

/** A whole number above zero. */
export function countOption(options: Options, name: string): number | undefined {
  const text = options.values.get(name)
  if (text === undefined) return undefined
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new UsageError(`--${name} must be a whole number above zero`)
  return Number(text)
}

/** `--from 2026-01-01`: since when imported rows hold, midnight UTC; since the pack's first law when absent. */
export function fromOption(options: Options, pack: Pack): Instant {
  const text = options.values.get('from')
  const first = pack.ports.reduce((earliest, port) => Math.min(earliest, port.validFrom), Infinity) as Instant
  if (text === undefined) return first
  const at = parseInstant(`${text}T00:00:00Z`)
  if (at === undefined) throw new UsageError('--from must be a day, as 2026-01-01')
  return at
}

/** The policy pack of the configuration. */
export function packOf(config: Config): Pack {
  return packs[config.pack]
}

/** Runs `work` on the configured database with its schema up to date. */
export function withMachine<T>(config: Config, work: (machine: Machine, url: string) => Promise<T>): Promise<T> {
  return useDatabase(config, async (url) => {
    await prepareSchema(url)
    const machine = openMachine({ ...config, logLevel: 'silent', databaseUrl: url }, true)
    try {
      return await work(machine, url)
    } finally {
      await machine.db.close()
    }
  })
}
