import { existsSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cn } from '../../packs/cn/pack.ts'
import { verbNames } from '../../src/apps/cli/main.ts'
import { methods } from '../../src/joint/desk/send-directive.ts'
import { objectKinds } from '../../src/kernel/pack.ts'
import { startApp, type TestApp } from '../support/app.ts'

/** Names that integrators, operators and judges outside rely on. Additions are free, renames are not. */
const operations = `
  POST /declarations
  POST /declarations:batch
  GET /declarations/{id}
  GET /declarations/{id}/timeline
  GET /declarations/{id}/explanation
  POST /conveyances
  POST /directives
  POST /directives/{id}/withdraw
  POST /directives/{id}/amend
  GET /collisions
  GET /joint-inspections
  GET /joint-inspections/{id}
  POST /joint-inspections/{id}/agree
  POST /joint-inspections/{id}/decline
  POST /joint-inspections/{id}/judge
  POST /joint-inspections/{id}/reschedule
  POST /joint-inspections/{id}/start
  POST /joint-inspections/{id}/open
  POST /joint-inspections/{id}/weigh
  POST /joint-inspections/{id}/scan
  POST /joint-inspections/{id}/findings
  POST /joint-inspections/{id}/dispositions
  POST /joint-inspections/{id}/close
  GET /results
  POST /results
  POST /results/{id}/adopt
  GET /liability
  POST /what-if
  GET /tables/{name}/versions
  POST /tables/{name}/versions
  POST /tables/{name}/backtests
  POST /tables/{name}/versions/{version}/activate
  GET /registers/{name}
  POST /registers/{name}
  POST /draws
  GET /draws/{id}
  GET /public/draws
  GET /ledger
  GET /ledger/checkpoints
  GET /ledger/proof
  GET /stream
  POST /webhooks
  GET /openapi.json`
const verbs = ['serve', 'migrate', 'demo', 'tokens', 'status', 'import', 'replay', 'verify', 'draw', 'backup', 'restore']
const benches = ['intake', 'assess', 'collide', 'backtest', 'ledger']
const owedOperations = ['POST /articles:batch']
const owedVerbs = ['plan', 'simulate']
const owedBenches = ['plan']

let app: TestApp
let described: string[]
beforeAll(async () => {
  app = await startApp()
  const document = (await app.nobody.get('/openapi.json')).body as { servers?: { url: string }[]; paths: Record<string, Record<string, unknown>> }
  described = Object.entries(document.paths).flatMap(([name, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${name.replace(/^\/api\/v1/, '')}`))
  // The document describes itself nowhere, but answers.
  described.push('GET /openapi.json')
})
afterAll(() => app.close())

test('every operation of the contract is described under its name', () => {
  const promised = operations.trim().split(/\s*\n\s*/)
  expect(promised.length).toBe(43)
  expect(promised.filter((operation) => !described.includes(operation))).toEqual([])
})

test('verbs and benchmarks have their names', async () => {
  const there = await verbNames()
  expect(verbs.filter((verb) => !there.includes(verb))).toEqual([])
  expect(benches.filter((name) => !existsSync(path.join(import.meta.dirname, '../../bench', `${name}.ts`)))).toEqual([])
})

test('what the contract names and nobody has built yet is owed by name: whoever builds it strikes it from the list', async () => {
  const there = await verbNames()
  expect(owedOperations.filter((operation) => described.includes(operation))).toEqual([])
  expect(owedVerbs.filter((verb) => there.includes(verb))).toEqual([])
  expect(owedBenches.filter((name) => existsSync(path.join(import.meta.dirname, '../../bench', `${name}.ts`)))).toEqual([])
})

test('codes of the first pack stay as they are', () => {
  expect(cn.agencies.map(({ code }) => code)).toEqual(expect.arrayContaining(['CUS', 'CIQ', 'BPI', 'MSA']))
  expect(cn.releaseModes.map(({ code }) => code)).toEqual(expect.arrayContaining(['declaration', 'verification', 'sampling', 'supervised']))
  expect(objectKinds).toEqual(expect.arrayContaining(['consignment', 'item', 'container', 'lot', 'parcel', 'bag', 'vessel', 'train', 'vehicle', 'aircraft']))
  expect(methods).toEqual(expect.arrayContaining(['documents', 'open', 'weigh', 'scan', 'radiation', 'quarantine', 'treatment', 'sample', 'board', 'seal']))
})
