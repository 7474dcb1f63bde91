import type { Database } from '../../src/platform/database/database.ts'

// Ids in the order of time, as the product's are, from a thousand days ago on.
const id = (table: string, n: string): string =>
  `(lpad(to_hex(1700000000000 + (${n})), 12, '0') || '7' || substr(md5('${table}' || (${n})), 1, 3) || '8' || substr(md5('${table}' || (${n})), 4, 15))::uuid`
const box = (n: string): string => `'HISU' || lpad((${n})::text, 7, '0')`
const agency = (n: string): string => `(array['CUS', 'CIQ'])[${n} % 2 + 1]`

/** Every table the desk writes, as two agencies' directives on one container each leave it: closed, told, sealed or not. `$1` port, `$2`…`$3` numbers. */
const inserts: readonly { readonly table: string; readonly sql: string }[] = [
  {
    table: 'single_window.object',
    sql: `insert into single_window.object (port, kind, ref, visit, valid_from, valid_to)
      select $1, 'container', ${box('n')}, 1, now() - interval '100 days', now() - interval '40 days' from generate_series($2::bigint / 2, $3::bigint / 2 - 1) as n`,
  },
  {
    table: 'joint.directive',
    sql: `insert into joint.directive (port, id, agency, origin, object_kind, object_ref, methods, window_from, window_to, power, reason, mechanism, state, inspection_id, content_hash,
        accepted_at, sent_by, answer)
      select $1, ${id('directive', 'n')}, ${agency('n')}, 'agency', 'container', ${box('n / 2')}, array['open', 'weigh'], now() - interval '50 days', now() - interval '49 days', 'POWER', 'history',
        'goods', 'closed', ${id('inspection', '(n / 2)')}, decode(md5(n::text) || md5(n::text), 'hex'), now() - interval '50 days', 'machine', '{}' from generate_series($2::bigint, $3::bigint - 1) as n`,
  },
  {
    table: 'joint.directive_key',
    sql: `insert into joint.directive_key (port, key, directive_id, kind, live)
      select $1, 'container:' || ${box('n / 2')} || '#1', ${id('directive', 'n')}, 'container', false from generate_series($2::bigint, $3::bigint - 1) as n`,
  },
  {
    table: 'joint.inspection',
    sql: `insert into joint.inspection (port, id, kind, state, collision_id, object_kind, object_ref, object_key, agencies, desk, window_from, window_to, slot_from, slot_to, site, proposed_at, closed_at)
      select $1, ${id('inspection', 'n')}, 'joint', 'closed', ${id('collision', 'n')}, 'container', ${box('n')}, 'container:' || ${box('n')} || '#1', array['CIQ', 'CUS'], false, now() - interval '50 days',
        now() - interval '49 days', now() - interval '50 days', now() - interval '49 days', 'YARD', now() - interval '50 days', now() - interval '49 days' from generate_series($2::bigint / 2, $3::bigint / 2 - 1) as n`,
  },
  {
    table: 'joint.task',
    sql: `insert into joint.task (port, inspection_id, agency, directives, duties)
      select $1, ${id('inspection', '(n / 2)')}, ${agency('n')}, array[${id('directive', 'n')}], '[]' from generate_series($2::bigint, $3::bigint - 1) as n`,
  },
  {
    table: 'joint.collision',
    sql: `insert into joint.collision (port, id, inspection_id, object_kind, object_ref, object_key, agencies, window_from, window_to, rule_id, rule_version, explanation, state, found_at, changed_at)
      select $1, ${id('collision', 'n')}, ${id('inspection', 'n')}, 'container', ${box('n')}, 'container:' || ${box('n')} || '#1', array['CIQ', 'CUS'], now() - interval '50 days', now() - interval '49 days',
        'rule', 1, '[]', 'agreed', now() - interval '50 days', now() - interval '49 days' from generate_series($2::bigint / 2, $3::bigint / 2 - 1) as n`,
  },
  {
    table: 'joint.collision_member',
    sql: `insert into joint.collision_member (port, collision_id, directive_id, agency, object_ref, joined_at)
      select $1, ${id('collision', '(n / 2)')}, ${id('directive', 'n')}, ${agency('n')}, ${box('n / 2')}, now() - interval '50 days' from generate_series($2::bigint, $3::bigint - 1) as n`,
  },
  {
    table: 'platform.notice',
    sql: `insert into platform.notice (port, id, recipient_kind, recipient_code, type, subject_kind, subject_id, facts, state, owed_at, delivered_at)
      select $1, ${id('notice', 'n')}, 'agency', ${agency('n')}, 'JointMatched', 'joint-inspection', ${id('inspection', '(n / 2)')}::text, '{}', 'delivered', now() - interval '50 days', now() - interval '50 days'
      from generate_series($2::bigint, $3::bigint - 1) as n`,
  },
]

/**
 * Stores directives of the past, numbers `from` up to `to`, with all they left behind, by the database itself: in pairs of two agencies, each pair on a
 * container of its own. Secondary indexes are built anew afterwards, which is many times faster than keeping them.
 */
export async function storeHistory(owner: Database, port: string, from: number, to: number): Promise<void> {
  for (const { table, sql } of inserts) {
    const indexes = await owner.query<{ name: string; definition: string }>(
      `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i
       where i.indrelid = $1::regclass and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`,
      [table],
    )
    for (const { name } of indexes) await owner.query(`drop index ${name}`)
    await owner.query(sql, [port, from, to])
    for (const { definition } of indexes) await owner.query(definition)
    await owner.query(`vacuum (analyze) ${table}`)
  }
  await owner.query('checkpoint')
}
