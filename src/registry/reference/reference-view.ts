import { z } from 'zod'
import { inForce, type Instant } from '../../kernel/instant.ts'
import { objectKinds, type Entry, type Pack } from '../../kernel/pack.ts'
import type { Bilingual } from '../../kernel/refusal.ts'

const name = z.strictObject({ zh: z.string(), en: z.string() })
const named = z.strictObject({ code: z.string(), name })
const method = z.enum(['documents', 'open', 'weigh', 'scan', 'radiation', 'quarantine', 'treatment', 'sample', 'board', 'seal'])
const objectKind = z.enum(objectKinds)

/** What the policy pack names: the open lists a form offers and a screen puts into words. Nothing in it is secret. */
export const ReferenceView = z.strictObject({
  ports: z.array(z.strictObject({ code: z.string(), name, kind: z.enum(['sea', 'rail', 'road', 'air', 'inland']), timeZone: z.string() })),
  agencies: z.array(named),
  releaseModes: z.array(named),
  creditGrades: z.array(named),
  riskLevels: z.array(named),
  /** Laws the pack cites; `code` is the clause as entries have it. */
  clauses: z.array(named),
  powers: z.array(z.strictObject({ code: z.string(), name, agency: z.string(), methods: z.array(method), objectKinds: z.array(objectKind).optional(), ports: z.array(z.string()).optional() })),
  methods: z.array(z.strictObject({ code: method, name, objectKinds: z.array(objectKind), desk: z.boolean(), shared: z.boolean() })),
  dispositions: z.array(z.strictObject({ code: z.string(), name, agency: z.string(), effect: z.enum(['qualify', 'treat', 'hold', 'refuse']) })),
  units: z.array(named),
  currencies: z.array(named),
  countries: z.array(named),
  documentTypes: z.array(named),
  licenceTypes: z.array(named),
  attributes: z.array(named),
  categories: z.array(named),
  measures: z.array(named),
  policies: z.array(named),
  /** What a producer of export food may rest its registration on. */
  registrationEvidence: z.array(named),
})

export type ReferenceView = z.infer<typeof ReferenceView>

/** The pack's names in force at `at` (GV-12), in the order of the pack: the order of agencies is the order of their colours. */
export function referenceView(pack: Pack, at: Instant): ReferenceView {
  const current = <T extends Entry>(entries: readonly T[]): T[] => entries.filter((entry) => inForce(entry, at))
  const names = (entries: readonly (Entry & { readonly code: string; readonly name: Bilingual })[]) => current(entries).map((entry) => ({ code: entry.code, name: { ...entry.name } }))
  return {
    ports: current(pack.ports).map((port) => ({ code: port.code, name: { ...port.name }, kind: port.kind, timeZone: port.timeZone })),
    agencies: names(pack.agencies),
    releaseModes: names(pack.releaseModes),
    creditGrades: names(pack.creditGrades),
    riskLevels: names(pack.riskLevels),
    clauses: pack.clauses.map(({ code, name }) => ({ code, name: { ...name } })),
    powers: current(pack.powers).map((power) => ({ code: power.code, name: { ...power.name }, agency: power.agency, methods: [...power.methods], ...(power.objectKinds === undefined ? {} : { objectKinds: [...power.objectKinds] }), ...(power.ports === undefined ? {} : { ports: [...power.ports] }) })),
    methods: current(pack.methods).map((rule) => ({ code: rule.method, name: { ...rule.name }, objectKinds: [...rule.objectKinds], desk: rule.desk, shared: rule.shared })),
    dispositions: current(pack.dispositions).map((kind) => ({ code: kind.code, name: { ...kind.name }, agency: kind.agency, effect: kind.effect })),
    units: names(pack.units),
    currencies: names(pack.currencies),
    countries: names(pack.countries),
    documentTypes: names(pack.documentTypes),
    licenceTypes: names(pack.licenceTypes),
    attributes: names(pack.attributes),
    categories: names(pack.categories),
    measures: names(pack.measures),
    policies: names(pack.policies),
    registrationEvidence: names(pack.acceptance.registrationEvidence),
  }
}
