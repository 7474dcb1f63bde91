import { toIso, type Instant } from '../../src/kernel/instant.ts'
import type { Queryable } from '../../src/platform/database/database.ts'

/**
 * Fills the tables of inspections of port 380101 with `count` closed ones, spread evenly over the days before `until`: each joint of two agencies with an
 * opening and two results, every tenth object looked at twice. Sent by the owner of the tables; statistics are brought up to date.
 */
export async function fillClosedInspections(owner: Queryable, count: number, spread: number, until: Instant): Promise<void> {
  const at = [count, spread, toIso(until)]
  const numbered = `(select n, ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid as id, 'container:M' || (n - case when n % 10 = 0 then 1 else 0 end) as key,
      $3::timestamptz - ($2::float8 * n / $1) * interval '1 day' as closed from generate_series(1, $1::int) as n) g`
  await owner.query(
    `insert into joint.inspection (port, id, kind, state, object_kind, object_ref, object_key, agencies, desk, window_from, window_to, proposed_at, started_at, closed_at)
     select '380101', g.id, 'joint', 'closed', 'container', substr(g.key, 11), g.key, array['CIQ', 'CUS'], false, g.closed - interval '9 h', g.closed, g.closed - interval '8 h', g.closed - interval '1 h', g.closed from ${numbered}`,
    at,
  )
  await owner.query(
    `insert into joint.task (port, inspection_id, agency, directives, duties, crew, confirmed_at, confirmed_by)
     select '380101', g.id, a.agency, '{}', '[]', array[a.agency || '-1', a.agency || '-2'], g.closed - interval '7 h', 'u' from ${numbered} cross join unnest(array['CIQ', 'CUS']) as a(agency)`,
    at,
  )
  await owner.query(
    `insert into joint.handling (port, id, inspection_id, action, object_kind, object_ref, object_key, n, agency, done_by, done_at, reason)
     select '380101', g.id, g.id, 'open', 'container', substr(g.key, 11), g.key, case when g.n % 10 = 0 then 2 else 1 end, 'CUS', 'u', g.closed, case when g.n % 10 = 0 then 'again' end from ${numbered}`,
    at,
  )
  await owner.query(
    `insert into joint.result (port, id, inspection_id, agency, object_kind, object_ref, object_key, participants, outcome, checks, recorded_at)
     select '380101', gen_random_uuid(), g.id, a.agency, 'container', substr(g.key, 11), g.key, array['CIQ', 'CUS'], case when g.n % 7 = 0 and a.agency = 'CUS' then 'problem' else 'clear' end, '[]', g.closed
     from ${numbered} cross join unnest(array['CIQ', 'CUS']) as a(agency)`,
    at,
  )
  await owner.query('analyze joint.inspection, joint.task, joint.handling, joint.result')
}
