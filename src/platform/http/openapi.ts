import { z } from 'zod'
import { exampleOf, type JsonSchema } from './schema-example.ts'

/** What the OpenAPI document says of one route. */
export interface Operation {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly operation: string
  readonly summary: string
  readonly tags?: readonly string[]
  readonly statuses?: Readonly<Record<string, number>>
  readonly public?: boolean
  readonly params?: z.ZodType
  readonly query?: z.ZodType
  readonly body?: z.ZodType
  readonly reply?: z.ZodType
  readonly example?: unknown
  readonly success?: number
  readonly consumes?: string
  readonly produces?: string
  /** Takes an Idempotency-Key: a repeat under it is answered as the first time or refused, never done twice. */
  readonly keyed?: boolean
}

type Schema = { [key: string]: unknown; properties?: Record<string, Schema>; required?: string[] }

function toSchema(schema: z.ZodType, io: 'input' | 'output'): Schema {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Schema & { $schema?: string }
  return json
}

function parameters(schema: z.ZodType | undefined, place: 'path' | 'query'): object[] {
  if (schema === undefined) return []
  const json = toSchema(schema, 'input')
  return Object.entries(json.properties ?? {}).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || (json.required ?? []).includes(name),
    schema: property,
  }))
}

function pathItem(operation: Operation): object {
  const problemCodes = Object.entries(operation.statuses ?? {})
  const problems = new Map<number, string[]>()
  for (const [code, status] of problemCodes) problems.set(status, [...(problems.get(status) ?? []), code])
  const problem = (description: string): object => ({ description, content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } })
  const media = operation.produces ?? 'application/json'
  const reply = operation.reply === undefined ? undefined : toSchema(operation.reply, 'output')
  return {
    operationId: operation.operation,
    summary: operation.summary,
    tags: operation.tags ?? [],
    ...(operation.public === true ? { security: [] } : {}),
    parameters: [
      ...parameters(operation.params, 'path'),
      ...parameters(operation.query, 'query'),
      ...(operation.keyed !== true ? [] : [{ name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', maxLength: 200 } }]),
    ],
    ...(operation.body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { [operation.consumes ?? 'application/json']: { schema: toSchema(operation.body, 'input'), ...(operation.example === undefined ? {} : { example: operation.example }) } },
          },
        }),
    responses: {
      [operation.success ?? 200]: {
        description: 'Done',
        ...(reply === undefined ? {} : { content: { [media]: { schema: reply, example: (operation.method === 'GET' ? operation.example : undefined) ?? exampleOf(reply as JsonSchema) } } }),
      },
      ...Object.fromEntries([...problems].map(([status, codes]) => [status, problem(codes.join(', '))])),
      default: problem('Any other problem'),
    },
  }
}

/** The OpenAPI 3.1 document of the routes, made from the schemas that validate them. */
export function openApiDocument(operations: readonly Operation[], version: string): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const operation of operations) {
    const path = '/api/v1' + operation.path.replaceAll('::', '\u0000').replace(/:(\w+)/g, '{$1}').replaceAll('\u0000', ':')
    paths[path] = { ...paths[path], [operation.method.toLowerCase()]: pathItem(operation) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Lianjian', version, description: 'Coordinated border management: one submission, one joint inspection, one release.', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' }, session: { type: 'apiKey', in: 'cookie', name: 'lianjian' } },
      schemas: {
        Problem: {
          type: 'object',
          required: ['title', 'status', 'code', 'errors'],
          properties: {
            type: { type: 'string' },
            title: { type: 'string' },
            status: { type: 'integer' },
            code: { type: 'string' },
            requestId: { type: 'string' },
            errors: {
              type: 'array',
              items: {
                type: 'object',
                required: ['pointer', 'code', 'message'],
                properties: {
                  pointer: { type: 'string', description: 'RFC 6901 pointer into what was sent' },
                  code: { type: 'string' },
                  message: { type: 'object', properties: { zh: { type: 'string' }, en: { type: 'string' } } },
                  agency: { type: 'string' },
                  clause: { type: 'string' },
                },
              },
            },
          },
        },
      },
    },
  }
}
