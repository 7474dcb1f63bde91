import { containerCheckDigit } from '../../src/kernel/container-number.ts'
import type { Declaration, DeclaredItem } from '../../src/window/declarations/declaration.ts'

/** The n-th of a series of container numbers with right check digits. */
export function sampleContainer(n: number): string {
  const firstTen = `LJNU${String(n).padStart(6, '0')}`
  return firstTen + String(containerCheckDigit(firstTen))
}

/** TEE of the fixtures: cotton T-shirts, inspected on import, of low risk. */
export const tee: DeclaredItem = {
  line: 1,
  hs: '6109100000',
  description: '棉制针织T恤衫 cotton T-shirts',
  origin: 'BD',
  quantity: { value: 12000, unit: 'NAR' },
  netWeightKg: 2400,
  value: { amount: 36000, currency: 'USD' },
}

/** CHK of the fixtures: frozen chicken, which needs a veterinary certificate and a permit. */
export const chicken: DeclaredItem = {
  line: 1,
  hs: '0207120000',
  description: '冻整鸡 frozen whole chicken',
  origin: 'BR',
  quantity: { value: 24000, unit: 'KGM' },
  netWeightKg: 24000,
  value: { amount: 43200, currency: 'USD' },
  licences: [{ type: '325', number: 'AP-2026-000117', line: 1, quantity: { value: 24000, unit: 'KGM' } }],
}

/** The certificate that `chicken` needs. */
export const veterinaryCertificate = { type: '101006', number: 'BR-VET-55812', issuer: 'MAPA Brasil', lines: [1] }

let references = 0

/** A declaration of T-shirts at Beilun by E-B that every rule accepts; each call bears a new reference. */
export function sampleDeclaration(overrides: Partial<Declaration> = {}): Declaration {
  return {
    port: '380101',
    direction: 'import',
    mode: 'sea',
    reference: `REF-${String(++references).padStart(6, '0')}`,
    declarant: 'E-B',
    consignee: 'E-B',
    consignor: 'Dhaka Garments Ltd',
    items: [tee],
    ...overrides,
  }
}
