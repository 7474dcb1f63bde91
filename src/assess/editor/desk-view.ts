import { z } from 'zod'
import type { CodeBook } from '../../kernel/decision-table/check-codes.ts'
import type { TableDefinition } from '../../kernel/decision-table/table.ts'
import { inForce, type Instant } from '../../kernel/instant.ts'
import type { Entry, Pack } from '../../kernel/pack.ts'
import { Bilingual, TableRow, TableView } from '../table-schema.ts'

const LawEntry = z.object({ code: z.string(), name: Bilingual, clause: z.string() })

/** Everything an editor needs to judge rows of a table while they are typed: the same that the server will judge them by. */
export const EditingView = z.strictObject({
  at: z.string(),
  table: TableView,
  law: z.strictObject({
    releaseModes: z.array(LawEntry.extend({ strictness: z.number(), releasedAt: z.string() })),
    creditGrades: z.array(LawEntry.extend({ rank: z.number() })),
    riskLevels: z.array(LawEntry.extend({ rank: z.number() })),
    powers: z.array(LawEntry.extend({ agency: z.string(), methods: z.array(z.string()).readonly() })),
    agencies: z.array(LawEntry),
    categories: z.array(LawEntry.extend({ table: z.string() })),
    measures: z.array(LawEntry),
  }),
  /** Codes that exist, sorted, by column. */
  codes: z.record(z.string(), z.array(z.string()).readonly()),
  /** The version in force; absent before the first. */
  inForce: z.strictObject({ version: z.number(), rows: z.array(TableRow).readonly() }).optional(),
})
export type EditingView = z.infer<typeof EditingView>

/** A tariff with fewer entries is an extract. */
const wholeTariff = 1_000

/** Codes of the policy pack that conditions of these columns may name. A column that no list of the pack closes is left out. */
export function codeBook(pack: Pack, definition: TableDefinition, at: Instant): CodeBook {
  const now = <E extends Entry>(entries: readonly E[]): readonly E[] => entries.filter((entry) => inForce(entry, at))
  const sorted = (codes: readonly string[]): readonly string[] => [...new Set(codes)].sort()
  const lists: Readonly<Record<string, () => readonly string[]>> = {
    // A tariff of some headings says nothing of the others; only a whole one tells what exists.
    hs: () => (pack.tariff.length < wholeTariff ? [] : now(pack.tariff).map((entry) => entry.hs)),
    origin: () => now(pack.countries).map((entry) => entry.code),
    currency: () => now(pack.currencies).map((entry) => entry.code),
    attributes: () => now(pack.attributes).map((entry) => entry.code),
    licences: () => now(pack.licenceTypes).map((entry) => entry.code),
    port: () => now(pack.ports).map((entry) => entry.code),
    credit: () => now(pack.creditGrades).map((entry) => entry.code),
    risk: () => now(pack.riskLevels).map((entry) => entry.code),
    releaseMode: () => now(pack.releaseModes).map((entry) => entry.code),
    category: () => now(pack.categories).map((entry) => entry.code),
    conditions: () => now(pack.tariff).flatMap((entry) => entry.conditions),
    categories: () => now(pack.tariff).flatMap((entry) => [...entry.importCategories, ...entry.exportCategories]),
  }
  return Object.fromEntries(definition.columns.flatMap(({ name, values }) => {
    const list = Object.hasOwn(lists, name) && values === undefined ? lists[name] : undefined
    const codes = list === undefined ? [] : sorted(list())
    return codes.length === 0 ? [] : [[name, codes]]
  }))
}

/** The part of the law that rows are held against, as it is in force at a moment. */
export function editingLaw(pack: Pack, at: Instant): EditingView['law'] {
  const entry = ({ code, name, clause }: Entry & { readonly code: string; readonly name: z.infer<typeof Bilingual> }) => ({ code, name: { ...name }, clause })
  const now = <E extends Entry>(entries: readonly E[]): readonly E[] => entries.filter((one) => inForce(one, at))
  return {
    releaseModes: now(pack.releaseModes).map((mode) => ({ ...entry(mode), strictness: mode.strictness, releasedAt: mode.releasedAt })),
    creditGrades: now(pack.creditGrades).map((grade) => ({ ...entry(grade), rank: grade.rank })),
    riskLevels: now(pack.riskLevels).map((level) => ({ ...entry(level), rank: level.rank })),
    powers: now(pack.powers).map((power) => ({ ...entry(power), agency: power.agency, methods: power.methods })),
    agencies: now(pack.agencies).map(entry),
    categories: now(pack.categories).map((category) => ({ ...entry(category), table: category.table })),
    measures: now(pack.measures).map(entry),
  }
}

