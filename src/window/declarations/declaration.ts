import { z } from 'zod'
import { instant, parseInstant } from '../../kernel/instant.ts'
import { isContainerNumber, isShapedLikeContainer } from '../objects/domain/container-number.ts'
import { isImoNumber } from '../objects/domain/imo-number.ts'

// Control characters have no place in a field, and direction overrides make a text read otherwise than it is stored.
const plainText = /^(?=.*\S)[^\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]+$/u

const text = (maximum: number) => z.string().min(1).max(maximum).regex(plainText)
const code = (maximum: number) => z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._/-]*$/).max(maximum)
const amount = z.number().min(0).max(1e12)
const positive = z.number().gt(0).max(1e12)
// Beyond these years a moment is a slip of the pen, and databases disagree about it.
const [earliest, latest] = [instant('1970-01-01T00:00:00Z'), instant('2200-01-01T00:00:00Z')]
const isMoment = (value: string): boolean => {
  const at = parseInstant(value)
  return at !== undefined && at >= earliest && at < latest
}
const moment = z.string().max(40).refine(isMoment, { params: { code: 'declarations/not-a-moment' } })

const ContainerNumber = z
  .string()
  .refine(isShapedLikeContainer, { abort: true, params: { code: 'declarations/container-number-shape' } })
  .refine(isContainerNumber, { params: { code: 'declarations/container-check-digit' } })

/** A quantity in a unit of UN/ECE Recommendation 20 (`KGM`, `NAR`, …). */
export const Quantity = z.strictObject({ value: positive, unit: z.string().regex(/^[A-Z0-9]{2,3}$/) })

/** A conveyance as cargo names it: a vessel by its IMO number, a train by its number, a vehicle by its plate, an aircraft by its flight. */
export const ConveyanceName = z
  .strictObject({ kind: z.enum(['vessel', 'train', 'vehicle', 'aircraft']), ref: text(32), voyage: text(32).optional() })
  .refine((conveyance) => conveyance.kind !== 'vessel' || isImoNumber(conveyance.ref), { path: ['ref'], params: { code: 'declarations/imo-number' } })

/** A container of the consignment (集装箱). `load: 'lcl'` says that other consignments share it (拼箱). */
export const DeclaredContainer = z.strictObject({
  number: ContainerNumber,
  type: z.string().regex(/^[0-9A-Z]{4}$/).optional(),
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
  validTo: moment.optional(),
})

/** One line of goods (商品项). */
export const DeclaredItem = z.strictObject({
  line: z.int().min(1).max(9999),
  hs: z.string().regex(/^\d{6}(\d{2}){0,2}$/),
  ciq: z.string().regex(/^\d{3}$|^\d{13}$/).optional(),
  description: text(512),
  origin: z.string().regex(/^[A-Z]{2}$/),
  quantity: Quantity,
  netWeightKg: positive,
  value: z.strictObject({ amount, currency: z.string().regex(/^[A-Z]{3}$/) }),
  attributes: z.array(code(12)).max(30).optional(),
  containers: z.array(ContainerNumber).max(500).optional(),
  licences: z.array(DeclaredLicence).max(50).optional(),
})

/** A document that goes with the consignment (随附单证); `lines` names the goods it is about, all of them when absent. */
export const DeclaredDocument = z.strictObject({
  type: code(12),
  number: code(64),
  issuer: text(200).optional(),
  issuedAt: moment.optional(),
  validTo: moment.optional(),
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
  port: z.string().regex(/^[0-9A-Z]{2,12}$/),
  direction: z.enum(['import', 'export', 'transit']),
  mode: z.enum(['sea', 'rail', 'road', 'air', 'post', 'express', 'ecommerce']),
  reference: code(64),
  declarant: code(32),
  consignee: text(200),
  consignor: text(200),
  conveyance: ConveyanceName.optional(),
  transportDocument: code(64).optional(),
  arrival: moment.optional(),
  destination: z.string().regex(/^[0-9A-Z]{2,12}$/).optional(),
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
