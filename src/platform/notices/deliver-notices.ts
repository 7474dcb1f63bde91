import { z } from 'zod'
import { fromEpoch, toIso } from '../../kernel/instant.ts'
import type { Machine } from '../context.ts'
import { systemContext } from '../context.ts'
import { enqueue, type Job, type JobKinds } from '../jobs/public.ts'
import { append } from '../ledger/append.ts'
import type { LedgerFact } from '../ledger/fact.ts'
import { nextTry } from '../jobs/domain/back-off.ts'
import { deliverNotices, deliverNoticesKind } from './delivery-job.ts'
import { findWebhook, listOwed, markWay, recordTries, type DeliveryRow, type TriedRow, type WebhookRow } from './delivery-store.ts'
import { afterFailure, deliveryPolicy, type DeliveryPolicy } from './domain/after-try.ts'
import { factsFor } from './domain/outside-facts.ts'
import { noticeText } from './notice-text.ts'
import { sendLimits, sendWebhook, type SendLimits, type Tried } from './send-webhook.ts'
import { webhookHeaders } from './webhook-signature.ts'

const Payload = z.strictObject({ webhookId: z.uuid() })

/** Deliveries of one run of the job; what is left then is another run's. */
const runSize = 500
/** Messages under way to one receiver at a time, each about another subject. */
const abreast = 8
/** Messages whose tries are recorded together: what a crash between sending and recording repeats at most. */
const waveSize = 64

/** Body of a message: type, time and data as Standard Webhooks has them. */
function messageOf(delivery: DeliveryRow, port: string): string {
  const recipient = { kind: delivery.recipient_kind, code: delivery.recipient_code }
  const facts = factsFor(recipient, delivery.type, delivery.facts)
  return JSON.stringify({
    type: `notice.${delivery.type}`,
    timestamp: toIso(delivery.owed_at),
    data: {
      id: delivery.notice_id,
      port,
      recipient,
      subject: { kind: delivery.subject_kind, id: delivery.subject_id },
      facts,
      message: noticeText(delivery.type, facts),
    },
  })
}

/** Deliveries by subject, each in order: one is only sent when those before it about the same subject have arrived or were given up. */
function bySubject(queue: readonly DeliveryRow[]): DeliveryRow[][] {
  const subjects = new Map<string, DeliveryRow[]>()
  for (const delivery of queue) {
    const same = subjects.get(delivery.subject)
    if (same === undefined) subjects.set(delivery.subject, [delivery])
    else same.push(delivery)
  }
  return [...subjects.values()]
}

function factOf(port: string, delivery: DeliveryRow, type: 'NoticeDelivered' | 'NoticeQuarantined', hook: WebhookRow, tried: Tried): LedgerFact {
  return {
    port,
    subjectKind: 'notice',
    subjectId: delivery.notice_id,
    type,
    payload: { channel: 'webhook', webhook: hook.id, attempt: delivery.attempts + 1, detail: tried.detail },
    related: [{ kind: delivery.subject_kind, id: delivery.subject_id }],
    ...(hook.recipient_kind === 'agency' ? {} : { audience: [`${hook.recipient_kind}:${hook.recipient_code}`] }),
  }
}

/** How deliveries are tried; other figures than the product's are for tests. */
export interface DeliveryOptions {
  readonly policy?: DeliveryPolicy
  readonly limits?: Partial<SendLimits>
}

/**
 * The job that sends what is owed to one web hook (DC-06): signed, in order per subject, several subjects abreast, each try with a receipt.
 * A receiver that is down rests for a growing while and everything owed to it waits; a message it refuses is tried a few times and put aside,
 * and holds up its own subject only. At least once: a receiver tells a repeat by `webhook-id`.
 */
export function noticeJobs(machine: Machine, options: DeliveryOptions = {}): JobKinds {
  const policy = options.policy ?? deliveryPolicy
  const limits = { ...sendLimits, allowPrivate: machine.config.webhooksToPrivate, ...options.limits }
  const spread = (): number => machine.random.bytes(4).readUInt32BE() / 2 ** 32

  async function send(hook: WebhookRow, port: string, delivery: DeliveryRow): Promise<{ delivery: DeliveryRow; tried: Tried }> {
    const body = messageOf(delivery, port)
    return { delivery, tried: await sendWebhook(hook.url, webhookHeaders(hook.secret, delivery.notice_id, machine.clock.now(), body), body, limits) }
  }

  /** Records a wave of tries with what follows from each. */
  async function record(hook: WebhookRow, port: string, wave: readonly { delivery: DeliveryRow; tried: Tried }[]): Promise<{ blocked: Set<string>; up: boolean }> {
    const now = machine.clock.now()
    const facts: LedgerFact[] = []
    const blocked = new Set<string>()
    const rows = wave.map(({ delivery, tried }): TriedRow => {
      const row = { notice_id: delivery.notice_id, attempt: delivery.attempts + 1, at: toIso(now), outcome: tried.outcome, detail: tried.detail }
      if (tried.outcome === 'delivered') {
        facts.push(factOf(port, delivery, 'NoticeDelivered', hook, tried))
        return { ...row, state: null, next_at: null }
      }
      const after = afterFailure(policy, { attempts: row.attempt, owedAt: delivery.owed_at }, tried.outcome, now, spread())
      if (after.state === 'owed') blocked.add(delivery.subject)
      else facts.push(factOf(port, delivery, 'NoticeQuarantined', hook, tried))
      return { ...row, state: after.state, next_at: after.state === 'owed' ? toIso(after.nextAt) : null }
    })
    const down = wave.find(({ tried }) => tried.outcome === 'failed')
    await machine.db.transaction(async (tx) => {
      await recordTries(tx, port, hook.id, rows, now)
      await append(tx, systemContext(machine), facts)
      if (down !== undefined) await markWay(tx, hook.id, hook.failures + 1, nextTry(policy.backOff, hook.failures + 1, now, spread()), down.tried.detail)
      else if (hook.failures > 0) await markWay(tx, hook.id, 0, undefined, undefined)
    })
    return { blocked, up: down === undefined }
  }

  /** Sends up to `size` messages, several subjects abreast, each subject in order up to its first try that does not arrive. */
  async function sendWave(hook: WebhookRow, port: string, subjects: readonly (readonly DeliveryRow[])[], size: number): Promise<{ delivery: DeliveryRow; tried: Tried }[]> {
    const sent: { delivery: DeliveryRow; tried: Tried }[] = []
    const waiting = [...subjects]
    let begun = 0
    let down = false
    const runner = async (): Promise<void> => {
      for (let subject = waiting.shift(); subject !== undefined; subject = waiting.shift()) {
        for (const delivery of subject) {
          if (down || begun >= size) return
          begun++
          const outcome = await send(hook, port, delivery)
          sent.push(outcome)
          down ||= outcome.tried.outcome === 'failed'
          if (outcome.tried.outcome !== 'delivered') break
        }
      }
    }
    await Promise.all(Array.from({ length: Math.min(abreast, size) }, runner))
    return sent
  }

  /** Sends until nothing is due, the receiver is down, or the run is full. A receiver that was down is tried with one message first. */
  async function sendOwed(hook: WebhookRow, port: string): Promise<void> {
    let queue = await listOwed(machine.db, port, hook.id, runSize)
    let failures = hook.failures
    for (;;) {
      const now = machine.clock.now()
      const due = bySubject(queue).filter(([first]) => first !== undefined && first.next_at <= now)
      if (due.length === 0) return
      const wave = await sendWave(hook, port, due, failures > 0 ? 1 : waveSize)
      const { blocked, up } = await record({ ...hook, failures }, port, wave)
      if (!up) return
      failures = 0
      const tried = new Set(wave.map(({ delivery }) => delivery))
      queue = queue.filter((delivery) => !tried.has(delivery) && !blocked.has(delivery.subject))
    }
  }

  async function run(job: Job): Promise<void> {
    const { webhookId } = Payload.parse(job.payload)
    const before = await findWebhook(machine.db, webhookId)
    if (before?.active === true && (before.retry_at === null || before.retry_at <= machine.clock.now())) await sendOwed(before, job.port)
    await machine.db.transaction(async (tx) => {
      const hook = await findWebhook(tx, webhookId)
      if (hook?.active === true) {
        const due = bySubject(await listOwed(tx, job.port, webhookId, runSize)).flatMap(([first]) => first?.next_at ?? [])
        const runAt = fromEpoch(Math.max(Math.min(...due), hook.retry_at ?? 0))
        if (due.length > 0) await enqueue(tx, systemContext(machine), deliverNotices(job.port, webhookId, runAt))
      }
      await job.finishIn(tx)
    })
  }

  return { [deliverNoticesKind]: { run: (_context, job) => run(job), lane: 'outside' } }
}
