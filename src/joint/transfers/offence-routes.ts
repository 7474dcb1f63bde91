import { z } from 'zod'
import { toIso } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { ok, refuse } from '../../kernel/result.ts'
import type { Api } from '../../platform/http/api.ts'
import { caseRoutes, type AnyCaseKind } from '../../platform/procedures/public.ts'
import type { RegisterCache } from '../../registry/register/public.ts'
import { maySeeInspection, maySeeTasks } from '../inspections/domain/may-act.ts'
import { findInspection, type Gates } from '../inspections/public.ts'
import { portsOf } from '../ports.ts'
import { offencesOf, RecordOffence, recordOffence, type Offence } from './record-offence.ts'

const Id = z.strictObject({ id: z.uuid() })
const Found = z.object({ id: z.uuid(), agency: z.string(), offence: z.string(), competent: z.string(), description: z.string(), evidence: z.array(z.string()), by: z.string(), at: z.string() })
const List = z.object({ items: z.array(Found) })

const view = ({ id, agency, offence, competent, description, evidence, by, at }: Offence): z.infer<typeof Found> => ({ id, agency, offence, competent, description, evidence: [...evidence], by, at: toIso(at) })

/** What the routes of offences are given; `onRead`: somebody reads what was found at an inspection (LB-09). */
export interface OffenceParts {
  readonly law: () => Pack
  readonly cache: RegisterCache
  readonly kind: AnyCaseKind
  readonly onRead: Gates['onRead']
}

/** Suspected offences found at an inspection, and the cases of those the finder handles itself (LB-14). */
export function offenceRoutes(api: Api, { law, cache, kind, onRead }: OffenceParts): void {
  api.read({
    path: '/joint-inspections/:id/offences',
    operation: 'listOffences',
    summary: 'Suspected offences found at an inspection, and whose power each is',
    tags: ['joint'],
    params: Id,
    reply: List,
    run: async (context, { params }) => {
      const inspection = await findInspection(context.db, portsOf(context.actor, law()), params.id)
      if (inspection === undefined || !maySeeTasks(context.actor) || !maySeeInspection(context.actor, inspection)) return refuse({ code: 'common/not-found' })
      await onRead(context, inspection)
      return ok({ items: (await offencesOf(context.db, inspection)).map(view) })
    },
  })
  api.command({
    method: 'POST',
    path: '/joint-inspections/:id/offences',
    operation: 'recordOffence',
    summary: 'Write down a suspected offence; one of another agency\'s power has to be transferred before the session ends',
    tags: ['joint'],
    params: Id,
    body: RecordOffence,
    reply: List,
    success: 201,
    example: { offence: 'counterfeit', description: 'Trademarks of another company on 40 cartons.', evidence: ['photo 7'] },
    statuses: { 'inspections/not-a-party': 403, 'inspections/not-in-this-state': 409 },
    run: async (tx, context, { params, body }) => {
      const recorded = await recordOffence(tx, context, law(), cache, kind, params.id, body)
      return recorded.ok ? ok({ items: recorded.value.map(view) }) : recorded
    },
  })
  caseRoutes(api, kind, '/offence-cases')
}
