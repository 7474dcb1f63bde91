import type { Tone } from '../../../web/kit/tones.ts'
import type { BodyView } from '../catalogue.ts'
import type { ReportView } from '../views.ts'

export type ReportRow = ReportView

/** What the state of a report means to its reader. */
export const reportTones: Readonly<Record<ReportView['state'], Tone>> = { waiting: 'warn', accepted: 'good', refused: 'bad', doubted: 'bad', dropped: 'idle' }

/** What the standing of a body means. */
export const standingTones: Readonly<Record<BodyView['standing'], Tone>> = { none: 'idle', applied: 'warn', admitted: 'good', suspended: 'bad', removed: 'bad', declined: 'idle' }
