import zh from '../../../locales/zh/web.json'
import en from '../../../locales/en/web.json'
import type { Bilingual } from '../../kernel/refusal.ts'

/** One reason of a refusal, as the server words it (RFC 9457 with our members). */
export interface ProblemEntry {
  /** RFC 6901 pointer into what was sent; empty when it is about the whole. */
  readonly pointer: string
  readonly code: string
  readonly message: Bilingual
  /** What the message was filled in with. */
  readonly facts?: Readonly<Record<string, string | number>>
  readonly agency?: string
  readonly clause?: string
}

const unspoken = {
  unreachable: { zh: zh.ui.failure.unreachable.text, en: en.ui.failure.unreachable.text },
  failed: { zh: zh.ui.failure.failed.text, en: en.ui.failure.failed.text },
} as const

/** A request that was not carried out. `status` 0 means that the server was not reached. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly status: number
  readonly code: string
  readonly entries: readonly ProblemEntry[]
  readonly requestId: string | undefined

  constructor(status: number, code: string, entries: readonly ProblemEntry[], requestId?: string) {
    super(`${status} ${code}`)
    this.status = status
    this.code = code
    this.entries = entries
    this.requestId = requestId
  }

  /** What to tell the reader: the server's words, or ours where it could not be reached or did not say. */
  spoken(): readonly ProblemEntry[] {
    return this.entries.length > 0 ? this.entries : [{ pointer: '', code: this.code, message: unspoken[this.status === 0 || this.status === 503 ? 'unreachable' : 'failed'] }]
  }
}

interface ProblemBody {
  readonly code?: string
  readonly errors?: readonly ProblemEntry[]
  readonly requestId?: string
}

/** Reads a refused answer; an answer that is no problem document (a proxy's page) keeps its status. */
export async function readProblem(response: Response): Promise<Problem> {
  const isProblem = response.headers.get('content-type')?.includes('json') === true
  const body: ProblemBody = isProblem ? ((await response.json().catch(() => ({}))) as ProblemBody) : {}
  return new Problem(response.status, body.code ?? 'web/unreadable', body.errors ?? [], body.requestId)
}

/** The problem behind anything thrown; what is none is the network's. */
export function asProblem(error: unknown): Problem {
  return error instanceof Problem ? error : new Problem(0, 'web/unreachable', [])
}

/**
 * Whether asking again may help: the network or the database was away, or too slow. Never what was refused. A command that is sent again keeps its key, so
 * that it is done once, whether or not the first attempt arrived.
 */
export const isPassing = ({ status }: Problem): boolean => status === 0 || status >= 500

/** `/items/0/hs` as the path Ant Design names fields by: `['items', 0, 'hs']`. */
export function pointerPath(pointer: string): (string | number)[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part))
}
