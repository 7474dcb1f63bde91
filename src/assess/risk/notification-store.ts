import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'
import type { FoodNotification, Hazard } from './domain/food-notification.ts'
import type { Pattern } from './domain/notified-risk.ts'

/** Writes notifications, one statement whatever their number; gives the references the sender had not sent before. */
export async function insertNotifications(tx: Tx, sender: string, notifications: readonly FoodNotification[], at: Instant): Promise<ReadonlySet<string>> {
  const written = await tx.query<{ reference: string }>(
    `insert into assess.foreign_notification (sender, reference, issued_on, notifier, product, category, hs, origins, hazards, recorded_at)
     select $1, reference, "issuedOn", notifier, product, category, hs, array(select jsonb_array_elements_text(origins)), hazards, $3
     from jsonb_to_recordset($2::jsonb) as r (reference text, "issuedOn" date, notifier text, product text, category text, hs text, origins jsonb, hazards jsonb)
     on conflict (sender, reference) do nothing returning reference`,
    [sender, JSON.stringify(notifications), toIso(at)],
  )
  return new Set(written.map(({ reference }) => reference))
}

/** Patterns of at least `least` notifications of a sender after one day and up to another, the most frequent first. Days are `2023-12-29`. */
export function findPatterns(q: Queryable, sender: string, span: { readonly after: string; readonly upTo: string; readonly least: number }): Promise<Pattern[]> {
  return q.query<Pattern>(
    `with lines as (
       select n.reference, n.issued_on, n.hs, n.product, origin, h.family, min(h.substance) as substance
       from assess.foreign_notification n, unnest(n.origins) as origin, jsonb_to_recordset(n.hazards) as h (family text, substance text)
       where n.sender = $1 and n.issued_on > $2::date and n.issued_on <= $3::date
       group by n.sender, n.reference, origin, h.family
     )
     select hs, origin, family, count(*)::int as count, min(issued_on)::text as first, max(issued_on)::text as last, mode() within group (order by product) as product, mode() within group (order by substance) as substance,
       (array_agg(reference order by issued_on desc, reference desc))[1:20] as references
     from lines group by hs, origin, family having count(*) >= $4 order by count(*) desc, hs, origin, family`,
    [sender, span.after, span.upTo, span.least],
  )
}

/** A notification as it stands behind an alert. */
export interface StoredNotification {
  readonly reference: string
  readonly issuedOn: string
  readonly notifier: string
  readonly product: string
  readonly category: string
  readonly hazards: readonly Hazard[]
}

/** Notifications of a sender by their references, the newest first. */
export function listNotifications(q: Queryable, sender: string, references: readonly string[]): Promise<StoredNotification[]> {
  return q.query<StoredNotification>(
    `select n.reference, n.issued_on::text as "issuedOn", n.notifier, n.product, n.category, n.hazards from assess.foreign_notification n
     where n.sender = $1 and n.reference = any($2::text[]) order by n.issued_on desc, n.reference desc`,
    [sender, references],
  )
}
