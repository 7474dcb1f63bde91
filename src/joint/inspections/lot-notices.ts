import type { Queryable } from '../../platform/database/database.ts'
import type { NewNotice } from '../../platform/notices/public.ts'
import type { Inspection } from './domain/inspection.ts'
import { recipientsOf, tell } from './inspection-notices.ts'
import { lotsOf } from './lots-of.ts'

/**
 * A decision on single lots of a box that several share, told to everybody of the inspection: to an owner only where lots of its own are decided on, and
 * of those alone (TM-06, LB-09). `refs`: the lots as they were named, by number or `number/line`.
 */
export async function lotsDecided(db: Queryable, inspection: Inspection, said: Readonly<Record<'agency' | 'disposition' | 'reason', string>>, refs: readonly string[]): Promise<NewNotice[]> {
  const owners = new Map((await lotsOf(db, inspection)).map(({ number, declarant }) => [number, declarant]))
  return recipientsOf(inspection).flatMap((recipient) => {
    const lots = recipient.kind === 'enterprise' ? refs.filter((ref) => owners.get(ref.split('/')[0] ?? '') === recipient.code) : refs
    return lots.length === 0 ? [] : tell(inspection, 'LotsDecided', { ...said, lots: lots.join(', ') }, [recipient])
  })
}
