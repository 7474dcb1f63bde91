import { z } from 'zod'
import { toIso } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { ok, refuse } from '../../kernel/result.ts'
import type { Api } from '../../platform/http/api.ts'
import { findDeclarants, maySee } from '../../window/declarations/public.ts'
import { portsOf } from '../ports.ts'
import { waitingOn } from './domain/waiting.ts'
import { findInspectionsOfDeclarations } from './store.ts'

const mostIds = 100
const Query = z.strictObject({
  port: z.string().max(12),
  /** Ids of declarations of the port, parted by commas. */
  declarations: z
    .string()
    .max(40 * mostIds)
    .transform((ids) => ids.split(','))
    .pipe(z.array(z.uuid()).min(1).max(mostIds)),
})
const WaitingView = z.object({
  declaration: z.uuid(),
  agency: z.string(),
  act: z.enum(['judge-papers', 'confirm', 'start', 'inspect', 'dispose']),
  until: z.iso.datetime(),
  inspection: z.uuid(),
})

/** `GET /waiting`: for a page of declarations, who has to act next and by when, so that every minute between arrival and release has an owner. */
export function waitingRoute(api: Api, law: () => Pack): void {
  api.read({
    path: '/waiting',
    operation: 'listWaiting',
    summary: 'Which agency each of these declarations waits for, for what and until when; the earliest first',
    tags: ['joint'],
    query: Query,
    reply: z.object({ items: z.array(WaitingView) }),
    run: async ({ actor, db }, { query: { port, declarations } }) => {
      if (!portsOf(actor, law()).includes(port)) return refuse({ code: 'common/not-found' })
      const declarants = await findDeclarants(db, port, declarations)
      const seen = new Set([...declarants].filter(([, declarant]) => maySee(actor, { port, declarant })).map(([id]) => id))
      const inspections = seen.size === 0 ? [] : await findInspectionsOfDeclarations(db, port, [...seen])
      const items = inspections.flatMap((inspection) => {
        const waiting = waitingOn(inspection)
        return inspection.declarations.filter((id) => seen.has(id)).flatMap((declaration) => waiting.map((each) => ({ declaration, ...each })))
      })
      return ok({ items: items.sort((a, b) => a.until - b.until).map(({ until, ...item }) => ({ ...item, until: toIso(until) })) })
    },
  })
}
