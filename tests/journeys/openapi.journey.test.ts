import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApi, type Api } from '../../src/platform/http/api.ts'
import { exampleOf, type JsonSchema } from '../../src/platform/http/schema-example.ts'
import type { Operation } from '../../src/platform/http/openapi.ts'
import { z } from 'zod'
import Fastify from 'fastify'
import { startApp, type TestApp } from '../support/app.ts'

let app: TestApp
let operations: readonly Operation[]
beforeAll(async () => {
  app = await startApp()
  const scope = Fastify()
  const api: Api = createApi(scope, app.machine, async () => undefined)
  app.modules.routes(api, scope)
  operations = api.operations
})
afterAll(() => app.close())

describe('the API document', () => {
  test('describes every operation once, with an answer or a media type, and refusals as problems', async () => {
    const document = (await app.nobody.get('/openapi.json')).body as { openapi: string; paths: Record<string, Record<string, { operationId: string; responses: Record<string, unknown> }>> }
    const described = Object.values(document.paths).flatMap((path) => Object.values(path))
    expect(document.openapi).toBe('3.1.0')
    expect(described.length).toBe(operations.length)
    expect(new Set(described.map((operation) => operation.operationId)).size).toBe(described.length)
    expect(described.every((operation) => 'default' in operation.responses)).toBe(true)
  })

  test('offers an Idempotency-Key exactly where one is honoured: not for queries, sheets and batches whose lines have keys of their own, and secrets', async () => {
    const document = (await app.nobody.get('/openapi.json')).body as { paths: Record<string, Record<string, { operationId: string; parameters: { name: string }[] }>> }
    const offers = (operation: { parameters: { name: string }[] }): boolean => operation.parameters.some(({ name }) => name === 'Idempotency-Key')
    const described = Object.values(document.paths).flatMap((path) => Object.entries(path).map(([method, operation]) => ({ method, ...operation })))
    expect(described.filter((operation) => operation.method === 'get' && offers(operation))).toEqual([])
    const without = described.filter((operation) => operation.method !== 'get' && !offers(operation)).map(({ operationId }) => operationId)
    expect(without).toEqual(expect.arrayContaining(['uploadDeclarations', 'submitDeclarations', 'importRegister', 'readTableSheet', 'signIn']))
    for (const honoured of ['submitDeclaration', 'sendDirective', 'issueToken', 'putImage', 'keepPhoto', 'agreeInspection']) expect(without).not.toContain(honoured)
    // What takes no key is declared by hand, not as a command.
    expect(without.length).toBeLessThan(30)
  })

  test('every command with a body shows an example that its own schema accepts', () => {
    const wrong = operations
      .filter((operation) => operation.body !== undefined && operation.consumes === undefined)
      .filter((operation) => operation.example === undefined || operation.body?.safeParse(operation.example).success !== true)
    expect(wrong.map((operation) => operation.operation)).toEqual([])
  })

  test('every JSON answer shows an example that its own schema accepts', () => {
    const wrong = operations
      .filter((operation) => operation.reply !== undefined && operation.produces === undefined)
      .flatMap((operation) => {
        const example = (operation.method === 'GET' ? operation.example : undefined) ?? exampleOf(z.toJSONSchema(operation.reply ?? z.never(), { io: 'output', unrepresentable: 'any' }) as JsonSchema)
        const read = operation.reply?.safeParse(example)
        return read?.success === false ? [`${operation.operation}: ${read.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; ')}`] : []
      })
    expect(wrong).toEqual([])
  })
})
