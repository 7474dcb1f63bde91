import { demoDrawPlan } from '../../seed/draws.ts'
import { contextOf, officerAt } from '../../seed/tell-story.ts'
import { commitShare, revealShare } from '../assess/draws/give-share.ts'
import { orderDraw } from '../assess/draws/order-draw.ts'
import type { DrawParts } from '../assess/draws/public.ts'
import { commitmentOf } from '../assess/draws/domain/seed.ts'
import { readShares } from '../assess/draws/share-store.ts'
import { findDraw, listDraws } from '../assess/draws/store.ts'
import type { Actor } from '../kernel/actor.ts'
import type { Instant } from '../kernel/instant.ts'
import type { Result } from '../kernel/result.ts'
import { sha256Hex } from '../kernel/sha256.ts'
import type { Context, Machine } from '../platform/context.ts'
import type { Tx } from '../platform/database/database.ts'

const { port, finished, open, everybody, early } = demoDrawPlan

/** Anybody can work it out: nothing depends on a draw of a demonstration. */
const secretOf = (draw: string, agency: string): string => sha256Hex(`demonstration ${draw} ${agency}`)

const head = (agency: string): Actor => ({ kind: 'person', id: `${port}-${agency}-head`, name: `${agency} head of inspection`, roles: ['coordinator'], agency, ports: [port] })

/** Draws of the demonstration, through the functions behind their routes. */
export interface DemoDraws {
  /** Orders them. Gives what was refused: nothing on a good day. */
  order(now: Instant): Promise<string[]>
  /** Shows secrets that are due, and orders the open one again when it is over; false when there was nothing to do. */
  goOn(now: Instant): Promise<boolean>
}

/** One draw that runs to its end and one that waits for visitors, at the sea port. */
export function demoDraws(machine: Machine, parts: DrawParts): DemoDraws {
  const act = <T>(actor: Actor, now: Instant, run: (tx: Tx, context: Context) => Promise<Result<T>>): Promise<Result<T>> => {
    const context = contextOf(machine, actor, now)
    return machine.db.transaction((tx) => run(tx, context))
  }

  async function start(agency: string, parties: readonly string[], now: Instant): Promise<string[]> {
    const ordered = await act(head(agency), now, (tx, context) => orderDraw(tx, context, parts, { port }))
    if (!ordered.ok) return ordered.refusals.map(({ code }) => `draw of ${agency}: ${code}`)
    const { id } = ordered.value
    const refused: string[] = []
    for (const party of parties) {
      const committed = await act(officerAt(port, party, 0), now, (tx, context) => commitShare(tx, context, parts, [port], id, { commitment: commitmentOf(id, party, secretOf(id, party)) }))
      if (!committed.ok) refused.push(...committed.refusals.map(({ code }) => `commitment of ${party}: ${code}`))
    }
    return refused
  }

  async function reveal(id: string, now: Instant): Promise<boolean> {
    const due = (await readShares(machine.db, port, id)).filter(({ agency, secret, commitment }) => secret === null && commitment === commitmentOf(id, agency, secretOf(id, agency)))
    for (const { agency } of due) {
      await act(officerAt(port, agency, 0), now, (tx, context) => revealShare(tx, context, parts, [port], id, { secret: secretOf(id, agency) }))
    }
    return due.length > 0
  }

  return {
    order: async (now) => [...(await start(finished, everybody, now)), ...(await start(open, early, now))],
    async goOn(now) {
      let moved = false
      for (const agency of [finished, open]) {
        const [latest] = await listDraws(machine.db, { ports: [port], agency, frozenOnly: true, after: undefined, limit: 1 })
        const draw = latest === undefined ? undefined : await findDraw(machine.db, [port], latest.id)
        if (draw?.state === 'revealing') moved = (await reveal(draw.id, now)) || moved
        // With nothing declared meanwhile there is nothing to draw.
        else if (agency === open && draw?.state === 'drawn') moved = (await start(open, early, now)).length === 0 || moved
      }
      return moved
    },
  }
}
