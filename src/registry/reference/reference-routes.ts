import { z } from 'zod'
import type { Pack } from '../../kernel/pack.ts'
import { ok } from '../../kernel/result.ts'
import type { Api } from '../../platform/http/api.ts'
import { ReferenceView, referenceView } from './reference-view.ts'

/** `GET /reference`: the names of the policy pack in force, for forms and screens. Everybody may know them (rules in force are public). */
export function referenceRoutes(api: Api, { pack }: { readonly pack: () => Pack }): void {
  api.read({
    path: '/reference',
    operation: 'readReference',
    summary: 'Ports, agencies, methods and code lists of the policy pack in force',
    tags: ['registry'],
    public: true,
    query: z.strictObject({}),
    reply: ReferenceView,
    run: async (context) => ok(referenceView(pack(), context.now)),
  })
}
