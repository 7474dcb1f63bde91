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
