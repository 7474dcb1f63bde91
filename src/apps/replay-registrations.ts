import { wantedMeasures } from '../assess/modes/public.ts'
import { assess, rulesOfCase, type DeclarationFacts, type RuleSnapshot } from '../assess/public.ts'
import { instant, type Instant } from '../kernel/instant.ts'
import type { Pack } from '../kernel/pack.ts'
import { systemContext, type Machine } from '../platform/context.ts'
import { createRegisterCache, anyRegister, loadRegister } from '../registry/register/public.ts'
import { registrations } from '../registry/reference/public.ts'

const longSince = instant('1990-01-01T00:00:00Z')

/** Registrations of a replay's made-up parties. */
export interface SimulatedRegistrations {
  /** The law with what these parties hold by now. */
  readonly snapshot: () => RuleSnapshot
  /** Gives the parties of a declaration every registration that measures of conformity ask of its goods (RR-08), as papers a file lacks are supplied. */
  readonly supply: (declaration: Omit<DeclarationFacts, 'at'> & { readonly reference: string }, at: Instant) => Promise<void>
}

/**
 * Producers and enterprises of a replay hold the registrations their goods need: a file of old declarations names none, and nobody simulated could
 * apply. They stand in the register of the replay's own database, so that a run that was stopped finds them again.
 */
export async function simulatedRegistrations(machine: Machine, { name }: { readonly name: string }, rules: RuleSnapshot): Promise<SimulatedRegistrations> {
  const cache = await createRegisterCache(machine, [anyRegister(registrations)])
  let held: Pack['registrations'] = [...cache.versions(registrations).values()].flatMap((versions) => versions.map(({ data, validFrom }) => ({ ...data, validFrom })))
  await cache.stop()
  const withHeld = (): RuleSnapshot => (held.length === 0 ? rules : { ...rules, pack: { ...rules.pack, registrations: [...rules.pack.registrations, ...held] } })
  let snapshot = withHeld()
  let last = Promise.resolve()

  /** One after the other: two declarations of one producer are one registration. */
  async function register(wanted: readonly { readonly scheme: string; readonly enterprise: string; readonly clause: string }[]): Promise<void> {
    const fresh = wanted.filter(({ scheme, enterprise }) => !held.some((one) => one.scheme === scheme && one.enterprise === enterprise))
    if (fresh.length === 0) return
    const entries = fresh.map((one, n) => ({ ...one, number: `${name}-${held.length + n + 1}` }))
    await machine.db.transaction((tx) => loadRegister(tx, systemContext(machine), registrations, entries.map((data) => ({ data, validFrom: longSince })), { source: name }))
    held = [...held, ...entries.map((entry) => ({ ...entry, validFrom: longSince }))]
    snapshot = withHeld()
  }

  return {
    snapshot: () => snapshot,
    supply(declaration, at) {
      const { explanation } = assess(rulesOfCase(rules, declaration, at), { ...declaration, at })
      const wanted = wantedMeasures(explanation.steps).flatMap(({ scheme, enterprise, clause }) => (scheme === undefined || enterprise === undefined ? [] : [{ scheme, enterprise, clause }]))
      if (wanted.length > 0) last = last.then(() => register(wanted))
      return wanted.length > 0 ? last : Promise.resolve()
    },
  }
}
