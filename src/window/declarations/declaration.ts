import { z } from 'zod'
import { code, ContainerNumber, Moment, PortCode, positive, text } from '../fields.ts'
import { isImoNumber } from '../objects/domain/imo-number.ts'

/** A quantity in a unit of UN/ECE Recommendation 20 (`KGM`, `NAR`, …). */
export const Quantity = z.strictObject({ value: positive, unit: z.string().regex(/^[A-Z0-9]{2,3}$/) })

/** A conveyance as cargo names it: a vessel by its IMO number, a train by its number, a vehicle by its plate, an aircraft by its flight. */
export const ConveyanceName = z
  .strictObject({ kind: z.enum(['vessel', 'train', 'vehicle', 'aircraft']), ref: text(32), voyage: text(32).optional() })
  .refine((conveyance) => conveyance.kind !== 'vessel' || isImoNumber(conveyance.ref), { path: ['ref'], params: { code: 'declarations/imo-number' } })

/** A container of the consignment (集装箱). `load: 'lcl'` says that other consignments share it (拼箱). */
export const DeclaredContainer = z.strictObject({
  number: ContainerNumber,
  type: z
    .string()
    .regex(/^[0-9A-Z]{4}$/)
    .optional(),
  seals: z.array(code(20)).max(10).optional(),
  load: z.enum(['fcl', 'lcl']).optional(),
  grossWeightKg: positive.optional(),
})

/** A licence line that goods are written off against (许可证核销). */
export const DeclaredLicence = z.strictObject({
  type: code(12),
  number: code(64),
  line: z.int().min(1).max(9999).optional(),
  quantity: Quantity.optional(),
  validTo: Moment.optional(),
})

/** One line of goods (商品项). */
export const DeclaredItem = z.strictObject({
  line: z.int().min(1).max(9999),
  hs: z.string().regex(/^\d{6}(\d{2}){0,2}$/),
  ciq: z
    .string()
    .regex(/^\d{3}$|^\d{13}$/)
    .optional(),
  description: text(512),
  origin: z.string().regex(/^[A-Z]{2}$/),
  quantity: Quantity,
  netWeightKg: positive,
  value: z.strictObject({ amount: z.number().min(0).max(1e12), currency: z.string().regex(/^[A-Z]{3}$/) }),
  attributes: z.array(code(12)).max(30).optional(),
  /** Who made the goods, by name or code, and their batch. */
  producer: text(200).optional(),
  lot: code(64).optional(),
  containers: z.array(ContainerNumber).max(500).optional(),
  licences: z.array(DeclaredLicence).max(50).optional(),
})

/** A document that goes with the consignment (随附单证); `lines` names the goods it is about, all of them when absent. */
export const DeclaredDocument = z.strictObject({
  type: code(12),
  number: code(64),
  issuer: text(200).optional(),
  issuedAt: Moment.optional(),
  validTo: Moment.optional(),
  lines: z.array(z.int().min(1).max(9999)).max(500).optional(),
  file: z.uuid().optional(),
})

/**
 * A cargo declaration, submitted once for every agency (一次性提交, SW-01).
 * The schema is the one source of what a declaration is: it validates, and the OpenAPI document and the spreadsheet template are made from it.
 * Nothing is transformed, so that what is stored is what was said. `id` is the sender's id of this command, not of the declaration.
 */
export const Declaration = z.strictObject({
  id: z.uuid().optional(),
  port: PortCode,
  direction: z.enum(['import', 'export', 'transit']),
  mode: z.enum(['sea', 'rail', 'road', 'air', 'post', 'express', 'ecommerce']),
  reference: code(64),
  declarant: code(32),
  consignee: text(200),
  consignor: text(200),
  conveyance: ConveyanceName.optional(),
  /** Number of the paper of the person who declares, or drives (报关人员、驾驶员). */
  agent: code(64).optional(),
  transportDocument: code(64).optional(),
  arrival: Moment.optional(),
  destination: PortCode.optional(),
  containers: z.array(DeclaredContainer).max(500).optional(),
  items: z.array(DeclaredItem).min(1).max(500),
  documents: z.array(DeclaredDocument).max(200).optional(),
})

export type Quantity = z.infer<typeof Quantity>
export type ConveyanceName = z.infer<typeof ConveyanceName>
export type DeclaredContainer = z.infer<typeof DeclaredContainer>
export type DeclaredLicence = z.infer<typeof DeclaredLicence>
export type DeclaredItem = z.infer<typeof DeclaredItem>
export type DeclaredDocument = z.infer<typeof DeclaredDocument>
export type Declaration = z.infer<typeof Declaration>
