import pino from 'pino'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cn } from '../../../packs/cn/pack.ts'
import { freshDatabase, type FreshDatabase } from '../../../tests/support/database.ts'
import { goods, importOf, packRules } from '../../../tests/support/rules.ts'
import { systemActor } from '../../kernel/actor.ts'
import { instant, minutes, plus, seconds, toIso, type Instant } from '../../kernel/instant.ts'
import { readConfig } from '../../platform/config.ts'
import type { Context, Machine } from '../../platform/context.ts'
import { systemContext } from '../../platform/context.ts'
import { systemRandom } from '../../platform/random.ts'
import type { RegisterCache } from '../../registry/register/public.ts'
import type { Assessment } from '../domain/assessment.ts'
import { assess } from '../domain/assess.ts'
import { basisOf } from './domain/choose.ts'
import { ticketOf } from './domain/draw-ticket.ts'
import { lanes } from './lanes-register.ts'
import { noteChoices } from './note-choices.ts'
import { openTargeting, type Targeting } from './open-targeting.ts'
import type { AssessedCase, TargetingParts } from './parts.ts'

const port = '380101'
const rules = packRules()
const start = instant('2026-03-02T09:00:10Z')
let database: FreshDatabase
let now: Instant = start
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.drop())

const kept = new Map<string, AssessedCase>()
const lane = { number: 1, validFrom: plus(start, -minutes(1)), data: { port, direction: 'import', mode: 'sea', places: 10, hoursPerDay: 24, minutesEach: 60 } }
const cache = { refresh: async () => undefined, revision: () => 1, versions: (register: unknown) => (register === lanes ? new Map([['lane', [lane]]]) : new Map()) } as unknown as RegisterCache
const parts: TargetingParts = { law: () => cn, cache, declared: async () => [], assessed: async (_db, _port, ids) => ids.flatMap((id) => kept.get(id) ?? []) }
const machine = (): Machine => ({ config: readConfig({}), db: database.db, clock: { now: () => now }, random: systemRandom, log: pino({ level: 'silent' }) })
const context = (): Context => ({ ...systemContext(machine()), actor: systemActor, now })

const factsOf = (document: string) => ({ ...importOf('E-A', [goods.TEE], { at: now }), reference: document, transportDocument: document })
/** What a process makes of a case; `blind`: a process that does not look whether a cut has begun. */
async function judge(by: Targeting, document: string, blind = false): Promise<Assessment> {
  const facts = factsOf(document)
  if (!blind) await by.ready(now)
  return by.choose(rules, facts, assess(rules, facts))
}
const stepOf = (one: Assessment) => one.explanation.steps.find(({ factor }) => factor === 'targeting')
const told = (one: Assessment, name: string): unknown => stepOf(one)?.parameters.find((parameter) => parameter.name === name)?.value
const without = ({ explanation, ...one }: Assessment): object => ({ ...one, steps: explanation.steps })

async function accept(judged: readonly Assessment[]): Promise<void> {
  const ids = judged.map(() => randomUUID())
  judged.forEach((assessment, i) => kept.set(ids[i] ?? '', { id: ids[i] ?? '', acceptedAt: now, assessment }))
  await noteChoices(context(), parts, { port, payload: { ids } })
}

test('GV-15: alike declarations of one trader are told apart by the committed ticket alone, two processes say the same, and what is kept decides it again', async () => {
  const [one, other, idle] = [openTargeting(machine(), parts), openTargeting(machine(), parts), openTargeting(machine(), parts)]
  await idle.ready(now)
  const first: Assessment[] = []
  for (let n = 0; n < 60; n++) first.push(await judge(n % 2 === 0 ? one : other, `FIRST-${n}`))
  await accept(first)
  expect(new Set(first.map((assessment) => told(assessment, 'cut')))).toEqual(new Set([undefined]))
  now = plus(now, seconds(60))

  const documents = Array.from({ length: 300 }, (_, n) => `SAME-${n}`)
  const judged: Assessment[] = []
  for (const [n, document] of documents.entries()) {
    const [mine, theirs] = [await judge(n % 2 === 0 ? one : other, document), await judge(n % 2 === 0 ? other : one, document)]
    expect(without(mine)).toEqual(without(theirs))
    judged.push(mine)
  }
  const [cut] = await database.db.query<{ since: Instant; threshold: number; margin: number }>('select since, threshold, margin from targeting.cut where port = $1', [port])
  const bases = new Set(judged.map((assessment) => stepOf(assessment)?.outcome['basis']))
  expect(bases).toEqual(new Set(['targeting', 'none']))
  const [day] = await database.db.query<{ secret: string }>('select secret from targeting.secret where port = $1', [port])
  for (const [n, assessment] of judged.entries()) {
    expect(told(assessment, 'cut')).toBe(toIso(cut?.since ?? now))
    // Same facts, same score, same cut: only the ticket differs, and anybody who has the secret finds it again.
    expect(told(assessment, 'score')).toBe(told(judged[0] as Assessment, 'score'))
    const ticket = ticketOf(port, '2026-03-02', day?.secret ?? '', 'E-A', documents[n] ?? '')
    expect(told(assessment, 'ticket')).toBe(ticket)
    expect(stepOf(assessment)?.outcome['basis']).toBe(ticket < (cut?.margin ?? 0) ? 'targeting' : 'none')
  }
  await accept(judged)
  const rows = await database.db.query<{ basis: string; score: number; threshold: number; margin: number; share: number; ticket: number }>('select basis, score, threshold, margin, share, ticket from targeting.choice where port = $1', [port])
  expect(rows).toHaveLength(360)
  for (const row of rows) expect(basisOf({ ...row, wanted: row.basis === 'rules' })).toBe(row.basis)
  // A process that has been idle for longer than a cut lasts must look before it decides; one that does not would decide by nothing.
  expect(told(await judge(idle, 'SAME-1', true), 'cut')).toBeUndefined()
  expect(without(await judge(idle, 'SAME-1'))).toEqual(without(judged[1] as Assessment))

  const facts = await database.ownerDb.query<{ payload: string }>(`select payload from ledger.entry where type = 'LaneCutMade' order by id`)
  expect(JSON.parse(facts[0]?.payload ?? '{}')).toMatchObject({ since: toIso(cut?.since ?? now), margin: cut?.margin, arrivals: 60 })
})
