import type { Instant } from '../../kernel/instant.ts'
import type { NewJob } from '../jobs/public.ts'

/** The kind of job that sends what is owed to one web hook at one port. */
export const deliverNoticesKind = 'deliver-notices'

/** One such job per web hook and port waits at a time: it sends all that is owed by then. */
export function deliverNotices(port: string, webhookId: string, runAt?: Instant): NewJob {
  return { port, kind: deliverNoticesKind, key: webhookId, payload: { webhookId }, ...(runAt === undefined ? {} : { runAt }) }
}
