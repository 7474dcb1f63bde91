import { z } from 'zod'
import { toIso } from '../../kernel/instant.ts'
import type { JobKind } from '../../platform/jobs/public.ts'
import { oweNotices, type NewNotice } from '../../platform/notices/public.ts'
import { findCases, type DeclarationCase } from './case-store.ts'

const Payload = z.object({ ids: z.array(z.uuid()) })

/** Who is told of an accepted declaration: its declarant, and every agency that wants to check something (SW-03). */
function acceptanceNotices(declaration: DeclarationCase): NewNotice[] {
  const { port, id, number, reference, releaseMode } = declaration
  const about = { port, subjectKind: 'declaration', subjectId: id } as const
  const type = declaration.releasedOnAcceptance ? 'GoodsReleased' : 'DeclarationAccepted'
  const agencies = [...new Set(declaration.assessment.checks.map((check) => check.agency))]
  const at = toIso(declaration.acceptedAt)
  return [
    { ...about, type, recipient: { kind: 'enterprise', code: declaration.declarant }, facts: { number, reference, releaseMode, at } },
    ...agencies.map((code): NewNotice => ({
      ...about,
      type: 'DeclarationAccepted',
      recipient: { kind: 'agency', code },
      facts: { number, reference, releaseMode, at },
    })),
  ]
}

/**
 * The job that owes the notices of a batch of accepted declarations. It runs after the commit, so that the intake writes one job row instead of
 * three notices per declaration; notices and the end of the job commit together, so each is owed once.
 */
export const tellAcceptance: JobKind = {
  async run(context, job) {
    const { ids } = Payload.parse(job.payload)
    await context.db.transaction(async (tx) => {
      const declarations = await findCases(tx, job.port, ids)
      // DeclarationAccepted and GoodsReleased name the parties already.
      await oweNotices(tx, context, declarations.toSorted((a, b) => (a.id < b.id ? -1 : 1)).flatMap(acceptanceNotices), { recordedByCaller: true })
      await job.finishIn(tx)
    })
  },
}
