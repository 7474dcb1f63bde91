import { invariant } from '../kernel/invariant.ts'
import type { Pack } from '../kernel/pack.ts'
import type { Tx } from '../platform/database/database.ts'
import type { LedgerStamp } from '../platform/ledger/fact.ts'
import { dutyTimes, officers, requiredTraining } from './identity/public.ts'
import { enterprises } from './parties/public.ts'
import { codes, jointRegisters, packRows, parameters, policyMeasures, portOpenings, ports, powers, registrations, releaseModes, tariff } from './reference/public.ts'
import { anyRegister, loadRegister, type AnyRegister } from './register/public.ts'
import { equipment, platformPlans, sites } from './resources/public.ts'

/** Every register of the product, in the order of the menu. */
export const registers: readonly AnyRegister[] = [
  anyRegister(enterprises),
  anyRegister(sites),
  anyRegister(equipment),
  anyRegister(platformPlans),
  anyRegister(officers),
  anyRegister(dutyTimes),
  anyRegister(requiredTraining),
  anyRegister(powers),
  ...jointRegisters,
  anyRegister(codes),
  anyRegister(tariff),
  anyRegister(ports),
  anyRegister(portOpenings),
  anyRegister(releaseModes),
  anyRegister(registrations),
  anyRegister(policyMeasures),
  anyRegister(parameters),
]

/**
 * Fills the registers from a policy pack; may run at every start. What officers recorded since stays as they left it,
 * what a newer pack changed gets a new version.
 */
export async function seedRegisters(tx: Tx, stamp: LedgerStamp, pack: Pack): Promise<void> {
  for (const { register, rows } of packRows(pack)) {
    const loaded = await loadRegister(tx, stamp, register, rows, { source: `pack ${pack.code}`, keepOthers: true })
    invariant(loaded.refused.length === 0, `pack ${pack.code} does not fit register ${register.name}: ${JSON.stringify(loaded.refused[0])}`)
  }
}
