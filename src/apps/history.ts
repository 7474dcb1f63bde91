import { koreanImports } from '../../seed/replay-profile.ts'
import { openCreditBook } from '../assess/credit/public.ts'
import { loadRuleSnapshot, type RuleSnapshot } from '../assess/public.ts'
import type { Instant } from '../kernel/instant.ts'
import type { Pack } from '../kernel/pack.ts'
import { systemContext, type Machine } from '../platform/context.ts'
import { enterprises, gradesFrom } from '../registry/parties/public.ts'
import { livePack, tariff } from '../registry/reference/public.ts'
import { anyRegister, createRegisterCache, loadRegister } from '../registry/register/public.ts'
import { gradeOf, type ReplayProfile, type TariffView } from '../watch/replay/public.ts'

/** How files of old declarations are read, by the name of their form. */
export const profiles: Readonly<Record<string, ReplayProfile>> = { [koreanImports.name]: koreanImports }

/** The rules old declarations are judged by: one snapshot, so that a run does not see them change under it. */
export interface HistoryRules {
  readonly snapshot: RuleSnapshot
  readonly tariffAt: (at: Instant) => TariffView
}

/**
 * Loads the rules as the registers and tables have them now, with the grades the profile gives its own enterprises. What was in force at the
 * time of a row decides it (GV-12).
 */
export async function historyRules(machine: Machine, pack: Pack, profile: ReplayProfile): Promise<HistoryRules> {
  const cache = await createRegisterCache(machine, [anyRegister(enterprises), anyRegister(tariff)])
  try {
    const ofRegister = gradesFrom(cache)
    const book = openCreditBook(machine)
    try {
      await book.ready()
    } finally {
      book.stop()
    }
    const loaded = await loadRuleSnapshot(machine, cache.versions(tariff).size === 0 ? pack : { ...pack, tariff: livePack(pack, cache)().tariff })
    const snapshot = { ...loaded, grades: (enterprise: string, at: Instant) => (enterprise.startsWith(profile.enterprisePrefix) ? gradeOf(enterprise, profile) : (book.find(enterprise, at) ?? ofRegister(enterprise, at))) }
    const codes = [...cache.versions(tariff).keys()].filter((hs) => hs.length === 10).sort()
    return { snapshot, tariffAt: (at) => ({ lowestBelow: (hs6) => firstFrom(codes, hs6), units: (hs) => snapshot.tariff(hs, at)?.units ?? [] }) }
  } finally {
    cache.stop()
  }
}

/** Writes grades of the profile's enterprises into their register, so that screens and later rules know them too. */
export async function recordGrades(machine: Machine, profile: ReplayProfile, since: Instant, grades: ReadonlyMap<string, string>): Promise<void> {
  const rows = [...grades].map(([code, creditGrade]) => ({ data: { code, name: { zh: `进口商 ${code.slice(profile.enterprisePrefix.length)}`, en: `Importer ${code.slice(profile.enterprisePrefix.length)}` }, creditGrade, roles: ['trader'], contacts: [] }, validFrom: since }))
  await machine.db.transaction((tx) => loadRegister(tx, systemContext(machine), enterprises, rows, { source: profile.name }))
}

/** The first code at or after the prefix, when it begins with it. */
function firstFrom(sorted: readonly string[], prefix: string): string | undefined {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? '') < prefix) low = middle + 1
    else high = middle
  }
  const found = sorted[low]
  return found?.startsWith(prefix) === true ? found : undefined
}
