import { Problem, readProblem } from './problem.ts'

const base = '/api/v1'

export type Query = Readonly<Record<string, string | number | boolean | undefined>>

/** A page of a list: go on with `next` as `after`. */
export interface Page<T> {
  readonly items: readonly T[]
  readonly next?: string
}

function address(path: string, query: Query = {}): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined && value !== '') parameters.set(name, String(value))
  const text = parameters.toString()
  return `${base}${path}${text === '' ? '' : `?${text}`}`
}

async function call(url: string, init: RequestInit): Promise<Response> {
  let response: Response
  try {
    response = await fetch(url, { credentials: 'same-origin', ...init })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new Problem(0, 'web/unreachable', [])
  }
  if (!response.ok) throw await readProblem(response)
  return response
}

/** The body of an answer, undefined where it is empty. Throws `SyntaxError` when it is not JSON. */
export async function readJson<T>(response: Response): Promise<T> {
  const text = await response.text()
  return (text === '' ? undefined : JSON.parse(text)) as T
}

/** Reads; throws `Problem` when refused. The shape is the server's promise (its replies are made from the same schemas). */
export async function get<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> {
  return readJson<T>(await call(address(path, query), { headers: { accept: 'application/json' }, ...(signal === undefined ? {} : { signal }) }))
}

export interface CommandOptions {
  readonly method?: 'POST' | 'PUT' | 'DELETE'
  /** Keep the same key for every retry of one intention, so that it is done once. */
  readonly key?: string
  /** Version the user saw; the server refuses when it has changed meanwhile. */
  readonly ifMatch?: number
}

/** Sends a command once; throws `Problem` when refused. */
export async function send<T>(path: string, body?: unknown, options: CommandOptions = {}): Promise<T> {
  const headers: Record<string, string> = { accept: 'application/json', 'idempotency-key': options.key ?? crypto.randomUUID() }
  if (body !== undefined) headers['content-type'] = 'application/json'
  if (options.ifMatch !== undefined) headers['if-match'] = `"${options.ifMatch}"`
  return readJson<T>(await call(address(path), { method: options.method ?? 'POST', headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }))
}

/** Asks a question that is too long for an address; nothing is recorded, so it bears no key. */
export async function ask<T>(path: string, body: unknown, signal: AbortSignal): Promise<T> {
  return readJson<T>(await call(address(path), { method: 'POST', headers: { accept: 'application/json', 'content-type': 'application/json' }, body: JSON.stringify(body), signal }))
}

/** Sends a file or lines as they are and gives the raw answer, for uploads that answer row by row. */
export async function sendRaw(path: string, body: BodyInit, headers: Record<string, string>): Promise<Response> {
  return call(address(path), { method: 'POST', headers: { 'idempotency-key': crypto.randomUUID(), ...headers }, body })
}

/** Address of something the browser itself fetches (a download, an image). */
export function href(path: string, query?: Query): string {
  return address(path, query)
}
