import { openDatabase } from '../../src/platform/database/database.ts'
import type { Outcome } from './journal.ts'

/** What the journal, the tables and the ledger disagree about; every list is empty when the promise was kept. */
export interface JointAudit {
  /** Acknowledged and not there. */
  readonly lost: string[]
  /** Done more than once, or answered in two ways. */
  readonly twice: string[]
  /** An inspection, directive or match in a state that no order of acts leads to. */
  readonly impossible: string[]
  /** A state without the ledger entry that explains it, or an entry without its state. */
  readonly unexplained: string[]
}

// Every line of a query is a fault: its name and what it is about.
const impossible = `
with live as (select port, id, kind, state, collision_id, object_ref, agencies, slot_from, site, started_at from joint.inspection where state <> 'superseded'),
  tasks as (select port, inspection_id, agency, directives, duties, confirmed_at from joint.task where not gone)
select 'one inspection for a need' as fault, object_ref as subject from live group by object_ref having count(*) > 1
union all select 'directive without its inspection', d.object_ref from joint.directive d
  where not exists (select from live i join tasks t on t.port = i.port and t.inspection_id = i.id and t.agency = d.agency and d.id = any(t.directives) where i.port = d.port and i.id = d.inspection_id)
union all select 'task of a directive that is elsewhere', i.object_ref from live i join tasks t on t.port = i.port and t.inspection_id = i.id cross join unnest(t.directives) as u(id)
  where not exists (select from joint.directive d where d.port = i.port and d.id = u.id and d.agency = t.agency and d.inspection_id = i.id)
union all select 'a task for each agency', i.object_ref from live i
  where (select array_agg(t.agency order by t.agency) from tasks t where t.port = i.port and t.inspection_id = i.id) is distinct from (select array_agg(a order by a) from unnest(i.agencies) as a)
union all select 'superseded by nothing', i.object_ref from joint.inspection i where i.state = 'superseded' and not exists (select from live l where l.port = i.port and l.id = i.superseded_by)
union all select 'agreed without everybody''s yes', i.object_ref from live i join tasks t on t.port = i.port and t.inspection_id = i.id
  where i.state in ('agreed', 'started', 'closed') and (t.confirmed_at is null or i.slot_from is null or i.site is null)
union all select 'everybody''s yes, not agreed', i.object_ref from live i
  where i.state in ('proposed', 'coordinating') and not exists (select from tasks t where t.port = i.port and t.inspection_id = i.id and t.confirmed_at is null)
union all select 'opened before the start', i.object_ref from joint.handling h join live i on i.port = h.port and i.id = h.inspection_id where i.started_at is null or i.state not in ('started', 'closed')
union all select 'opened twice', object_ref from joint.handling group by object_ref, action having count(*) > 1
union all select 'done without its record', i.object_ref from live i join tasks t on t.port = i.port and t.inspection_id = i.id cross join jsonb_array_elements(t.duties) as duty
  where duty ->> 'code' = 'open' and duty ? 'done' and not exists (select from joint.handling h where h.port = i.port and h.id::text = duty #>> '{done,handling}')
union all select 'found before the start', i.object_ref from live i join tasks t on t.port = i.port and t.inspection_id = i.id cross join jsonb_array_elements(t.duties) as duty where duty ? 'done' and i.started_at is null
union all select 'started and not begun', object_ref from live where (state in ('started', 'closed')) <> (started_at is not null)
union all select 'closed with work undone', i.object_ref from live i join tasks t on t.port = i.port and t.inspection_id = i.id cross join jsonb_array_elements(t.duties) as duty where i.state = 'closed' and not duty ? 'done'
union all select 'directive and inspection differ', i.object_ref from live i join joint.directive d on d.port = i.port and d.inspection_id = i.id
  where d.state <> case i.state when 'started' then 'started' when 'closed' then 'closed' else 'open' end
union all select 'over and still searched', d.object_ref from joint.directive d join joint.directive_key k on k.port = d.port and k.directive_id = d.id where k.live = (d.state in ('closed', 'withdrawn'))
union all select 'a joint inspection is one match', i.object_ref from live i where i.kind = 'joint'
  and (select count(*) from joint.collision c where c.port = i.port and c.inspection_id = i.id and c.id = i.collision_id
         and c.state = case i.state when 'started' then 'agreed' when 'closed' then 'agreed' else i.state end) <> 1
union all select 'members are the directives', i.object_ref from live i where i.kind = 'joint'
  and (select array_agg(m.directive_id order by m.directive_id) from joint.collision_member m where m.port = i.port and m.collision_id = i.collision_id and m.left_at is null)
    is distinct from (select array_agg(u.id order by u.id) from tasks t cross join unnest(t.directives) as u(id) where t.port = i.port and t.inspection_id = i.id)
union all select 'a result for each agency of a closed one', i.object_ref from live i
  where (select count(*) from joint.result r where r.port = i.port and r.inspection_id = i.id) <> case i.state when 'closed' then cardinality(i.agencies) else 0 end
union all select 'each party told once', i.object_ref from live i where i.kind = 'joint'
  and (select count(*) from platform.notice n where n.subject_kind = 'joint-inspection' and n.subject_id = i.id::text and n.type = 'JointMatched') <> 2`

const entries = `(select count(*) from ledger.entry e where e.port = s.port and e.subject_kind = s.kind and e.subject_id = s.subject and e.type = s.type`
const unexplained = `
with said as (
  select port, 'directive' as kind, id::text as subject, object_ref, 'DirectiveAccepted' as type, 1 as times, null as by from joint.directive
  union all select port, 'joint-inspection', id::text, object_ref, 'InspectionProposed', 1, null from joint.inspection
  union all select port, 'collision', id::text, object_ref, 'DirectivesCollided', 1, null from joint.collision
  union all select i.port, 'joint-inspection', i.id::text, i.object_ref, 'InspectionSlotConfirmed', (t.confirmed_at is not null)::int, t.agency
    from joint.inspection i join joint.task t on t.port = i.port and t.inspection_id = i.id where i.state <> 'superseded'
  union all select port, 'joint-inspection', id::text, object_ref, 'InspectionAgreed', (state in ('agreed', 'started', 'closed'))::int, null from joint.inspection
  union all select port, 'joint-inspection', id::text, object_ref, 'InspectionStarted', (state in ('started', 'closed'))::int, null from joint.inspection
  union all select i.port, 'joint-inspection', i.id::text, i.object_ref, 'ContainerOpened', (select count(*) from joint.handling h where h.port = i.port and h.inspection_id = i.id)::int, null from joint.inspection i
  union all select i.port, 'joint-inspection', i.id::text, i.object_ref, 'FindingsRecorded',
      (select count(*) from jsonb_array_elements(t.duties) as duty where duty ->> 'kind' = 'check' and duty ? 'done')::int, t.agency
    from joint.inspection i join joint.task t on t.port = i.port and t.inspection_id = i.id where i.state <> 'superseded'
  union all select port, 'joint-inspection', id::text, object_ref, 'InspectionClosed', (state = 'closed')::int, null from joint.inspection)
select s.type || coalesce(' by ' || s.by, '') as fault, s.object_ref as subject, s.times,
  ${entries} and (s.by is null or e.actor_of = 'agency:' || s.by)) as entries from said s`

/** The acts of the load; what is looked for when one was acknowledged. `$1` the object, `$2` the agency. */
const done: Readonly<Record<string, string>> = {
  directive: `select from joint.directive where object_ref = $1 and agency = $2`,
  agree: `select from joint.inspection i join joint.task t on t.port = i.port and t.inspection_id = i.id where i.object_ref = $1 and t.agency = $2 and i.state <> 'superseded' and t.confirmed_at is not null`,
  start: `select from joint.inspection where object_ref = $1 and $2 <> '' and started_at is not null`,
  open: `select from joint.handling where object_ref = $1 and agency = $2`,
  findings: `select from joint.inspection i join joint.task t on t.port = i.port and t.inspection_id = i.id cross join jsonb_array_elements(t.duties) as duty
    where i.object_ref = $1 and t.agency = $2 and duty ->> 'code' = 'seal-' || $2 and duty ? 'done'`,
  close: `select from joint.inspection where object_ref = $1 and $2 <> '' and state = 'closed'`,
}

/** Compares all that was acknowledged (references `object/agency/act`) with what is there, and what is there with the ledger. */
export async function auditJoint(databaseUrl: string, outcomes: readonly Outcome[]): Promise<JointAudit> {
  const db = openDatabase({ url: databaseUrl, connections: 1 })
  try {
    const found: JointAudit = { lost: [], twice: [], impossible: [], unexplained: [] }
    const acknowledged = outcomes.filter((outcome) => outcome.ids.size > 0).map((outcome) => outcome.reference.split('/'))
    found.twice.push(...outcomes.filter((outcome) => outcome.ids.size > 1).map((outcome) => `${outcome.reference} has two answers`))
    for (const [act, query] of Object.entries(done)) {
      const of = acknowledged.filter((reference) => reference[2] === act)
      const missing = await db.query<{ object: string; agency: string }>(
        `select object, agency from unnest($1::text[], $2::text[]) as a(object, agency) where not exists (${query.replaceAll('$1', 'a.object').replaceAll('$2', 'a.agency')})`,
        [of.map((reference) => reference[0]), of.map((reference) => reference[1])],
      )
      found.lost.push(...missing.map(({ object, agency }) => `${object}/${agency}/${act}`))
    }
    found.impossible.push(...(await db.query<{ fault: string; subject: string }>(impossible)).map(({ fault, subject }) => `${fault}: ${subject}`))
    for (const { fault, subject, times, entries: written } of await db.query<{ fault: string; subject: string; times: number; entries: number }>(unexplained)) {
      if (written > times) found.twice.push(`${fault}: ${subject} (${written} entries, ${times} in the tables)`)
      if (written < times) found.unexplained.push(`${fault}: ${subject} (${written} entries, ${times} in the tables)`)
    }
    return found
  } finally {
    await db.close()
  }
}
