import type { Actor } from '../../kernel/actor.ts'
import { toIso } from '../../kernel/instant.ts'
import { maySee } from '../declarations/public.ts'
import type { ConveyanceView, ListedConveyance } from './conveyance.ts'
import type { ConveyanceRow, EntryRow } from './store.ts'

function headOf(row: ConveyanceRow): Omit<ConveyanceView, 'containers'> {
  return {
    id: row.id,
    port: row.port,
    kind: row.kind,
    ref: row.ref,
    ...(row.voyage === null ? {} : { voyage: row.voyage }),
    movement: row.movement,
    at: toIso(row.movesAt),
    ...(row.fromPlace === null ? {} : { from: row.fromPlace }),
    ...(row.toPlace === null ? {} : { to: row.toPlace }),
    reportedBy: row.reportedBy,
    reportedAt: toIso(row.reportedAt),
  }
}

/** A conveyance with its manifest, and of each container the declarations the actor may see. */
export function conveyanceView(actor: Actor, row: ConveyanceRow, entries: readonly EntryRow[]): ConveyanceView {
  return {
    ...headOf(row),
    containers: entries.map((entry) => ({
      ...(entry.number === null ? {} : { number: entry.number }),
      ...(entry.transportDocument === null ? {} : { transportDocument: entry.transportDocument }),
      ...(entry.grossWeightKg === null ? {} : { grossWeightKg: entry.grossWeightKg }),
      declarations: entry.declarations
        .filter((declaration) => maySee(actor, { port: row.port, declarant: declaration.declarant }))
        .map(({ id, number, status }) => ({ id, number, status })),
    })),
  }
}

/** A conveyance as lists show it: with the number of its containers instead of its manifest. */
export function listedConveyance(row: ConveyanceRow & { readonly containers: number }): ListedConveyance {
  return { ...headOf(row), containers: row.containers }
}
