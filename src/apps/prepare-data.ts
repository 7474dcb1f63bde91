import { demoBodies } from '../../seed/bodies.ts'
import { demoCast, playsUnder } from '../../seed/cast.ts'
import { enterprises as demoEnterprises } from '../../seed/enterprises.ts'
import { demoSites } from '../../seed/sites.ts'
import { acceptanceBodies } from '../clear/acceptance/public.ts'
import { instant } from '../kernel/instant.ts'
import type { Pack } from '../kernel/pack.ts'
import { systemContext, type Machine } from '../platform/context.ts'
import { seedCreditRegisters } from './credit-modules.ts'
import { prepareDemoCredit } from './prepare-credit.ts'
import { demoAccounts, seedDemoAccounts, type DemoAccount } from '../registry/identity/public.ts'
import { enterprises } from '../registry/parties/public.ts'
import { loadRegister } from '../registry/register/public.ts'
import { seedRegisters } from '../registry/registers.ts'
import { sites } from '../registry/resources/public.ts'

/** The sign-ins of the demonstration for a policy pack. */
export function castOf(pack: Pack): readonly DemoAccount[] {
  return demoAccounts(demoCast(pack))
}

/** Fills the registers from the pack, at every start; see `seedRegisters`. */
export async function prepareRegisters(machine: Machine, pack: Pack): Promise<void> {
  const context = systemContext(machine)
  await machine.db.transaction(async (tx) => {
    await seedRegisters(tx, context, pack)
    await seedCreditRegisters(tx, context, pack)
  })
}

/** When the demonstration's enterprises and sites began: long before any of its cases. */
const longSince = instant('2017-01-01T00:00:00+08:00')

/**
 * Who and where of the demonstration: enterprises with their grades, sites, sign-ins. May run at every start: what is there stays.
 */
export async function prepareDemo(machine: Machine, pack: Pack): Promise<void> {
  if (playsUnder(pack)) {
    await prepareDemoRegisters(machine)
    await prepareDemoCredit(machine, pack)
  }
  await seedDemoAccounts(machine, castOf(pack))
}

async function prepareDemoRegisters(machine: Machine): Promise<void> {
  const context = systemContext(machine)
  const options = { source: 'demonstration', keepOthers: true }
  await machine.db.transaction(async (tx) => {
    await loadRegister(
      tx,
      context,
      enterprises,
      demoEnterprises.map(({ code, name, grade }) => ({ validFrom: longSince, data: { code, name, creditGrade: grade, roles: ['trader'], contacts: [] } })),
      options,
    )
    await loadRegister(tx, context, acceptanceBodies, demoBodies.map((data) => ({ validFrom: longSince, data })), options)
    await loadRegister(
      tx,
      context,
      sites,
      demoSites.map(({ code, name, port, kind, platforms }) => ({
        validFrom: longSince,
        data: { code, name, port, kind, platforms, calendar: { weekdays: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '23:59' } },
      })),
      options,
    )
  })
}
