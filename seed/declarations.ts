import { minutes, plus, toIso, type Instant } from '../src/kernel/instant.ts'
import { chance, containerNumber, pick } from '../src/watch/replay/public.ts'
import type { DemoEnterprise } from './enterprises.ts'
import { goods, type DemoGoods, type GoodsId } from './goods.ts'

/** Everything the demo makes up comes from this word and the day. */
export const demoSeed = 'lianjian-demo'

/** A declaration of the demo before it is written out. */
export interface DeclarationPlan {
  /** Tells it from the others of the day; becomes its reference. */
  readonly key: string
  /** When it is submitted. */
  readonly at: Instant
  readonly port: string
  readonly enterprise: DemoEnterprise
  readonly goods: GoodsId
  readonly direction?: 'import' | 'export'
  readonly mode: 'sea' | 'rail' | 'road'
  readonly boxes: number
  readonly conveyance?: { readonly kind: 'vessel' | 'train' | 'vehicle'; readonly ref: string; readonly voyage?: string }
  readonly transportDocument?: string
  readonly arrival: Instant
  readonly destination?: string
  /** Boxes named already, as those aboard a train; made up when absent. */
  readonly containers?: readonly string[]
  readonly load?: 'fcl' | 'lcl'
}

const round = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits
const between = ([from, to]: readonly [number, number], at: number): number => from + (to - from) * at

/** The boxes of a planned declaration. */
export function boxesOf(plan: DeclarationPlan): readonly string[] {
  return plan.containers ?? Array.from({ length: plan.boxes }, (_, box) => containerNumber(demoSeed, plan.key, box))
}

/** The body of `POST /declarations` for a plan, with the papers its goods need. */
export function writeDeclaration(plan: DeclarationPlan): Record<string, unknown> {
  const what: DemoGoods = goods[plan.goods]
  const containers = boxesOf(plan)
  const netWeightKg = round(between(what.containerKg, chance(demoSeed, 'kg', plan.key)) * Math.max(1, containers.length), 1)
  const amount = round(netWeightKg * between(what.dollarsPerKg, chance(demoSeed, 'price', plan.key)), 2)
  const origin = what.origins[pick(what.origins.length, demoSeed, 'origin', plan.key)] ?? 'DE'
  const valid = toIso(plus(plan.at, minutes(60 * 24 * 200)))
  const paper = (type: string, index: number): { type: string; number: string; validTo: string } => ({ type, number: `${type}-${plan.key}-${index + 1}`, validTo: valid })
  return {
    port: plan.port,
    direction: plan.direction ?? 'import',
    mode: plan.mode,
    reference: plan.key,
    declarant: plan.enterprise.code,
    consignee: plan.enterprise.name.zh,
    consignor: plan.direction === 'export' ? plan.enterprise.name.en : consignors[pick(consignors.length, demoSeed, 'consignor', plan.key)],
    ...(plan.conveyance === undefined ? {} : { conveyance: plan.conveyance }),
    transportDocument: plan.transportDocument ?? `${plan.mode === 'rail' ? 'CIM' : 'BL'}${plan.key.replaceAll('-', '')}`,
    arrival: toIso(plan.arrival),
    ...(plan.destination === undefined ? {} : { destination: plan.destination }),
    ...(containers.length === 0 ? {} : { containers: containers.map((number, box) => ({ number, load: plan.load ?? 'fcl', type: plan.goods === 'chicken' ? '45R1' : '45G1', seals: [`S${100_000 + pick(900_000, demoSeed, 'seal', plan.key, box)}`] })) }),
    items: [
      {
        line: 1,
        hs: what.hs,
        description: what.description,
        origin,
        quantity: { value: what.unit === 'KGM' ? netWeightKg : Math.max(1, round(netWeightKg * what.unitsPerKg, what.unit === 'TNE' ? 3 : 0)), unit: what.unit },
        netWeightKg,
        value: { amount, currency: 'USD' },
        ...(what.attributes === undefined ? {} : { attributes: what.attributes }),
        ...(containers.length === 0 ? {} : { containers }),
        ...(what.licences === undefined ? {} : { licences: what.licences.map(paper) }),
      },
    ],
    documents: [{ type: '101001', number: `C-${plan.key}` }, { type: '101002', number: `I-${plan.key}` }, ...(what.documents ?? []).map(paper)],
  }
}

const consignors = [
  'Hanse Handelskontor GmbH', 'Aurora Alimentos Exportadora', 'Nordsee Maschinenbau AG', 'Dhaka Knit Composite', 'Penang Semicon Sdn Bhd',
  'Almaty Agro Trade', 'Pilbara Ore Shipping', 'Vinhos do Douro Lda', 'Kansai Precision KK', 'Siberia Timber Export', 'Midwest Paper Recovery', 'Rhein Pharma Vertrieb',
]
