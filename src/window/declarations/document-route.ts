import { z } from 'zod'
import { toIso } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { ok, refuse } from '../../kernel/result.ts'
import type { Api } from '../../platform/http/api.ts'
import { maySee } from './domain/permissions.ts'
import { handInDocument, HandInDocument } from './hand-in-document.ts'
import { findDeclaration } from './list-store.ts'
import { portsOf } from './read-routes.ts'

/** `POST /declarations/{id}/documents`: the report that comes after the declaration (RR-04). */
export function documentRoute(api: Api, law: () => Pack): void {
  api.command({
    method: 'POST',
    path: '/declarations/:id/documents',
    operation: 'handInDocument',
    summary: 'Hand in a document after the declaration it goes with; the agencies that judge papers are told',
    tags: ['window'],
    params: z.strictObject({ id: z.uuid() }),
    body: HandInDocument,
    reply: z.object({ declaration: z.uuid(), number: z.string(), type: z.string(), document: z.string(), submittedAt: z.iso.datetime() }),
    success: 201,
    statuses: { 'declarations/document-known': 409, 'declarations/no-more-documents': 409 },
    example: { type: '101006', number: 'R-2026-0117', issuer: 'Testing Centre', hash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' },
    run: async (tx, context, { params: { id }, body }) => {
      const pack = law()
      const row = await findDeclaration(tx, portsOf(pack, context.actor), id)
      if (row === undefined || !maySee(context.actor, { port: row.port, declarant: row.content.declarant })) return refuse({ code: 'common/not-found' })
      const done = await handInDocument(tx, context, pack, row.port, id, body)
      return done.ok ? ok({ declaration: id, number: done.value.number, type: body.type, document: body.number, submittedAt: toIso(done.value.submittedAt) }) : done
    },
  })
}
