import { days, plus, toIso, type Instant } from '../../kernel/instant.ts'
import { parameterValue } from '../../kernel/parameter.ts'
import type { Pack } from '../../kernel/pack.ts'
import type { Context } from '../../platform/context.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'
import { oweNotices } from '../../platform/notices/public.ts'
import { tighten } from '../tighten.ts'
import { sumExports, type ExportQuality } from './export-store.ts'

/** The exports of a producer in the span that ends now and in the one before it. */
export interface Quarters {
  readonly producer: string
  readonly now: ExportQuality
  readonly before: ExportQuality
  readonly rise: number
  /** Enough consignments, and the share of rejected ones rose by what the pack says. */
  readonly worse: boolean
}

const share = ({ consignments, rejected }: ExportQuality): number => (consignments === 0 ? 0 : rejected / consignments)

/** Compares two spans of a producer's exports by the numbers of the pack (RR-20). */
export async function compareQuarters(db: Queryable, law: Pack, producer: string, at: Instant): Promise<Quarters> {
  const span = parameterValue(law, 'export.rejection.window', at)
  const tomorrow = plus(at, days(1))
  const [now, before] = await Promise.all([sumExports(db, producer, plus(tomorrow, -span), tomorrow), sumExports(db, producer, plus(tomorrow, -2 * span), plus(tomorrow, -span))])
  const rise = share(now) - share(before)
  // Shares are fractions: a rise that is met exactly must not be lost in the last binary digit.
  const worse = now.consignments >= parameterValue(law, 'export.rejection.least', at) && rise + 1e-9 >= parameterValue(law, 'export.rejection.rise', at)
  return { producer, now, before, rise, worse }
}

const percent = (value: number): string => `${(value * 100).toFixed(1)} %`

/**
 * Makes the mode stricter for a producer whose exports got worse (RR-20): a dated order for each code that was refused, once in a span, and the enterprise is
 * told with the figures. `told`: the exporter who declared them.
 */
export async function judgeExports(tx: Tx, context: Context, law: Pack, port: string, producer: string, told: string): Promise<void> {
  const { now } = context
  const quarters = await compareQuarters(tx, law, producer, now)
  if (!quarters.worse) return
  const span = parameterValue(law, 'export.rejection.window', now)
  const [before, after] = [percent(share(quarters.before)), percent(share(quarters.now))]
  for (const hs of quarters.now.hs) {
    const reason = `${toIso(now).slice(0, 10)}: ${before} → ${after} (${quarters.now.rejected}/${quarters.now.consignments})`
    const stored = await tighten(tx, context, law, { enterprise: producer, hs, direction: 'export', reason, cause: `export-quality ${Math.floor(now / span)}` })
    if (stored === undefined) continue
    await oweNotices(tx, context, [{ port, recipient: { kind: 'enterprise', code: told }, type: 'ExportTightened', subjectKind: 'tightening', subjectId: stored.id, facts: { producer, hs, before, now: after, until: toIso(stored.validTo).slice(0, 10) } }])
  }
}
