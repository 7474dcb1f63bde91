import { setTimeout as sleep } from 'node:timers/promises'
import { Pool } from 'undici'
import { containerCheckDigit } from '../../src/kernel/container-number.ts'
import { systemClock } from '../../src/platform/clock.ts'
import type { openJournal } from './journal.ts'

export type Agency = 'CUS' | 'CIQ'
const powers: Readonly<Record<Agency, string>> = { CUS: 'CUS-GOODS', CIQ: 'CIQ-COMMODITY' }
const neverSent = new Set(['ECONNREFUSED', 'UND_ERR_CONNECT_TIMEOUT'])

export interface JointLoadOptions {
  readonly baseUrl: string
  readonly tokens: Readonly<Record<Agency, string>>
  readonly journal: Pick<ReturnType<typeof openJournal>, 'write'>
  readonly random: () => number
  readonly cases: number
}

/** Joint work under way. */
export interface JointLoad {
  readonly count: { acknowledged: number; refused: number; unknown: number; later: number; unreached: number; most: number }
  /** Whatever nobody may answer. */
  readonly faults: string[]
  /** Resolves when every case has come as far as it was meant to. */
  readonly over: Promise<void>
}

function boxOf(n: number): string {
  const firstTen = `KAOU${String(n).padStart(6, '0')}`
  return firstTen + String(containerCheckDigit(firstTen))
}

const iso = (moment: number): string => new Date(moment).toISOString()

/**
 * All cases at once, each from the two agencies' directives over agreement, start, opening and findings to its end, or to some step before it, so that
 * every state is left behind. Both agencies act at the same moment wherever both have something to say; one command in ten is sent twice at once;
 * what got no answer is sent again with the same key until it has one.
 */
export function startJointLoad(options: JointLoadOptions): JointLoad {
  const count = { acknowledged: 0, refused: 0, unknown: 0, later: 0, unreached: 0, most: 0 }
  const faults: string[] = []
  const pool = new Pool(options.baseUrl, { connections: options.cases * 2, headersTimeout: 20_000, bodyTimeout: 20_000, connectTimeout: 2_000 })
  let underWay = 0

  type Sent = { readonly answered: boolean; readonly body?: Record<string, unknown> }
  async function once(agency: Agency, path: string, body: object, key: string): Promise<Sent> {
    try {
      count.most = Math.max(count.most, ++underWay)
      const headers = { authorization: `Bearer ${options.tokens[agency]}`, 'content-type': 'application/json', 'idempotency-key': key }
      const answer = await pool.request({ method: 'POST', path: `/api/v1${path}`, headers, body: JSON.stringify(body) })
      const text = await answer.body.text()
      if (answer.statusCode === 503 || answer.statusCode === 507 || answer.statusCode === 429) {
        count.later++
        return { answered: false }
      }
      const good = answer.statusCode < 300
      await options.journal.write({ event: 'answer', key, status: answer.statusCode, id: good ? text : undefined })
      if (!good) faults.push(`${key}: ${answer.statusCode} ${text.slice(0, 300)}`)
      count[good ? 'acknowledged' : 'refused']++
      return good ? { answered: true, body: JSON.parse(text) as Record<string, unknown> } : { answered: true }
    } catch (error) {
      count[neverSent.has((error as { code?: string }).code ?? '') ? 'unreached' : 'unknown']++
      return { answered: false }
    } finally {
      underWay--
    }
  }

  /** Sends until there is an answer; undefined when it is a refusal. */
  async function command(box: string, agency: Agency, act: string, path: string, body: object): Promise<Record<string, unknown> | undefined> {
    const key = `${box}-${agency}-${act}`
    await options.journal.write({ event: 'send', key, reference: `${box}/${agency}/${act}`, valid: true })
    const twice = options.random() < 0.1
    let sent = await Promise.all([once(agency, path, body, key), ...(twice ? [once(agency, path, body, key)] : [])])
    while (!sent.some(({ answered }) => answered)) {
      await sleep(250 + options.random() * 500)
      sent = [await once(agency, path, body, key)]
    }
    return sent.find((each) => each.body !== undefined)?.body
  }

  async function run(n: number): Promise<void> {
    const box = boxOf(n)
    const steps = Math.ceil(options.random() * 8)
    const now = systemClock.now()
    const window = { from: iso(now), to: iso(now + 12 * 3_600_000) }
    const slot = { from: iso(now + 3_600_000), to: iso(now + 2 * 3_600_000) }
    const direct = (agency: Agency): ReturnType<typeof command> =>
      command(box, agency, 'directive', '/directives', { port: '380101', object: { kind: 'container', ref: box }, methods: ['open'], window, power: powers[agency], reason: 'chaos', checks: [`seal-${agency}`] })
    const answers = await Promise.all([direct('CUS'), ...(steps === 1 ? [] : [direct('CIQ')])])
    const joint = answers.map((answer) => answer?.['inspection'] as { id: string; kind: string } | undefined).find((inspection) => inspection?.kind === 'joint')
    if (joint === undefined) {
      if (steps > 1) faults.push(`${box}: no joint inspection`)
      return
    }
    const act = (agency: Agency, name: string, body: object = {}): ReturnType<typeof command> => command(box, agency, name, `/joint-inspections/${joint.id}/${name}`, body)
    const agree = (agency: Agency): ReturnType<typeof command> => act(agency, 'agree', { slot, site: `S-${box}`, crew: [`${agency}-${box}`] })
    const find = (agency: Agency): ReturnType<typeof command> => act(agency, 'findings', { checks: [{ code: `seal-${agency}`, outcome: 'ok' }] })
    if (steps >= 3) await Promise.all([agree('CUS'), ...(steps === 3 ? [] : [agree('CIQ')])])
    if (steps >= 5) await act('CUS', 'start')
    if (steps >= 6) await act('CIQ', 'open')
    if (steps >= 7) await Promise.all([find('CUS'), find('CIQ')])
    if (steps >= 8) await act('CUS', 'close')
  }

  const over = Promise.all(Array.from({ length: options.cases }, (_, n) => run(n))).then(() => pool.close())
  return { count, faults, over }
}
