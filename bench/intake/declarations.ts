import { containerCheckDigit } from '../../src/kernel/container-number.ts'
import type { Declaration, DeclaredItem } from '../../src/window/declarations/declaration.ts'

/** The enterprises that declare; their grades are what follows the dash. */
export const enterprises = ['E-AA', 'E-A', 'E-B', 'E-C', 'E-D'] as const

const goods: readonly Pick<DeclaredItem, 'hs' | 'description' | 'origin' | 'quantity' | 'netWeightKg' | 'value'>[] = [
  {
    hs: '6109100000',
    description: '棉制针织T恤衫 cotton T-shirts, short sleeves, assorted sizes',
    origin: 'BD',
    quantity: { value: 12000, unit: 'NAR' },
    netWeightKg: 2400,
    value: { amount: 36000, currency: 'USD' },
  },
  {
    hs: '8443110000',
    description: '卷取进料式胶印机 reel-fed offset printing press, four colours',
    origin: 'DE',
    quantity: { value: 1, unit: 'C62' },
    netWeightKg: 18400,
    value: { amount: 940000, currency: 'EUR' },
  },
  {
    hs: '4403110010',
    description: '原木 logs of yew, debarked, 4 m',
    origin: 'NZ',
    quantity: { value: 26000, unit: 'KGM' },
    netWeightKg: 26000,
    value: { amount: 5200, currency: 'USD' },
  },
  {
    hs: '8703234110',
    description: '小轿车 motor cars, 1.8 litres, petrol, new',
    origin: 'JP',
    quantity: { value: 12, unit: 'C62' },
    netWeightKg: 17900,
    value: { amount: 248000, currency: 'USD' },
  },
]

const papers: Readonly<Record<string, Partial<Pick<DeclaredItem, 'licences'>>>> = {
  '8703234110': { licences: [{ type: '411', number: 'CCC-2026-118820' }] },
}

function containerNumber(n: number): string {
  // Four letters of the owner code from the number, so that a long run never repeats a box.
  const owner = String.fromCharCode(65 + (Math.floor(n / 1e6) % 26), 65 + (Math.floor(n / 26e6) % 26), 66) + 'U'
  const firstTen = owner + String(n % 1e6).padStart(6, '0')
  return firstTen + String(containerCheckDigit(firstTen))
}

/** The enterprise that submits the n-th declaration. */
export const declarantOf = (n: number): string => enterprises[n % enterprises.length] ?? 'E-A'

/** Boxes of one run: runs never share any, or the later one would find its boxes known and write less. */
const boxesOfRun = 1_000_000

/** The n-th declaration of a run (`R012`, fewer than 500,000): about 1.3 KB of JSON, three lines of goods on average, one or two containers, valid at Beilun. */
export function benchDeclaration(run: string, n: number): Declaration {
  const declarant = declarantOf(n)
  const containers = Array.from({ length: 1 + (n % 4 === 0 ? 1 : 0) }, (_, i) => ({
    number: containerNumber(Number(run.slice(1)) * boxesOfRun + n * 2 + i),
    type: '22G1',
    seals: [`BD${100000 + (n % 900000)}`],
  }))
  const items = Array.from({ length: 1 + (n % 5) }, (_, i): DeclaredItem => {
    const kind = goods[(n + i) % goods.length] ?? goods[0]
    return {
      line: i + 1,
      ...(kind as (typeof goods)[number]),
      attributes: ['19'],
      containers: [containers[i % containers.length]?.number ?? ''],
      ...papers[kind?.hs ?? ''],
    }
  })
  return {
    port: '380101',
    direction: 'import',
    mode: 'sea',
    reference: `${run}-${n}`,
    declarant,
    consignee: declarant,
    consignor: 'Pacific Consolidated Trading Co., 21 Harbour Road',
    conveyance: { kind: 'vessel', ref: '9321483', voyage: '117W' },
    transportDocument: `COSU${run}${n}`,
    containers,
    items,
    documents: [
      { type: '101002', number: `INV-${n}` },
      { type: '101004', number: `PL-${n}` },
      { type: '101007', number: `PHY-${n}` },
    ],
  }
}
