import { z } from 'zod'
import { toIso } from '../../kernel/instant.ts'
import { openReasons, stages } from './domain/measure.ts'
import type { ReplayRow } from './replay-store.ts'

const Hours = z.object({
  count: z.int(),
  mean: z.number().optional(),
  median: z.number().optional(),
  p90: z.number().optional(),
  longest: z.number().optional(),
  buckets: z.array(z.object({ from: z.number(), below: z.number().optional(), count: z.int() })),
})

/** The figures of a replay; hours with two decimals, rates with four, null where there is nothing to divide by. */
export const ReplayFigures = z.object({
  declarations: z.int(),
  rejected: z.int(),
  released: z.int(),
  refused: z.int(),
  open: z.int(),
  /** Of what stands open, why. Absent, as `bookings`, in reports from before either was counted. */
  openBy: z.partialRecord(z.enum(openReasons), z.int()).optional(),
  openCases: z.array(z.string()).optional(),
  bookings: z.object({ made: z.int(), returned: z.int() }).optional(),
  modes: z.array(z.object({ mode: z.string(), declarations: z.int(), share: z.number(), hours: Hours })),
  directives: z.int(),
  withDirectives: z.int(),
  collisions: z.int(),
  jointRate: z.number().nullable(),
  declineRate: z.number().nullable(),
  inspections: z.object({ joint: z.int(), single: z.int(), desk: z.int() }),
  openings: z.object({ made: z.int(), separate: z.int(), saved: z.int() }),
  hits: z.object({ inspected: z.int(), found: z.int(), noticedInPapers: z.int(), rate: z.number().nullable(), base: z.number().nullable(), recall: z.number().nullable() }),
  refusedActs: z.record(z.string(), z.int()),
  hours: z.object({ total: Hours, inspected: Hours, stages: z.array(Hours.extend({ stage: z.enum(stages) })) }),
})

/** A replay as lists and its page show it. */
export const ReplayView = z.object({
  port: z.string(),
  id: z.uuid(),
  importId: z.uuid(),
  seed: z.string(),
  state: z.enum(['running', 'stopped', 'done', 'abandoned']),
  rowsDone: z.int(),
  rowsTotal: z.int(),
  seconds: z.number(),
  rowsPerSecond: z.number().nullable(),
  simulatedUntil: z.iso.datetime().optional(),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().optional(),
  figures: ReplayFigures.optional(),
})
export type ReplayView = z.infer<typeof ReplayView>

/** What a reader of reports gets of a replay. */
export function toReplayView(row: ReplayRow): ReplayView {
  return {
    port: row.port,
    id: row.id,
    importId: row.importId,
    seed: row.seed,
    state: row.state,
    rowsDone: row.rowsDone,
    rowsTotal: row.rowsTotal,
    seconds: row.seconds,
    rowsPerSecond: row.seconds === 0 ? null : Math.round(row.rowsDone / row.seconds),
    ...(row.simulatedUntil === undefined ? {} : { simulatedUntil: toIso(row.simulatedUntil) }),
    startedAt: toIso(row.startedAt),
    ...(row.finishedAt === undefined ? {} : { finishedAt: toIso(row.finishedAt) }),
    ...(row.figures === undefined ? {} : { figures: row.figures as ReplayView['figures'] }),
  }
}
