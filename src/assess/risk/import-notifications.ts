import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { everyPort } from '../../kernel/actor.ts'
import { inForce, parseInstant, plus, toIso, type Instant } from '../../kernel/instant.ts'
import { must } from '../../kernel/invariant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { parameterValue } from '../../kernel/parameter.ts'
import { sha256Hex } from '../../kernel/sha256.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { append } from '../../platform/ledger/append.ts'
import { countMend, countRefused, readRows, type Tally } from '../../registry/reference/public.ts'
import { insertAlerts, type NewAlert } from './alert-store.ts'
import { countriesByName, notificationColumns, readNotification, type FoodNotification } from './domain/food-notification.ts'
import { gatheredAlert, singleAlerts, type NotifiedAlert } from './domain/notified-risk.ts'
import { subjectOf } from './domain/risk-entry.ts'
import { findPatterns, insertNotifications } from './notification-store.ts'
import { writeRecords, type NewRecord } from './record-risk.ts'

/** What an import of notifications read and what came of it. */
export interface NotificationsImport {
  readonly source: string
  readonly sender: string
  readonly tally: Tally
  /** Notifications that were not there before. */
  readonly added: number
  /** The span in which patterns were looked for; days. */
  readonly span: { readonly after: string; readonly upTo: string }
  readonly patterns: number
  /** Alerts written now: those that wait for an officer, those that became risk records at once. */
  readonly alerts: number
  readonly records: number
}

const dayOf = (at: Instant): string => toIso(at).slice(0, 10)

/** Reads the file row by row; a reference that comes twice is taken the first time. */
async function readFileOf(file: string, pack: Pack): Promise<{ notifications: FoodNotification[]; tally: Tally }> {
  const { rows, tally } = await readRows(file, notificationColumns, 'file of notifications')
  const countryOf = countriesByName(pack.countries)
  const known = new Map<string, FoodNotification>()
  for (const { line, row } of rows) {
    const where = `line ${line}`
    const read = readNotification(row, countryOf)
    if (!read.ok) {
      countRefused(tally, { where, reason: read.reason, facts: read.facts })
      continue
    }
    const { notification } = read
    const earlier = known.get(notification.reference)
    if (earlier !== undefined) {
      if (JSON.stringify(earlier) === JSON.stringify(notification)) countMend(tally, 'duplicate-dropped', { where, before: notification.reference, after: '' })
      else countRefused(tally, { where, reason: 'reference-repeated', facts: { reference: notification.reference } })
      continue
    }
    for (const { rule, ...sample } of read.mends) countMend(tally, rule, { where, ...sample })
    known.set(notification.reference, notification)
  }
  tally.accepted = known.size
  return { notifications: [...known.values()], tally }
}

/** Writes the alerts whose reference is new, and the records of those that become one at once; gives how many of each. */
async function writeAlerts(tx: Tx, context: Context, law: Pack, sender: string, notified: readonly NotifiedAlert[]): Promise<{ alerts: number; records: number }> {
  const { now, newId, actor } = context
  const common = { homePort: everyPort, source: 'import', sender, classification: 'restricted', receivedAt: now, receivedBy: actor.id, acknowledgeBy: null } as const
  const alerts = notified.map(({ record, ...alert }): NewAlert => ({ ...common, ...alert, id: newId(), subject: subjectOf(alert.scope), ...(record ? { recorded: newId() } : {}) }))
  const written = await insertAlerts(tx, alerts)
  const fresh = alerts.filter(({ id }) => written.has(id))
  await append(tx, context, fresh.map(({ id, homePort, source, reference, title, hazard, level, classification, scope }) => ({
    port: homePort, subjectKind: 'alert', subjectId: id, type: 'AlertReceived', payload: { source, sender, reference, title, hazard, level, classification, scope: { ...scope } },
  })))
  const validTo = plus(now, parameterValue(law, 'risk.notified.validity', now))
  const records = fresh.flatMap(({ id: alertId, scope, level, title, hazard, reference, classification, evidence, recorded }): (NewRecord & { id: string })[] =>
    recorded === undefined ? [] : [{ id: recorded, scope, level, title: title.slice(0, 200), reason: hazard, source: `${sender} ${reference}`, classification, evidence, validTo, alertId }])
  await writeRecords(tx, context, records)
  return { alerts: fresh.length - records.length, records: records.length }
}

/**
 * Takes over a file of notifications of a foreign food-alert network (RR-17): what is dirty is mended or refused and told. What recurs in the span before its
 * last day (or `until`), of one kind of goods, origin and hazard, becomes an alert for an officer, and by the numbers of the pack a risk record; what is fresh
 * today is an alert by itself. One alert a year for each pattern: the same file again, or a longer one, adds what is new.
 */
export async function importNotifications(context: Context, law: Pack, file: string, { sender, until }: { readonly sender: string; readonly until?: string | undefined }): Promise<NotificationsImport> {
  const { now } = context
  const { notifications, tally } = await readFileOf(file, law)
  const upTo = until ?? notifications.reduce((last, { issuedOn }) => (issuedOn > last ? issuedOn : last), '')
  const number = (name: string): number => parameterValue(law, `risk.notified.${name}`, now)
  const after = upTo === '' ? '' : dayOf(plus(must(parseInstant(`${upTo}T00:00:00Z`), 'a day that was read exists'), -number('window')))
  const levels = law.riskLevels.filter((level) => inForce(level, now)).toSorted((a, b) => a.rank - b.rank).map(({ code }) => code)
  const by = { record: number('record'), levels, home: law.acceptance.country }
  const source = path.basename(file)
  const contentHash = sha256Hex(await readFile(file, 'utf8'))
  const done = await context.db.transaction(async (tx) => {
    const added = await insertNotifications(tx, sender, notifications, now)
    const patterns = upTo === '' ? [] : await findPatterns(tx, sender, { after, upTo, least: number('alert') })
    const since = dayOf(plus(now, -number('fresh')))
    const single = notifications.filter(({ reference, issuedOn }) => added.has(reference) && issuedOn > since)
    const written = await writeAlerts(tx, context, law, sender, [...patterns.map((pattern) => gatheredAlert(pattern, by)), ...single.flatMap((one) => singleAlerts(one, by))])
    await append(tx, context, [{ port: everyPort, subjectKind: 'foreign-notifications', subjectId: sender, type: 'NotificationsImported', payload: { sender, source, contentHash, read: tally.read, taken: tally.accepted, refused: tally.refusedCount, added: added.size, ...written } }])
    return { added: added.size, patterns: patterns.length, ...written }
  })
  return { source, sender, tally, span: { after, upTo }, ...done }
}
