import { always, plus, type Instant } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import type { Queryable } from '../../platform/database/database.ts'
import { readVersions, type AnyRegister, type ProposedChange, type RegisterCache, type Version } from '../register/public.ts'
import { livePack } from './live-pack.ts'

/** A pack before and after a proposed change. */
export interface ChangedPack {
  readonly before: Pack
  readonly after: Pack
}

/** Versions of an entry, newest first, once it was changed; one that has ended stays known, with an end. */
function changed(versions: readonly Version<object>[], { data, validFrom, validTo }: ProposedChange, now: Instant): readonly Version<object>[] {
  const at = (moment: Instant | null): Instant => Math.max(moment ?? now, now) as Instant
  const from = data === null ? at(validTo) : at(validFrom)
  const [last, ...older] = versions
  const closed = last === undefined ? [] : [last.validTo === undefined || last.validTo > from ? { ...last, validTo: from } : last]
  const version = (last?.version ?? 0) + 1
  return [...(data === null ? [] : [{ data, version, validFrom: from, ...(validTo === null ? {} : { validTo }) }]), ...closed, ...older]
}

/** As though the change had held at all times: what a back-test judges the past by. */
function atAllTimes(versions: readonly Version<object>[], { data }: ProposedChange): readonly Version<object>[] {
  if (data !== null) return [{ data, version: 1, validFrom: always.from }]
  return versions.slice(0, 1).map((last) => ({ ...last, validFrom: always.from, validTo: plus(always.from, 1) }))
}

/**
 * The pack with a proposed change of one of its registers, and without: from the moment it would hold, or `always`. The register is read from the database,
 * so that two changes agreed to within a second see each other.
 */
export async function changedPack(q: Queryable, pack: Pack, cache: RegisterCache, register: AnyRegister, change: ProposedChange, when: Instant | 'always'): Promise<ChangedPack> {
  const versions = await readVersions(q, register.name)
  const former = versions.get(change.key) ?? []
  const after = new Map([...versions, [change.key, when === 'always' ? atAllTimes(former, change) : changed(former, change, when)]])
  return { before: livePack(pack, seeing(cache, register, versions))(), after: livePack(pack, seeing(cache, register, after))() }
}

/** The cache with other versions of one register. */
function seeing(cache: RegisterCache, register: AnyRegister, versions: ReadonlyMap<string, readonly Version<object>[]>): RegisterCache {
  const other = { ...cache, revision: () => 1, versions: (asked: { readonly name: string }) => (asked.name === register.name ? versions : cache.versions(asked as AnyRegister)) }
  return other as RegisterCache
}
