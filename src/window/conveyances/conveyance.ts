import { z } from 'zod'
import { code, ContainerNumber, Moment, PortCode, positive, text } from '../fields.ts'
import { isImoNumber } from '../objects/domain/imo-number.ts'

/** One entry of a manifest: a container, or loose goods under their transport document. */
export const ManifestEntry = z
  .strictObject({ number: ContainerNumber.optional(), transportDocument: code(64).optional(), grossWeightKg: positive.optional() })
  .refine((entry) => entry.number !== undefined || entry.transportDocument !== undefined, { params: { code: 'conveyances/entry-without-name' } })

/**
 * A report of a conveyance (运输工具申报, SW-05): a vessel by its IMO number, a train by its number, a vehicle by its plate, an aircraft by its flight;
 * that it arrives or departs, and what it carries.
 */
export const ReportConveyance = z
  .strictObject({
    id: z.uuid().optional(),
    port: PortCode,
    kind: z.enum(['vessel', 'train', 'vehicle', 'aircraft']),
    ref: text(32),
    voyage: text(32).optional(),
    arrival: Moment.optional(),
    departure: Moment.optional(),
    from: text(100).optional(),
    to: text(100).optional(),
    containers: z.array(ManifestEntry).max(30_000),
  })
  .refine((report) => report.kind !== 'vessel' || isImoNumber(report.ref), { path: ['ref'], params: { code: 'conveyances/vessel-needs-imo' } })
  .refine((report) => (report.arrival === undefined) !== (report.departure === undefined), {
    path: ['arrival'],
    params: { code: 'conveyances/arrival-or-departure' },
  })

export type ManifestEntry = z.infer<typeof ManifestEntry>
export type ReportConveyance = z.infer<typeof ReportConveyance>

/** A conveyance as the caller may see it; a trader sees of the declarations aboard only its own. */
export const ConveyanceView = z.object({
  id: z.uuid(),
  port: z.string(),
  kind: z.string(),
  ref: z.string(),
  voyage: z.string().optional(),
  movement: z.enum(['arrival', 'departure']),
  at: z.iso.datetime(),
  from: z.string().optional(),
  to: z.string().optional(),
  reportedBy: z.string(),
  reportedAt: z.iso.datetime(),
  containers: z.array(
    z.object({
      number: z.string().optional(),
      transportDocument: z.string().optional(),
      grossWeightKg: z.number().optional(),
      declarations: z.array(z.object({ id: z.uuid(), number: z.string(), status: z.string() })),
    }),
  ),
})

export const ListedConveyance = ConveyanceView.omit({ containers: true }).extend({ containers: z.int() })

export type ConveyanceView = z.infer<typeof ConveyanceView>
export type ListedConveyance = z.infer<typeof ListedConveyance>
