import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Json } from '../../kernel/canonical-json.ts'
import type { Tx } from '../../platform/database/database.ts'
import { writeTogether } from '../../platform/database/gather.ts'
import type { Answer } from './domain/answer.ts'
import type { Disposition, Inspection } from './domain/inspection.ts'
import { overall } from './domain/lots.ts'
import type { Presence } from './domain/presence.ts'
import type { Handling } from './domain/session.ts'
import type { KeptTerms } from './terms.ts'

// Everything that writes the state of inspections, and nothing else: `inspections-have-one-door` says who may know this file.

const isoOr = (moment: Instant | undefined): string | undefined => (moment === undefined ? undefined : toIso(moment))

/** Writes inspections as they now are, new ones and changed ones, with their tasks: one statement whatever their number. */
export async function saveInspections(tx: Tx, inspections: readonly Inspection[]): Promise<void> {
  await writeTogether(tx, 'inspections', inspections, (all) => saveAll(tx, all))
}

function saveAll(tx: Tx, inspections: readonly Inspection[]): Promise<void> {
  return tx.send(
    `with tasks as (
       insert into joint.task (port, inspection_id, agency, directives, duties, power, crew, confirmed_at, confirmed_by, confirmed_name, disposition, lots, effect)
       select port, inspection_id, agency, directives, duties, power, crew, confirmed_at, confirmed_by, confirmed_name, disposition, lots, effect
       from json_to_recordset($2::json) as t(port text, inspection_id uuid, agency text, directives uuid[], duties jsonb, power text, crew text[], confirmed_at timestamptz,
         confirmed_by text, confirmed_name text, disposition jsonb, lots jsonb, effect text)
       on conflict (port, inspection_id, agency) do update set directives = excluded.directives, duties = excluded.duties, power = excluded.power, crew = excluded.crew,
         confirmed_at = excluded.confirmed_at, confirmed_by = excluded.confirmed_by, confirmed_name = excluded.confirmed_name, disposition = excluded.disposition,
         lots = excluded.lots, effect = excluded.effect, gone = false),
     -- The queue goes by what is done together, and a match or a leaving changes that for directives that were there before. By their ids alone:
     -- asked for what is open, a plan made while tables were small reads everything that is.
     together as (update joint.directive d set joint = true where d.port = any($3::text[]) and d.id = any($4::uuid[]) and not d.joint),
     alone as (update joint.directive d set joint = false where d.port = any($3::text[]) and d.id = any($5::uuid[]) and d.joint)
     insert into joint.inspection (port, id, kind, state, collision_id, object_kind, object_ref, object_key, declarations, parties, agencies, desk, window_from, window_to,
       slot_from, slot_to, site, special_circumstance, judgement, proposed_at, started_at, closed_at, ended_because, superseded_by, invited, version)
     select port, id, kind, state, collision_id, object_kind, object_ref, object_key, declarations, parties, agencies, desk, window_from, window_to,
       slot_from, slot_to, site, special_circumstance, judgement, proposed_at, started_at, closed_at, ended_because, superseded_by, invited, version
     from json_to_recordset($1::json) as i(port text, id uuid, kind text, state text, collision_id uuid, object_kind text, object_ref text, object_key text,
       declarations uuid[], parties text[], agencies text[], desk boolean, window_from timestamptz, window_to timestamptz, slot_from timestamptz, slot_to timestamptz,
       site text, special_circumstance text, judgement jsonb, proposed_at timestamptz, started_at timestamptz, closed_at timestamptz, ended_because text,
       superseded_by uuid, invited text[], version int)
     on conflict (port, id) do update set kind = excluded.kind, state = excluded.state, collision_id = excluded.collision_id, object_kind = excluded.object_kind,
       object_ref = excluded.object_ref, object_key = excluded.object_key, declarations = excluded.declarations, parties = excluded.parties, agencies = excluded.agencies,
       desk = excluded.desk, window_from = excluded.window_from, window_to = excluded.window_to, slot_from = excluded.slot_from, slot_to = excluded.slot_to, site = excluded.site,
       special_circumstance = excluded.special_circumstance, judgement = excluded.judgement, started_at = excluded.started_at, closed_at = excluded.closed_at,
       ended_because = excluded.ended_because, superseded_by = excluded.superseded_by, invited = excluded.invited, version = excluded.version`,
    [
      JSON.stringify(
        inspections.map((i) => ({
          port: i.port,
          id: i.id,
          kind: i.kind,
          state: i.state,
          collision_id: i.collision,
          object_kind: i.object.kind,
          object_ref: i.object.ref,
          object_key: i.object.key,
          declarations: i.declarations,
          parties: i.parties,
          agencies: i.tasks.map((task) => task.agency),
          desk: i.desk,
          window_from: toIso(i.window.from),
          window_to: toIso(i.window.to),
          slot_from: isoOr(i.slot?.from),
          slot_to: isoOr(i.slot?.to),
          site: i.site,
          special_circumstance: i.specialCircumstance,
          judgement: i.judgement,
          proposed_at: toIso(i.proposedAt),
          started_at: isoOr(i.startedAt),
          closed_at: isoOr(i.closedAt),
          ended_because: i.endedBecause,
          superseded_by: i.supersededBy,
          invited: i.invited ?? [],
          version: i.version,
        })),
      ),
      JSON.stringify(
        inspections.flatMap((i) =>
          i.tasks.map((task) => ({
            port: i.port,
            inspection_id: i.id,
            agency: task.agency,
            directives: task.directives,
            duties: task.duties,
            power: task.power,
            crew: task.crew,
            confirmed_at: isoOr(task.confirmed?.at),
            confirmed_by: task.confirmed?.by,
            confirmed_name: task.confirmed?.name,
            disposition: task.disposition,
            lots: task.lots,
            effect: overall(task)?.effect,
          })),
        ),
      ),
      [...new Set(inspections.map(({ port }) => port))],
      ...directivesOf(inspections),
    ],
  )
}

/** Directives that are answered together with other agencies', and those that are not; what has ended answers none any more. */
function directivesOf(inspections: readonly Inspection[]): [together: string[], alone: string[]] {
  const standing = inspections.filter(({ state }) => state !== 'superseded' && state !== 'declined' && state !== 'cancelled')
  const of = (single: boolean): string[] => standing.filter(({ kind }) => (kind === 'single') === single).flatMap(({ tasks }) => tasks.flatMap(({ directives }) => directives))
  return [of(false), of(true)]
}

/** Adds declarations and enterprises to inspections that were there before them; what is known already is not added again. */
export async function addDeclarationsToInspections(tx: Tx, port: string, links: readonly { readonly id: string; readonly declaration: string; readonly party: string }[]): Promise<void> {
  await tx.query(
    `update joint.inspection i
     set declarations = array(select distinct unnest(i.declarations || l.declarations) order by 1), parties = array(select distinct unnest(i.parties || l.parties) order by 1),
       version = i.version + 1
     from (select id, array_agg(declaration) as declarations, array_agg(party) as parties
           from json_to_recordset($2::json) as r(id uuid, declaration uuid, party text) group by id) as l
     where i.port = $1 and i.id = l.id`,
    [port, JSON.stringify(links)],
  )
}

/** Agencies that declined or withdrew: their tasks stay written down, but no longer count. */
export async function markTasksGone(tx: Tx, port: string, inspection: string, agencies: readonly string[]): Promise<void> {
  if (agencies.length === 0) return
  await tx.send('update joint.task set gone = true where port = $1 and inspection_id = $2 and agency = any($3::text[])', [port, inspection, agencies])
}

/** Keeps the record of an opening, weighing or scan. */
export async function insertHandling(tx: Tx, port: string, handling: Handling): Promise<void> {
  await tx.send(
    `insert into joint.handling (port, id, inspection_id, action, object_kind, object_ref, object_key, n, agency, done_by, done_at, reason, gross_kg, image, device, seal)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
    [
      port,
      handling.id,
      handling.inspection,
      handling.action,
      handling.object.kind,
      handling.object.ref,
      handling.object.key,
      handling.n,
      handling.agency,
      handling.by,
      toIso(handling.at),
      handling.reason,
      handling.grossKg,
      handling.image,
      handling.device,
      handling.seal,
    ],
  )
}

/** Keeps a decision beside those an agency took before (LB-01). */
export async function insertDisposition(tx: Tx, port: string, inspection: string, agency: string, id: string, disposition: Disposition, about: readonly string[] | undefined): Promise<void> {
  const { code, effect, reason, by, at } = disposition
  await writeTogether(tx, 'dispositions', [{ port, id, inspection_id: inspection, agency, code, effect, reason, decided_by: by, decided_at: toIso(at), about }], (rows) => tx.send(insertDispositions, [JSON.stringify(rows)]))
}

const insertDispositions = `insert into joint.disposition (port, id, inspection_id, agency, code, effect, reason, decided_by, decided_at, about)
  select port, id, inspection_id, agency, code, effect, reason, decided_by, decided_at, about
  from json_to_recordset($1) as d (port text, id uuid, inspection_id uuid, agency text, code text, effect text, reason text, decided_by text, decided_at timestamptz, about text[])`

/** Appends answers. */
export async function insertAnswers(tx: Tx, port: string, answers: readonly Answer[]): Promise<void> {
  if (answers.length === 0) return
  await tx.query(
    `insert into joint.answer (port, id, inspection_id, side_kind, side_code, said, slot_from, slot_to, site, reason, said_by, said_name, said_at)
     select $1, id, inspection_id, side_kind, side_code, said, slot_from, slot_to, site, reason, said_by, said_name, said_at
     from jsonb_to_recordset($2::jsonb) as a(id uuid, inspection_id uuid, side_kind text, side_code text, said text, slot_from timestamptz, slot_to timestamptz,
       site text, reason text, said_by text, said_name text, said_at timestamptz)`,
    [
      port,
      JSON.stringify(
        answers.map((answer) => ({
          id: answer.id,
          inspection_id: answer.inspection,
          side_kind: answer.side.kind,
          side_code: answer.side.code,
          said: answer.said,
          slot_from: answer.slot === undefined ? undefined : toIso(answer.slot.from),
          slot_to: answer.slot === undefined ? undefined : toIso(answer.slot.to),
          site: answer.site,
          reason: answer.reason,
          said_by: answer.by,
          said_name: answer.name,
          said_at: toIso(answer.at),
        })),
      ),
    ],
  )
}

/** Appends what was noted of who was there; several in the order given. */
export async function insertPresences(tx: Tx, port: string, presences: readonly Presence[]): Promise<void> {
  if (presences.length === 0) return
  await tx.query(
    `insert into joint.presence (port, id, inspection_id, slot_from, agency, mode, reason, then_did, noted_by, noted_name, noted_at)
     select $1, id, inspection_id, slot_from, agency, mode, reason, then_did, noted_by, noted_name, noted_at
     from jsonb_to_recordset($2::jsonb) as p(id uuid, inspection_id uuid, slot_from timestamptz, agency text, mode text, reason text, then_did text, noted_by text, noted_name text,
       noted_at timestamptz)`,
    [
      port,
      JSON.stringify(
        presences.map((presence) => ({
          ...{ id: presence.id, inspection_id: presence.inspection, slot_from: toIso(presence.slotFrom), agency: presence.agency, mode: presence.mode, reason: presence.reason },
          ...{ then_did: presence.then, noted_by: presence.by, noted_name: presence.name, noted_at: toIso(presence.at) },
        })),
      ),
    ],
  )
}

/** Keeps the terms a session began under; one that was interrupted goes on under them. */
export async function insertTerms(tx: Tx, port: string, inspection: string, at: Instant, terms: KeptTerms): Promise<void> {
  await tx.query('insert into joint.session_terms (port, inspection_id, started_at, procedures, warnings) values ($1, $2, $3, $4, $5) on conflict (port, inspection_id) do nothing', [
    port,
    inspection,
    toIso(at),
    JSON.stringify(terms.procedures),
    JSON.stringify(terms.warnings as unknown as Json),
  ])
}
