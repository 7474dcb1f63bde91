import { z } from 'zod'
import type { Queryable } from '../../platform/database/database.ts'
import { findDirective } from '../directives/public.ts'
import { findInspection } from '../inspections/public.ts'

/** Declarations that a subject of a case is about; none where it is about none, or bears no id of ours. */
export async function declarationsOf(db: Queryable, port: string, { kind, id }: { readonly kind: string; readonly id: string }): Promise<readonly string[]> {
  if (!z.uuid().safeParse(id).success) return []
  if (kind === 'declaration') return [id]
  if (kind === 'joint-inspection') return (await findInspection(db, [port], id))?.declarations ?? []
  return kind === 'directive' ? ((await findDirective(db, [port], id))?.declarations ?? []) : []
}
