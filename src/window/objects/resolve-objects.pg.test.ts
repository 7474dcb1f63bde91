import { afterAll, beforeAll, expect, test } from 'vitest'
import { cn } from '../../../packs/cn/pack.ts'
import { freshDatabase, type FreshDatabase } from '../../../tests/support/database.ts'
import { sampleContainer, sampleDeclaration, tee } from '../../../tests/support/sample-declarations.ts'
import { buildSnapshot } from '../../assess/public.ts'
import { days, instant, plus } from '../../kernel/instant.ts'
import type { Context } from '../../platform/context.ts'
import { uuidv7 } from '../../platform/random.ts'
import { createIntake } from '../declarations/intake.ts'
import type { Declaration } from '../declarations/declaration.ts'
import { visitSpanOf } from './register-visits.ts'
import { resolveObjects, type AskedObject, type Resolution, type ResolvedObject } from './resolve-objects.ts'

let database: FreshDatabase
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.drop())

const now = instant('2026-03-02T01:00:00Z')
const span = visitSpanOf(cn, now)
const snapshot = buildSnapshot({ revision: '1', pack: cn, versions: cn.tables.flatMap((seed) => seed.versions), grades: () => 'B' })
const rules = { current: async () => snapshot }

async function declare(overrides: Partial<Declaration>): Promise<{ id: string; number: string }> {
  const declaration = sampleDeclaration(overrides)
  const context: Context = {
    actor: { kind: 'machine', id: 't', name: 't', roles: ['trader'], enterprise: declaration.declarant, ports: ['*'] },
    now,
    newId: () => uuidv7(now),
    requestId: 'r',
    db: database.db,
    log: undefined as never,
  }
  const outcome = await createIntake(database.db, rules).submit(context, declaration)
  return outcome.kind === 'refused' ? expect.fail(JSON.stringify(outcome.refusals)) : outcome.receipt
}

const resolve = (refs: readonly AskedObject[], at = now): Promise<Resolution[]> => database.db.transaction((tx) => resolveObjects(tx, span, '380101', refs, at))
const found = (resolution: Resolution | undefined): ResolvedObject => (resolution?.ok === true ? resolution.object : expect.fail(JSON.stringify(resolution)))
const meet = (a: ResolvedObject, b: ResolvedObject): boolean => a.keys.some((key) => b.keys.includes(key))

test('DC-04: the declaration by any of its names and its container are the same object; the vessel and a container aboard are not', async () => {
  const box = sampleContainer(1)
  const { id, number } = await declare({
    transportDocument: 'COSU628812345',
    containers: [{ number: box }],
    conveyance: { kind: 'vessel', ref: '9321483' },
    items: [tee, { ...tee, line: 2 }],
  })
  const resolutions = await resolve([
    { kind: 'consignment', ref: id },
    { kind: 'consignment', ref: number },
    { kind: 'consignment', ref: 'COSU628812345' },
    { kind: 'container', ref: box },
    { kind: 'item', ref: `${number}/2` },
    { kind: 'vessel', ref: 'IMO9321483' },
  ])
  const [byId, byNumber, byBill, container, item, vessel] = resolutions.map(found)
  if (byId === undefined || byNumber === undefined || byBill === undefined || container === undefined || item === undefined || vessel === undefined)
    return expect.fail()
  expect(byNumber).toEqual(byId)
  expect(byBill).toEqual(byId)
  expect(meet(byId, container)).toBe(true)
  expect(meet(byId, item)).toBe(true)
  expect(meet(item, container)).toBe(false)
  expect(meet(vessel, container)).toBe(false)
  expect(meet(vessel, byId)).toBe(false)
  expect(container).toMatchObject({ declarations: [{ id, number, declarant: 'E-B' }], parties: ['E-B'] })
})

test('a directive may come before the declaration and meets it afterwards', async () => {
  const box = sampleContainer(2)
  const [before] = await resolve([{ kind: 'container', ref: box }])
  const { number } = await declare({ containers: [{ number: box }], arrival: '2026-03-09T00:00:00Z' })
  const [after] = await resolve([{ kind: 'consignment', ref: number }])
  expect(meet(found(before), found(after))).toBe(true)
})

test('DC-04: a parcel and the declaration under its number are the same object, whichever came first; by sea a number is a bill, not a parcel', async () => {
  const parcel = (ref: string): Promise<Resolution[]> => resolve([{ kind: 'parcel', ref }])
  const [before] = await parcel('ee 600 123 458 cn')
  expect(found(before)).toMatchObject({ declarations: [], parties: [] })
  const { id, number } = await declare({ mode: 'post', transportDocument: 'EE600123458CN', items: [tee, { ...tee, line: 2 }] })
  const [after] = await parcel('EE600123458CN')
  expect(found(after)).toMatchObject({ key: found(before).key, business: 'post', declarations: [{ id, number, declarant: 'E-B' }], parties: ['E-B'] })
  const [whole, line] = (await resolve([{ kind: 'consignment', ref: number }, { kind: 'item', ref: `${number}/2` }])).map(found)
  expect(whole === undefined ? [] : [meet(whole, found(after)), line?.places]).toEqual([true, [found(after).key]])
  await declare({ mode: 'sea', transportDocument: 'EE600123458CX' })
  expect(found((await parcel('EE600123458CX'))[0]).declarations).toEqual([])
})

test('a container of an earlier visit does not meet the consignment of a later one', async () => {
  const box = sampleContainer(3)
  const first = await declare({ containers: [{ number: box }] })
  const [later] = await resolve([{ kind: 'container', ref: box }], plus(now, days(90)))
  const [earlier] = await resolve([{ kind: 'consignment', ref: first.number }])
  expect(meet(found(later), found(earlier))).toBe(false)
})

test('a box shared by several consignments concerns all of their declarants, and each consignment only itself', async () => {
  const box = sampleContainer(4)
  const b = await declare({ containers: [{ number: box, load: 'lcl' }] })
  const c = await declare({ declarant: 'E-C', consignee: 'E-C', containers: [{ number: box, load: 'lcl' }] })
  const [container, ofB] = (
    await resolve([
      { kind: 'container', ref: box },
      { kind: 'consignment', ref: b.id },
    ])
  ).map(found)
  expect(container?.declarations.map((declaration) => declaration.number)).toEqual([b.number, c.number])
  expect(container?.parties).toEqual(['E-B', 'E-C'])
  expect(ofB?.parties).toEqual(['E-B'])
})

test('what means nothing, or several things, is told apart', async () => {
  await declare({ transportDocument: 'MASTER-1' })
  await declare({ transportDocument: 'MASTER-1' })
  const { number } = await declare({})
  const reasons = (
    await resolve([
      { kind: 'consignment', ref: '310420261999999999' },
      { kind: 'consignment', ref: 'MASTER-1' },
      { kind: 'item', ref: `${number}/7` },
      { kind: 'item', ref: number },
      { kind: 'container', ref: '' },
    ])
  ).map((resolution) => (resolution.ok ? 'found' : resolution.unresolved.reason))
  expect(reasons).toEqual(['unknown', 'ambiguous', 'unknown', 'unreadable', 'unreadable'])
})

test('a declaration of another port is unknown here', async () => {
  const { id } = await declare({ port: '650302', mode: 'rail' })
  const [resolution] = await resolve([{ kind: 'consignment', ref: id }])
  expect(resolution).toMatchObject({ ok: false, unresolved: { reason: 'unknown' } })
})
