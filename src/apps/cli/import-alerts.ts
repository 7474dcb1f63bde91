import { importNotifications, type NotificationsImport } from '../../assess/risk/public.ts'
import { parseInstant } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import type { Config } from '../../platform/config.ts'
import { systemContext, type Machine } from '../../platform/context.ts'
import { livePack, parameters } from '../../registry/reference/public.ts'
import { anyRegister, createRegisterCache } from '../../registry/register/public.ts'
import { onlyPath, packOf, readOptions, withMachine } from './import-options.ts'
import { sourceFailure, tallyJson, tallyLines } from './import-report.ts'
import { UsageError } from './usage-error.ts'

/** Rows refused that are named one by one; `--json` names more. */
const mostNamed = 10

/**
 * `lianjian import alerts <csv> [--sender <name>] [--until <day>] [--json]`: takes over notifications of a foreign food-alert network; what recurs becomes alerts
 * and risk records. `--until`: the last day of the span that is counted; the newest of the file when absent.
 */
export async function importAlerts(args: readonly string[], config: Config): Promise<number> {
  const options = readOptions(args, { values: ['sender', 'until'], flags: ['json'] })
  const file = onlyPath(options, 'file of notifications (CSV)')
  const sender = options.values.get('sender') ?? 'RASFF'
  if (!/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,39}$/u.test(sender)) throw new UsageError('--sender must be a name of at most forty letters and digits')
  const until = options.values.get('until')
  if (until !== undefined && parseInstant(`${until}T00:00:00Z`) === undefined) throw new UsageError('--until must be a day, as 2026-01-01')
  try {
    const report = await withMachine(config, async (machine) => importNotifications(systemContext(machine), await lawOf(machine, packOf(config)), file, { sender, until }))
    const { tally, ...rest } = report
    console.log(options.flags.has('json') ? JSON.stringify({ ...rest, ...tallyJson(tally) }) : render(report))
    return 0
  } catch (error) {
    return sourceFailure('import alerts', error)
  }
}

/** The pack with the numbers officers set. */
async function lawOf(machine: Machine, pack: Pack): Promise<Pack> {
  const cache = await createRegisterCache(machine, [anyRegister(parameters)])
  try {
    return { ...pack, parameters: livePack(pack, cache)().parameters }
  } finally {
    cache.stop()
  }
}

function render({ source, sender, tally, added, span, patterns, alerts, records }: NotificationsImport): string {
  return [
    `${source}: ${tally.read} rows read, ${tally.accepted} taken over, ${tally.refusedCount} refused`,
    ...tallyLines(tally, mostNamed),
    '',
    `${added} notifications of ${sender} are new`,
    `${patterns} patterns of goods, origin and hazard after ${span.after} up to ${span.upTo}: ${alerts} new alerts wait for an officer, ${records} became risk records`,
  ].join('\n')
}
