import { z } from 'zod'
import { measureAt } from '../../assess/modes/public.ts'
import { readWork, settleGoods } from '../../joint/inspections/public.ts'
import type { Pack } from '../../kernel/pack.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { append } from '../../platform/ledger/append.ts'
import { findDeclaration, lockCases } from '../../window/declarations/public.ts'
import { insertEvidence, missingMeasures } from '../release/public.ts'
import { portsOf } from '../ports.ts'
import { mayJudge } from './domain/permissions.ts'

export const JudgeMeasure = z.strictObject({
  id: z.uuid().optional(),
  /** The paper it rests on: a certificate, an audit, a report. */
  reference: z.string().trim().min(1).max(200),
  note: z.string().trim().min(1).max(1000).optional(),
  /** All lines it is asked of when absent. */
  lines: z.array(z.int().min(1).max(9999)).min(1).max(500).optional(),
})
export type JudgeMeasure = z.infer<typeof JudgeMeasure>

/**
 * An officer of the agency judges evidence and finds a measure of assurance met; goods that miss nothing else go (RR-08). What an inspection or a register
 * decides nobody judges here. Refusals: `common/not-found`, `common/not-permitted`, `measures/not-your-measure`, `measures/not-by-evidence`, `measures/not-awaited`.
 */
export async function judgeMeasure(tx: Tx, context: Context, law: () => Pack, declarationId: string, code: string, body: JudgeMeasure): Promise<Result<{ readonly measure: string; readonly lines: number[] }>> {
  const pack = law()
  const seen = await findDeclaration(tx, portsOf(context.actor, pack), declarationId)
  if (seen === undefined) return refuse({ code: 'common/not-found' })
  const [locked] = await lockCases(tx, seen.port, [declarationId])
  if (locked === undefined) return refuse({ code: 'common/not-found' })
  const open = locked.status === 'accepted' || locked.status === 'held' ? [locked] : []
  const [one] = await missingMeasures(tx, pack, seen.port, await readWork(tx, seen.port, open), context.now)
  const measure = measureAt(pack, code, locked.acceptedAt)
  const missing = one?.left.find((left) => left.code === code)
  const denied = mayJudge(context.actor, { port: seen.port, agency: missing?.agency ?? measure?.agency ?? '' })
  if (denied !== undefined) return refuse(denied)
  if (measure === undefined) return refuse({ code: 'common/not-found' })
  if (measure.metBy.kind !== 'evidence') return refuse({ code: 'measures/not-by-evidence', facts: { zh: measure.name.zh, en: measure.name.en }, clause: measure.clause })
  const lines = (missing?.lines ?? []).filter((line) => body.lines === undefined || body.lines.includes(line))
  if (missing === undefined || lines.length === 0) return refuse({ code: 'measures/not-awaited', facts: { zh: measure.name.zh, en: measure.name.en }, clause: 'RR-08' })

  const { agency } = missing
  const shown = { declaration: declarationId, measure: code, about: `officer:${context.newId()}`, lines, agency, reference: body.reference, note: body.note ?? null }
  await insertEvidence(tx, seen.port, [{ ...shown, recordedBy: context.actor.name, recordedAt: context.now }])
  await append(tx, context, [
    {
      port: seen.port, subjectKind: 'declaration', subjectId: declarationId, type: 'MeasureMet',
      payload: { agency, measure: code, lines, reference: body.reference, note: body.note ?? null }, audience: [`enterprise:${locked.declarant}`],
    },
  ])
  await settleGoods(tx, { port: seen.port, pack, actor: context.actor, now: context.now, newId: context.newId }, [declarationId])
  return ok({ measure: code, lines })
}
