import { riskStory, type RiskDeed } from '../../seed/risk.ts'
import { contextOf } from '../../seed/tell-story.ts'
import { holdAlert, placeHold, publishBulletin, receiveAlert, recordRisk, reportIndicator, riskPartners, type RiskParts } from '../assess/risk/public.ts'
import { instant, type Instant } from '../kernel/instant.ts'
import type { Result } from '../kernel/result.ts'
import type { Machine } from '../platform/context.ts'
import { loadRegister } from '../registry/register/public.ts'

const longSince = instant('2017-01-01T00:00:00+08:00')

/** Tells the story of the demonstration's risk centre through the functions behind its routes. Gives what was refused: nothing on a good day. */
export async function tellRiskStory(machine: Machine, parts: RiskParts, now: Instant): Promise<string[]> {
  const refused: string[] = []
  const alerts = new Map<string, string>()
  for (const deed of riskStory(now)) {
    const outcome = await machine.db.transaction((tx) => done(tx, machine, parts, deed, alerts))
    if (!outcome.ok) refused.push(`${deed.what}: ${outcome.refusals[0]?.code ?? ''}`)
    else if (deed.what === 'alert') alerts.set(String(deed.body['reference']), (outcome.value as { readonly id: string }).id)
  }
  return refused
}

async function done(tx: Parameters<typeof receiveAlert>[0], machine: Machine, parts: RiskParts, deed: RiskDeed, alerts: ReadonlyMap<string, string>): Promise<Result<unknown>> {
  const context = contextOf(machine, deed.by, deed.at)
  // The story fits the schemas of the routes; its test sends it through them.
  const body = deed.body as never
  switch (deed.what) {
    case 'partner':
      await loadRegister(tx, context, riskPartners, [{ data: body, validFrom: longSince }], { source: 'demonstration', keepOthers: true })
      return { ok: true, value: undefined }
    case 'record':
      return recordRisk(tx, context, parts.law(), body)
    case 'alert':
      return receiveAlert(tx, context, parts, { evidence: [], ...(deed.body as object) } as never)
    case 'hold':
      return holdAlert(tx, context, parts, alerts.get(deed.alert) ?? '', body)
    case 'rule':
      return placeHold(tx, context, parts, body)
    case 'indicator':
      return reportIndicator(tx, context, parts, body)
    case 'bulletin':
      return publishBulletin(tx, context, body)
  }
}
