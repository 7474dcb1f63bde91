import type { DataEntitlement } from '../../src/kernel/pack.ts'
import { tradeFields } from '../../src/kernel/trade-fields.ts'
import { instant } from '../../src/kernel/instant.ts'

const validFrom = instant('2015-01-01T00:00:00+08:00')
const withoutValue = tradeFields.filter((field) => field !== 'value')

/**
 * What each agency reads of declarations and results of its ports as a matter of course (S4(六), S2 六(三)): customs and quarantine share all of them; border
 * police and maritime safety have no need of the value, and of no results but those they are given in place of a look of their own (DC-11), those called in
 * from case to case of none but the goods. The register of entitlements says otherwise where headquarters so decide.
 */
export const entitlements: readonly DataEntitlement[] = [
  ...['CUS', 'CIQ'].flatMap((agency): DataEntitlement[] => [
    { agency, purpose: 'declarations', fields: tradeFields, clause: 'SW-09', validFrom },
    { agency, purpose: 'results', fields: ['results'], clause: 'LB-02', validFrom },
  ]),
  ...['BPI', 'MSA'].map((agency): DataEntitlement => ({ agency, purpose: 'declarations', fields: withoutValue, clause: 'SW-08', validFrom })),
  ...['FDA', 'FGA', 'MEE', 'MOA'].map((agency): DataEntitlement => ({ agency, purpose: 'declarations', fields: ['goods', 'codes', 'origin', 'quantity', 'weight', 'papers'], clause: 'SW-08', validFrom })),
]
