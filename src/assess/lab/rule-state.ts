import { createHash } from 'node:crypto'
import { canonicalJson, type Json } from '../../kernel/canonical-json.ts'
import type { Pack } from '../../kernel/pack.ts'
import type { Queryable } from '../../platform/database/database.ts'
import { listActiveVersions } from '../store.ts'

/**
 * SHA-256, in hex, of the rules declarations are judged by: every version of a table in force or to come, the release modes and the measures of policy. What was
 * tried beside others would have come out otherwise. Failed samples, which only make modes stricter, are not part of it.
 */
export async function ruleState(q: Queryable, { releaseModes, policies }: Pick<Pack, 'releaseModes' | 'policies'>): Promise<string> {
  const state = { versions: await listActiveVersions(q), releaseModes, policies }
  return createHash('sha256').update(canonicalJson(JSON.parse(JSON.stringify(state)) as Json)).digest('hex')
}
