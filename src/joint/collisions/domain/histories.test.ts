import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { directiveOf, groupsOf, history, idOf, law, same, type Delivery, type Life } from '../../../../tests/support/arbitrary/histories.ts'
import { collide, stayTogether } from './collide.ts'
import type { CollidingDirective } from './meet.ts'

/** The desk without a database: what is live, which inspection answers each, and what a withdrawal or change leaves together. */
function runDesk(lives: readonly Life[], arrived: readonly Delivery[], rest: typeof stayTogether): string[][] {
  const live = new Map<string, CollidingDirective>()
  const versions = new Map<number, number>()
  let inspections = 0
  const arrange = (): void => {
    for (const need of collide([...live.values()], law).needs) {
      const inspection = need.inspections[0] ?? `i${inspections++}`
      for (const id of need.directives) live.set(id, { ...(live.get(id) as CollidingDirective), inspection })
    }
  }
  for (const { life: n, version, content: wanted } of arrived) {
    if (version <= (versions.get(n) ?? 0)) continue
    versions.set(n, version)
    const before = live.get(idOf(n))
    live.delete(idOf(n))
    if (before !== undefined) {
      const others = [...live.values()].filter((other) => other.inspection === before.inspection)
      const together = rest(others, law)
      for (const { inspection: _left, ...other } of others) if (!together.has(other.id)) live.set(other.id, other)
    }
    const one = lives[n]
    if (wanted !== undefined && one !== undefined) live.set(idOf(n), directiveOf(n, one, wanted))
    arrange()
  }
  const groups = new Map<string, string[]>()
  for (const { id, inspection = id } of live.values()) groups.set(inspection, [...(groups.get(inspection) ?? []), id].sort())
  return [...groups.values()].sort((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1))
}

/** What is wanted in the end, whatever the way: the last version of everything that was not withdrawn. */
const wantedInTheEnd = (lives: readonly Life[]): CollidingDirective[] => lives.flatMap((one, n) => (one.withdrawn ? [] : [directiveOf(n, one, one.amendments.at(-1) ?? one.first)]))

const oracle = (lives: readonly Life[]): string[][] => groupsOf(wantedInTheEnd(lives))

const seed = Number(process.env['HISTORY_SEED'] ?? Date.now() % 2_147_483_647)

describe('histories', () => {
  test('ten thousand histories of shuffled, repeated, amended and withdrawn directives end where the rule says', () => {
    process.stdout.write(`histories: seed ${seed}\n`)
    fc.assert(fc.property(history, ({ lives, arrived }) => same(runDesk(lives, arrived, stayTogether), oracle(lives))), { numRuns: 10_000, seed })
  }, 60_000)

  test('the histories are no idle ones: joint and single, changed and withdrawn, split and joined are all among them', () => {
    const seen = { joint: 0, single: 0, withdrawn: 0, amended: 0, apartAtOnce: 0 }
    for (const { lives, arrived } of fc.sample(history, { numRuns: 500, seed })) {
      const groups = runDesk(lives, arrived, stayTogether)
      seen.joint += groups.some((group) => group.length > 1) ? 1 : 0
      seen.single += groups.some((group) => group.length === 1) ? 1 : 0
      seen.withdrawn += lives.some((one) => one.withdrawn) ? 1 : 0
      seen.amended += lives.some((one) => one.amendments.length > 0) ? 1 : 0
      seen.apartAtOnce += same(groups, runDesk(lives, arrived, everybodyStays)) ? 0 : 1
    }
    for (const [what, count] of Object.entries(seen)) expect(count, what).toBeGreaterThan(what === 'apartAtOnce' ? 0 : 50)
  })

  test('the twin that leaves together whoever was together once is found out', () => {
    const twin = fc.property(history, ({ lives, arrived }) => same(runDesk(lives, arrived, everybodyStays), oracle(lives)))
    expect(fc.check(twin, { numRuns: 10_000, seed }).failed).toBe(true)
  })
})

/** The plausible mistake: when one leaves, the others go on as they are. */
function everybodyStays(directives: readonly CollidingDirective[]): ReadonlySet<string> {
  return new Set(directives.map(({ id }) => id))
}
