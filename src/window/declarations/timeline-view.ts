import { z } from 'zod'
import type { Actor } from '../../kernel/actor.ts'
import type { Json } from '../../kernel/canonical-json.ts'
import { toIso } from '../../kernel/instant.ts'
import type { TimelineEntry } from '../../platform/ledger/timeline.ts'
import { maySeeTargeting } from './domain/permissions.ts'

const Subject = z.object({ kind: z.string(), id: z.string() })

/** One fact of a declaration's time-line. */
export const TimelineView = z.object({
  id: z.uuid(),
  type: z.string(),
  at: z.iso.datetime(),
  actor: z.object({ kind: z.string(), id: z.string(), name: z.string().optional(), agency: z.string().optional() }),
  subject: Subject,
  payload: z.record(z.string(), z.unknown()).optional(),
})

export type TimelineView = z.infer<typeof TimelineView>

// What a trader may read of a fact, whatever its type: names of things, what is asked and when. Why goods were picked is not among it (RR-18).
const told = ['number', 'reference', 'releaseMode', 'creditGrade', 'object', 'methods', 'window', 'slot', 'site', 'state', 'moment', 'from', 'to', 'at']

const isRecord = (value: Json | undefined): value is { readonly [key: string]: Json | undefined } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function actingFor(entry: TimelineEntry): { agency?: string } {
  const agency = /^agency:(.+)$/.exec(entry.actor.of ?? '')?.[1]
  return agency === undefined ? {} : { agency }
}

/**
 * A ledger entry as the actor may see it; undefined when it is none of their business. Officials see all of what is given to them; a trader sees what was addressed to
 * its enterprise, with the agency that acted but not the person, and only what a trader may know of it.
 */
export function timelineView(actor: Actor, entry: TimelineEntry): TimelineView | undefined {
  const base = { id: entry.id, type: entry.type, at: toIso(entry.at), subject: { ...entry.subject } }
  const payload = isRecord(entry.payload) ? entry.payload : {}
  if (maySeeTargeting(actor)) {
    const { kind, id, name } = entry.actor
    return { ...base, actor: { kind, id, ...(name === undefined ? {} : { name }), ...actingFor(entry) }, payload: { ...payload } }
  }
  if (actor.enterprise === undefined || !entry.audience.includes(`enterprise:${actor.enterprise}`)) return undefined
  const own = entry.actor.of === `enterprise:${actor.enterprise}`
  const shown = Object.fromEntries(told.flatMap((key) => (payload[key] === undefined ? [] : [[key, payload[key]]])))
  return { ...base, actor: { kind: entry.actor.kind, id: own ? entry.actor.id : (entry.actor.of ?? entry.actor.kind), ...actingFor(entry) }, payload: shown }
}
