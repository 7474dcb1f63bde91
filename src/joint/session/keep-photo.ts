import { hasRole } from '../../kernel/actor.ts'
import type { Pack } from '../../kernel/pack.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { keepImage, readImage } from '../../platform/files/public.ts'
import { append } from '../../platform/ledger/append.ts'
import { findTask } from '../inspections/domain/inspection.ts'
import { maySeeInspection } from '../inspections/domain/may-act.ts'
import { findInspection } from '../inspections/public.ts'
import { portsOf } from '../ports.ts'
import { insertPhoto, type Photo } from './photo-store.ts'

/**
 * Keeps a photograph taken at an inspection that has begun, under the SHA-256 of its bytes (LB-10): a finding names it as `photo <hash>`. By people of a
 * party; the same picture is the same photograph.
 */
export async function keepPhoto(tx: Tx, context: Context, law: Pack, id: string, bytes: Buffer): Promise<Result<Photo>> {
  const { actor, now } = context
  const head = readImage(bytes)
  if (!head.ok) return head
  const inspection = await findInspection(tx, portsOf(actor, law), id)
  if (inspection === undefined || !maySeeInspection(actor, inspection)) return refuse({ code: 'common/not-found' })
  if (!hasRole(actor, 'officer', 'coordinator')) return refuse({ code: 'common/not-permitted' })
  const agency = actor.agency ?? ''
  if (findTask(inspection, agency) === undefined) return refuse({ code: 'inspections/not-a-party', facts: { agency } })
  if (inspection.state !== 'started') return refuse({ code: 'inspections/not-in-this-state', facts: { act: 'findings', state: inspection.state } })
  const photo: Photo = { port: inspection.port, inspection: id, id: await keepImage(tx, head.value, bytes, now), agency, by: actor.name, at: now }
  if (!(await insertPhoto(tx, photo))) return ok(photo)
  const related = inspection.declarations.map((declaration) => ({ kind: 'declaration', id: declaration }))
  await append(tx, context, [{ port: photo.port, subjectKind: 'joint-inspection', subjectId: id, type: 'PhotoKept', payload: { photo: photo.id, agency }, related }])
  return ok(photo)
}
