import { everyPort } from '../../kernel/actor.ts'
import { systemContext, type Machine } from '../../platform/context.ts'
import { enqueue, type JobKinds } from '../../platform/jobs/public.ts'
import type { CreditParts } from './parts.ts'
import { regrade } from './regrade.ts'
import { listRecorded, readFactsOf, readRevision, storeRulesHash, takeRevision } from './store.ts'

const jobKind = 'credit-regrade'
/** Records folded in one transaction. */
const atOnce = 200

interface Payload {
  readonly hash: string
  readonly after: string
}

/** The job that folds all records by rules that have changed, batch by batch; records that come out as before are left alone. */
export function creditJobs(parts: CreditParts): JobKinds {
  return {
    [jobKind]: {
      run: async (context, job) => {
        const { hash, after } = job.payload as unknown as Payload
        await parts.cache.refresh()
        await context.db.transaction(async (tx) => {
          const law = parts.law()
          // Rules that changed once more have a job of their own.
          if (law.hash === hash) {
            await takeRevision(tx)
            const enterprises = await listRecorded(tx, after, atOnce)
            await regrade(tx, context, law, await readFactsOf(tx, enterprises), 'rule')
            const last = enterprises.at(-1)
            if (last !== undefined && enterprises.length === atOnce) await enqueue(tx, context, { port: everyPort, kind: jobKind, payload: { hash, after: last }, key: hash })
            else await storeRulesHash(tx, hash)
          }
          await job.finishIn(tx)
        })
      },
    },
  }
}

/** Has all records folded anew when the rules are others than those they were folded by: asked at the start and after every change of a register. */
export function watchCreditRules(machine: Machine, parts: CreditParts): () => void {
  let asked = ''
  const look = async (): Promise<void> => {
    const { hash } = parts.law()
    if (hash === asked) return
    asked = hash
    const { number, rulesHash } = await readRevision(machine.db)
    // Without records there is nothing to fold.
    if (number === 0 || rulesHash === hash) return
    await machine.db.transaction((tx) => enqueue(tx, systemContext(machine), { port: everyPort, kind: jobKind, payload: { hash, after: '' }, key: hash }))
  }
  return parts.cache.onChange(() => {
    look().catch((error: unknown) => {
      asked = ''
      machine.log.warn({ err: error }, 'a change of the rules of credit could not be followed; asked again with the next change')
    })
  })
}
