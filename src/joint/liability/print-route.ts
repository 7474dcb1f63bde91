import { z } from 'zod'
import { parseInstant, type Instant } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { statusOf, type Api } from '../../platform/http/api.ts'
import { sendProblem } from '../../platform/http/problem.ts'
import { screenText } from '../../platform/i18n/screen-texts.ts'
import { printPdf } from '../../platform/print/public.ts'
import { dossierPaper, type Speech } from './dossier-paper.ts'
import type { Dossier } from './dossier-view.ts'
import { readDossier } from './read-dossier.ts'

const Query = z.strictObject({ case: z.uuid(), language: z.enum(['zh', 'en']).default('zh') })

/** Facts that go on paper; of those beyond it says how many there are and where. */
const mostPrinted = 2000

type Name = { readonly zh: string; readonly en: string }

/** Names, texts and the clock of a port, in one language. A code without a name or text shows itself. */
export function speechOf(pack: Pack, dossier: Dossier, language: 'zh' | 'en'): Speech {
  const { port } = dossier.case
  const people = new Map(dossier.ledger.proofs.flatMap(({ entry: { actor } }): [string, string][] => (actor.name === undefined ? [] : [[actor.id, actor.name]])))
  const timeZone = pack.ports.find((known) => known.code === port)?.timeZone ?? 'UTC'
  // The Swedish way to write a moment is the international one.
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
  return {
    language,
    say: (key, facts) => screenText(language, key, facts) ?? key.split('.').at(-1) ?? key,
    name: (list, code) => (list === 'methods' ? pack.methods.find(({ method }) => method === code) : (pack[list] as readonly { readonly code: string; readonly name: Name }[]).find((known) => known.code === code))?.name[language] ?? code,
    person: (id) => people.get(id) ?? id,
    when: (iso) => (iso === undefined ? '—' : clock.format(new Date(iso))),
  }
}

/** `GET /liability/print`: the dossier as a PDF to be signed, filed and sent; what it says is what `GET /liability` says to the same reader. */
export function printRoute(api: Api, law: () => Pack): void {
  api.raw({
    method: 'GET',
    path: '/liability/print',
    operation: 'printLiability',
    summary: 'The liability dossier of a case as a PDF, in one language',
    tags: ['liability'],
    query: Query,
    produces: 'application/pdf',
    async handle(context, request, reply) {
      const query = Query.safeParse(request.query)
      if (!query.success) return sendProblem(reply, 400, [{ code: 'common/invalid' }])
      const dossier = await readDossier(context, law(), query.data.case, mostPrinted)
      if (!dossier.ok) return sendProblem(reply, statusOf(dossier.refusals), dossier.refusals)
      const { case: about, issuedAt } = dossier.value
      const at: Instant = parseInstant(issuedAt) ?? context.now
      const pdf = await printPdf(dossierPaper(dossier.value, at, speechOf(law(), dossier.value, query.data.language)))
      reply.header('content-disposition', `attachment; filename="liability-${about.number ?? about.id}.pdf"`)
      return reply.type('application/pdf').send(pdf)
    },
  })
}
