import type { Declaration } from './declaration.ts'

/** A declaration that can be sent as it stands by the enterprise it names; shown in the OpenAPI document and in the template. */
export const declarationExample: Declaration = {
  port: '380101',
  direction: 'import',
  mode: 'sea',
  reference: 'EB-2026-00417',
  declarant: 'E-B',
  consignee: 'E-B',
  consignor: 'Dhaka Garments Ltd, Chittagong',
  conveyance: { kind: 'vessel', ref: '9321483', voyage: '117W' },
  transportDocument: 'COSU6288123450',
  arrival: '2026-03-05T08:00:00+08:00',
  containers: [{ number: 'TGHU1234567', type: '22G1', seals: ['BD204417'], load: 'fcl', grossWeightKg: 4820 }],
  items: [
    {
      line: 1,
      hs: '6109100000',
      description: '棉制针织T恤衫 cotton T-shirts',
      origin: 'BD',
      quantity: { value: 12000, unit: 'NAR' },
      netWeightKg: 2400,
      value: { amount: 36000, currency: 'USD' },
      containers: ['TGHU1234567'],
    },
  ],
  documents: [{ type: '101010', number: 'CO-BD-2026-7781', issuedAt: '2026-02-20T00:00:00+06:00' }],
}
