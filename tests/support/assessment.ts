import { expect } from 'vitest'
import { cn } from '../../packs/cn/pack.ts'
import { ruleState } from '../../src/assess/lab/rule-state.ts'
import { toIso } from '../../src/kernel/instant.ts'
import { livePack } from '../../src/registry/reference/public.ts'
import type { Declaration, DeclaredItem } from '../../src/window/declarations/declaration.ts'
import type { Party, Reply, TestApp } from './app.ts'
import { sampleDeclaration, tee } from './sample-declarations.ts'

/** WST of the fixtures: waste plastics, which nothing brings below supervised release. */
export const waste: DeclaredItem = {
  ...tee,
  hs: '3915100000',
  description: '废塑料 waste plastics',
  quantity: { value: 24000, unit: 'KGM' },
  attributes: ['20'],
  licences: [{ type: '422', number: 'PSI-2026-0031' }],
}

/** PRN of the fixtures: a printing press, under no control. */
export const press: DeclaredItem = { ...tee, hs: '8443110000', description: '胶印机 printing press', origin: 'DE', quantity: { value: 1, unit: 'C62' } }

/** The reply, which must have this status. */
export function granted(reply: Reply, status = 200): Reply {
  expect(reply.status, reply.text).toBe(status)
  return reply
}

/** Declares goods of an enterprise that owns them itself. */
export async function declare(
  app: TestApp,
  enterprise: string,
  items: readonly DeclaredItem[],
  changes: Partial<Declaration> = {},
): Promise<{ id: string; status: string; releaseMode: string }> {
  const declaration = sampleDeclaration({ declarant: enterprise, consignee: enterprise, items: items.map((item, i) => ({ ...item, line: i + 1 })), ...changes })
  return granted(await app.as({ role: 'trader', enterprise }).post('/declarations', declaration), 201).body as never
}

/** What the rules would say of goods of this enterprise. */
export function whatIf(party: Party, declarant: string, items: readonly object[], changes: object = {}): Promise<Reply> {
  const lines = items.map((item, i) => ({ line: i + 1, ...item }))
  return party.post('/what-if', { port: '380101', direction: 'import', mode: 'sea', declarant, items: lines, ...changes })
}

/** Records a version by one officer and puts it into force by another; it begins two seconds later unless told otherwise. Its number. */
export async function changeTable(app: TestApp, table: string, rows: readonly object[], changes: object = {}): Promise<number> {
  const author = app.as({ role: 'officer', agency: 'CIQ', id: 'author' })
  const second = app.as({ role: 'headquarters', id: 'second' })
  const { number } = granted(await author.post(`/tables/${table}/versions`, { note: 'for the test', rows, ...changes }), 201).body as { number: number }
  await asIfTried(app, table, number)
  granted(await second.post(`/tables/${table}/versions/${number}/activate`))
  return number
}

/** The rules as they are now, as back-tests name them. */
async function stateOf(app: TestApp): Promise<string> {
  await app.modules.registerCache.refresh()
  return ruleState(app.database.db, livePack(cn, app.modules.registerCache)())
}

/** Writes down that a version was tried on the past, for tests that are about something else. */
export async function asIfTried(app: TestApp, table: string, version: number): Promise<void> {
  await app.database.ownerDb.query(
    `insert into assess.backtest (id, table_name, version, rows_hash, rules_hash, state, total, done, summary, asked_by, asked_name, asked_at, ended_at)
     select gen_random_uuid(), table_name, version, rows_hash, decode($3, 'hex'), 'done', 1, 1, '{}', 'test', 'test', $4, $4 from assess.table_version where table_name = $1 and version = $2`,
    [table, version, await stateOf(app), toIso(app.clock.now())],
  )
}

/** Rows of the table of release modes: each mode up to its bound, the last without. */
export function modeRows(bounds: readonly (readonly [mode: string, below?: number])[]): object[] {
  return bounds.map(([mode, below], i) => ({
    id: mode,
    when: { combined: { op: 'range', ...(i === 0 ? {} : { from: bounds[i - 1]?.[1] }), ...(below === undefined ? {} : { below }) } },
    then: { mode },
    clause: 'RR-01',
  }))
}

/** The bounds the pack has. */
export const packModes: readonly (readonly [string, number?])[] = [['declaration', 3], ['verification', 6], ['sampling', 9], ['supervised']]

/**
 * Changes an entry of a register of rules by two persons: one administrator proposes, another agrees. What must be tried before is written down as tried.
 * The proposal as it was agreed to.
 */
export async function changeRule(app: TestApp, register: string, body: { readonly data: object; readonly validFrom?: string; readonly validTo?: string; readonly expectedVersion?: number }): Promise<{ number: number }> {
  const author = app.as({ role: 'administrator', id: 'author' })
  const second = app.as({ role: 'administrator', id: 'second' })
  const { number } = granted(await author.post(`/registers/${register}/proposals`, { ...body, reason: 'for the test' }), 201).body as { number: number }
  await asIfProposalTried(app, register, number)
  return granted(await second.post(`/registers/${register}/proposals/${number}/agree`)).body as { number: number }
}

/** As `asIfTried`, for a proposal of a register of rules. */
export async function asIfProposalTried(app: TestApp, register: string, number: number): Promise<void> {
  await app.database.ownerDb.query(
    `insert into assess.backtest (id, table_name, version, rows_hash, rules_hash, state, total, done, summary, asked_by, asked_name, asked_at, ended_at)
     select gen_random_uuid(), register, number, hash, decode($3, 'hex'), 'done', 1, 1, '{}', 'test', 'test', $4, $4 from registry.proposal where register = $1 and number = $2`,
    [register, number, await stateOf(app), toIso(app.clock.now())],
  )
}
