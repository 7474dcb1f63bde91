import type { Refusal } from '../../../kernel/refusal.ts'
import { instant, minutes, plus, seconds, toIso, type Instant } from '../../../kernel/instant.ts'
import { containerNumber, flightNumber, imoNumber, plateNumber, trainNumber } from './identifiers.ts'
import { chance, pick, weighted } from './chance.ts'
import type { RejectedRow, SourceRow } from './source-row.ts'

/** How the codes of one kind of declarations file are read. Country and codes are data of whoever wires the importer, not of the engine. */
export interface SourceProfile {
  readonly name: string
  /** Everything the file does not say is derived from this seed and the row; the same seed gives the same declarations. */
  readonly seed: string
  /** Put before the source's importer, so that its enterprises cannot be taken for registered ones. */
  readonly enterprisePrefix: string
  /** Offset of the port's clock, `+08:00`. */
  readonly zone: string
  /** Currency of the prices, which the file does not name. */
  readonly currency: string
  /** The source's mode of transport → ours. A code that is missing here is rejected. */
  readonly modes: Readonly<Record<string, Mode>>
  /** Grades of enterprise credit and their shares. */
  readonly grades: readonly (readonly [grade: string, share: number])[]
}

type Mode = 'sea' | 'rail' | 'road' | 'air' | 'post' | 'express'

/** What the tariff in force at the time of the row says. */
export interface TariffView {
  /** The lowest code of ten digits that begins with these six; undefined when the tariff has none or is not loaded. */
  readonly lowestBelow: (hs6: string) => string | undefined
  /** Units a quantity may be given in; empty when any will do. */
  readonly units: (hs: string) => readonly string[]
}

/** A declaration in the form of `POST /declarations`, without its id. */
export interface MappedDeclaration {
  readonly port: string
  readonly direction: 'import'
  readonly mode: Mode
  readonly reference: string
  readonly declarant: string
  readonly consignee: string
  readonly consignor: string
  readonly conveyance?: { readonly kind: 'vessel' | 'train' | 'vehicle' | 'aircraft'; readonly ref: string; readonly voyage?: string }
  readonly transportDocument: string
  readonly arrival: string
  readonly containers?: readonly { readonly number: string; readonly load: 'fcl' | 'lcl' }[]
  readonly items: readonly {
    readonly line: number
    readonly hs: string
    readonly description: string
    readonly origin: string
    readonly quantity: { readonly value: number; readonly unit: string }
    readonly netWeightKg: number
    readonly value: { readonly amount: number; readonly currency: string }
    readonly containers?: readonly string[]
    readonly licences?: readonly { readonly type: string; readonly number: string }[]
  }[]
  readonly documents?: readonly { readonly type: string; readonly number: string }[]
}

/** Below this a shipment by sea or rail shares its box with others of its day, office and country of departure (拼箱). */
const sharesBoxBelowKg = 2_000
/** What one box of a full load carries. */
const boxKg = 24_000
const mostBoxes = 40

/** The commodity code of ten digits: the lowest of the tariff that begins with the six of the source; four zeros where the tariff has none. */
export function commodityCode(hs6: string, tariff: TariffView): string {
  return tariff.lowestBelow(hs6) ?? `${hs6}0000`
}

/** The enterprise that answers for the row: its importer. The customs broker of the source is not kept. */
export function declarantOf(row: SourceRow, profile: SourceProfile): string {
  return `${profile.enterprisePrefix}${row.importer}`
}

/** The credit grade of an enterprise: drawn by its code from the shares of the profile, the same in every row and every run. */
export function gradeOf(enterprise: string, profile: SourceProfile): string {
  return weighted(profile.grades, chance(profile.seed, 'grade', enterprise))
}

/** When the row is taken as accepted: on its date, between 08:00 and 18:00 of the port, by its id. */
export function acceptanceOf(row: SourceRow, profile: SourceProfile): Instant {
  return plus(instant(`${row.date}T08:00:00${profile.zone}`), seconds(pick(36_000, profile.seed, 'accepted', row.id)))
}

/** The declaration of a row at `port`. The labels stay behind: nothing of `row.verdict` is in the result. */
export function mapDeclaration(row: SourceRow, port: string, profile: SourceProfile, tariff: TariffView): MappedDeclaration | RejectedRow {
  const mode = modeOf(row, profile)
  if (mode === undefined) return { line: row.line, reason: 'transport-not-mapped', text: row.transport }
  const { seed } = profile
  const boxes = boxesOf(row, mode, seed)
  const containers = boxes.map((number) => ({ number, load: row.netMassKg < sharesBoxBelowKg ? ('lcl' as const) : ('fcl' as const) }))
  const conveyance = conveyanceOf(row, mode, seed)
  const hs = commodityCode(row.hs6, tariff)
  return {
    port,
    direction: 'import',
    mode,
    reference: `${row.office}-${row.id}`,
    declarant: declarantOf(row, profile),
    consignee: `Importer ${row.importer}`,
    consignor: row.seller === '' ? 'Seller not stated' : `Seller ${row.seller}`,
    ...(conveyance === undefined ? {} : { conveyance }),
    transportDocument: `${mode === 'sea' ? 'BL' : 'WB'}${row.id}`,
    arrival: toIso(arrivalOf(row, mode, profile)),
    ...(containers.length === 0 ? {} : { containers }),
    items: [
      {
        line: 1,
        hs,
        description: `Goods of heading ${row.hs6.slice(0, 4)}.${row.hs6.slice(4)}`,
        origin: row.origin,
        quantity: quantityOf(row.netMassKg, tariff.units(hs)),
        netWeightKg: row.netMassKg,
        value: { amount: row.price, currency: profile.currency },
        ...(boxes.length === 0 ? {} : { containers: boxes }),
      },
    ],
  }
}

/**
 * The same declaration with the papers an answer said are missing, because the source has no papers at all: one document or licence of the
 * first type each rule takes. Undefined when the answer has anything else against the declaration.
 */
export function supplyPapers(declaration: MappedDeclaration, refusals: readonly Refusal[]): MappedDeclaration | undefined {
  const documents = new Set<string>()
  const licences = new Set<string>()
  for (const { code, facts } of refusals) {
    const type = String(facts?.['types'] ?? '').split(', ')[0] ?? ''
    if (type === '' || (code !== 'assess/document-missing' && code !== 'assess/licence-missing')) return undefined
    if (code === 'assess/document-missing') documents.add(type)
    else licences.add(type)
  }
  const number = (type: string): string => `${type}-${declaration.reference}`
  const papers = (types: ReadonlySet<string>): { type: string; number: string }[] => [...types].map((type) => ({ type, number: number(type) }))
  return {
    ...declaration,
    items: declaration.items.map((item) => (licences.size === 0 ? item : { ...item, licences: papers(licences) })),
    ...(documents.size === 0 ? {} : { documents: papers(documents) }),
  }
}

function modeOf(row: SourceRow, profile: SourceProfile): Mode | undefined {
  const mode = profile.modes[row.transport]
  return mode === 'air' && row.courier !== '' ? 'express' : mode
}

/** A shipment by sea or rail travels in boxes; a small one in a box it shares, a large one in as many as its weight needs. */
function boxesOf(row: SourceRow, mode: Mode, seed: string): string[] {
  if (mode !== 'sea' && mode !== 'rail') return []
  if (row.netMassKg < sharesBoxBelowKg) return [containerNumber(seed, 'shared', row.date, row.office, row.departure, pick(3, seed, 'box', row.id))]
  const count = Math.min(mostBoxes, Math.ceil(row.netMassKg / boxKg))
  return [...new Set(Array.from({ length: count }, (_, box) => containerNumber(seed, 'own', row.id, box)))]
}

function conveyanceOf(row: SourceRow, mode: Mode, seed: string): MappedDeclaration['conveyance'] {
  switch (mode) {
    case 'sea':
      return { kind: 'vessel', ref: imoNumber(seed, row.departure, pick(4, seed, 'vessel', row.date)), voyage: `${row.date.slice(2, 7).replace('-', '')}${row.departure}` }
    case 'rail':
      return { kind: 'train', ref: trainNumber(seed, row.departure, row.date) }
    case 'road':
      return { kind: 'vehicle', ref: plateNumber(seed, row.id) }
    case 'air':
    case 'express':
      return { kind: 'aircraft', ref: flightNumber(seed, row.departure, pick(5, seed, 'flight', row.id)) }
    case 'post':
      return undefined
  }
}

/** Most goods are declared after they arrived, some ahead: from a day before to twelve hours after acceptance by sea, a quarter of that by air. */
function arrivalOf(row: SourceRow, mode: Mode, profile: SourceProfile): Instant {
  const span = pick(36 * 60, profile.seed, 'arrival', row.id) - 24 * 60
  return plus(acceptanceOf(row, profile), minutes(Math.round(mode === 'sea' || mode === 'rail' ? span : span / 4)))
}

/** Mass where the tariff takes a mass; else one piece per begun kilogram, for the source counts nothing. */
function quantityOf(netMassKg: number, units: readonly string[]): { value: number; unit: string } {
  const first = units[0]
  if (first === undefined || units.includes('KGM')) return { value: netMassKg, unit: 'KGM' }
  if (units.includes('TNE')) return { value: netMassKg / 1000, unit: 'TNE' }
  if (units.includes('GRM')) return { value: netMassKg * 1000, unit: 'GRM' }
  return { value: Math.ceil(netMassKg), unit: first }
}
