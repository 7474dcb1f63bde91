import { createHash } from 'node:crypto'
import { canonicalJson, type Json } from '../../kernel/canonical-json.ts'
import { parseInstant } from '../../kernel/instant.ts'
import { must } from '../../kernel/invariant.ts'
import type { Pack } from '../../kernel/pack.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { append } from '../../platform/ledger/append.ts'
import { cleanName, registerVisits, visitSpanOf } from '../objects/public.ts'
import type { ReportConveyance } from './conveyance.ts'
import { mayReport, reporterOf } from './domain/permissions.ts'
import { findEntries, findReported, insertConveyance, insertEntries, type ConveyanceRow, type EntryRow } from './store.ts'

/** A conveyance with its manifest. */
export interface Reported {
  readonly conveyance: ConveyanceRow
  readonly entries: readonly EntryRow[]
}

function checkReport(pack: Pack, report: ReportConveyance): Refusal[] {
  const refusals: Refusal[] = []
  if (!pack.ports.some((port) => port.code === report.port))
    refusals.push({ code: 'declarations/unknown-port', pointer: '/port', facts: { value: report.port } })
  const seen = new Set<string>()
  report.containers.forEach(({ number }, i) => {
    if (number === undefined) return
    if (seen.has(number)) refusals.push({ code: 'conveyances/container-repeated', pointer: `/containers/${i}/number`, facts: { number }, clause: 'SW-05' })
    seen.add(number)
  })
  return refusals
}

async function register(
  tx: Tx,
  context: Context,
  pack: Pack,
  report: ReportConveyance,
): Promise<{ conveyance: ConveyanceRow; visits: (number | undefined)[] }> {
  const { port, kind } = report
  const movement = report.arrival === undefined ? 'departure' : 'arrival'
  const movesAt = must(parseInstant(report.arrival ?? report.departure ?? ''), 'the schema asks for one moment')
  const ref = cleanName(kind, report.ref)
  const boxes = report.containers.flatMap((entry) => (entry.number === undefined ? [] : [entry.number]))
  const sightings = [{ port, kind, ref, at: movesAt }, ...boxes.map((number) => ({ port, kind: 'container' as const, ref: number, at: movesAt }))]
  const [visit, ...visitsOfBoxes] = await registerVisits(tx, visitSpanOf(pack, context.now), sightings)
  const visitOf = new Map(boxes.map((number, i) => [number, visitsOfBoxes[i]]))
  const { id: _commandId, ...content } = report
  return {
    visits: report.containers.map((entry) => (entry.number === undefined ? undefined : visitOf.get(entry.number))),
    conveyance: {
      port,
      id: context.newId(),
      kind,
      ref,
      visit: must(visit, 'a conveyance has a visit'),
      movement,
      voyage: report.voyage ?? null,
      movesAt,
      fromPlace: report.from ?? null,
      toPlace: report.to ?? null,
      reportedBy: must(reporterOf(context.actor), 'only reporters come here'),
      reportedAt: context.now,
      contentHash: createHash('sha256')
        .update(canonicalJson(content as unknown as Json))
        .digest(),
    },
  }
}

/**
 * Records that a conveyance arrives or departs with a manifest, and links its containers to it and to their declarations, whether those came before
 * or come afterwards (SW-05). The same report again gives what was recorded; another one for the same visit is refused.
 */
export async function reportConveyance(tx: Tx, context: Context, pack: Pack, report: ReportConveyance): Promise<Result<Reported>> {
  const denied = mayReport(context.actor, report.port)
  if (denied !== undefined) return refuse(denied)
  const [fault, ...faults] = checkReport(pack, report)
  if (fault !== undefined) return refuse(fault, ...faults)
  const { conveyance, visits } = await register(tx, context, pack, report)
  const { port, id, kind, ref, visit, movement } = conveyance
  if (!(await insertConveyance(tx, conveyance))) {
    const earlier = must(await findReported(tx, port, kind, ref, visit, movement), 'something was in the way')
    if (!earlier.contentHash.equals(conveyance.contentHash) || earlier.reportedBy !== conveyance.reportedBy)
      return refuse({ code: 'conveyances/already-reported', pointer: '/ref', facts: { kind, ref } })
    return ok({ conveyance: earlier, entries: await findEntries(tx, port, earlier.id) })
  }
  await insertEntries(
    tx,
    port,
    id,
    report.containers.map((entry, position) => ({
      position: position + 1,
      number: entry.number,
      visit: visits[position],
      transport_document: entry.transportDocument,
      gross_weight_kg: entry.grossWeightKg,
    })),
  )
  const entries = await findEntries(tx, port, id)
  const aboard = new Map(entries.flatMap((entry) => entry.declarations.map((declaration) => [declaration.id, declaration])))
  const payload = {
    kind,
    ref,
    movement,
    at: report.arrival ?? report.departure ?? '',
    containers: report.containers.length,
    contentHash: conveyance.contentHash.toString('hex'),
  }
  await append(tx, context, [
    {
      port,
      subjectKind: 'conveyance',
      subjectId: id,
      type: 'ConveyanceReported',
      payload,
      related: [...aboard.keys()].map((declarationId) => ({ kind: 'declaration', id: declarationId })),
      audience: [...new Set([conveyance.reportedBy, ...[...aboard.values()].map((declaration) => `enterprise:${declaration.declarant}`)])],
    },
  ])
  return ok({ conveyance, entries })
}
