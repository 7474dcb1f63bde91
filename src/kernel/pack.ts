import type { CreditLaw } from './credit-law.ts'
import type { Cell, TableDefinition, TableVersion } from './decision-table/table.ts'
import type { Instant, Milliseconds } from './instant.ts'
import type { Bilingual } from './refusal.ts'
import type { SharedField } from './trade-fields.ts'

/** Every entry of a policy pack says what it rests on and when it holds (GV-12). */
export interface Entry {
  /** A row of the requirements (`DC-05`) or a law. */
  readonly clause: string
  readonly validFrom: Instant
  readonly validTo?: Instant
}

/** A law or document as entries of a pack cite it (`code` is their `clause`), with what it is called in both languages. */
export interface ClauseText {
  readonly code: string
  readonly name: Bilingual
}

/** What a clause is called: rows of the requirements, and clauses a register brought in without a text, name themselves. */
export function clauseName(pack: Pick<Pack, 'clauses'>, clause: string): Bilingual {
  return pack.clauses.find(({ code }) => code === clause)?.name ?? { zh: clause, en: clause }
}

/** An authority with powers at the border (口岸查验单位). */
export interface Agency extends Entry {
  readonly code: string
  readonly name: Bilingual
}

export type PortKind = 'sea' | 'rail' | 'road' | 'air' | 'inland'

/** A port of entry or an inland place of destination. `code` is the home port of its cases and the shard key. */
export interface Port extends Entry {
  readonly code: string
  readonly name: Bilingual
  readonly kind: PortKind
  readonly timeZone: string
  /** Code of the customs office that keeps the port's cases. */
  readonly office?: string
}

/** When a release mode opens the gate (RR-03…RR-06). */
export type ReleaseMoment = 'acceptance' | 'report-judged' | 'sampled' | 'inspected'

/** A way of letting goods go (放行模式): an open list of data, never an enumeration in code (RR-02). */
export interface ReleaseMode extends Entry {
  readonly code: string
  readonly name: Bilingual
  /** Higher is stricter; the safety floor and monotonicity compare this number (RR-07, RR-22). */
  readonly strictness: number
  readonly releasedAt: ReleaseMoment
}

/** A grade of enterprise credit (企业信用等级); `rank` 0 is the best. */
export interface CreditGrade extends Entry {
  readonly code: string
  readonly rank: number
  readonly name: Bilingual
}

/** A level of risk of goods; `rank` 0 is the lowest. */
export interface RiskLevel extends Entry {
  readonly code: string
  readonly rank: number
  readonly name: Bilingual
}

/** A number a document leaves open ([P]): an owner, a unit, a default, and what a port may set instead. */
export interface Parameter extends Entry {
  readonly name: string
  readonly unit: 'milliseconds' | 'count' | 'share' | 'kilograms' | 'days'
  readonly owner: string
  readonly value: number
  /** The most specific of `port/object kind`, `port`, `object kind` wins over `value`. */
  readonly overrides?: Readonly<Record<string, number>>
  readonly description: Bilingual
}

/** Everything a directive can name (检查对象), goods first. An aircraft is named by its flight, a vessel by its IMO number and, where told apart, its voyage. */
export const objectKinds = ['consignment', 'item', 'container', 'lot', 'parcel', 'bag', 'vessel', 'train', 'wagon', 'vehicle', 'aircraft'] as const
export type ObjectKind = (typeof objectKinds)[number]
export type Method = 'documents' | 'open' | 'weigh' | 'scan' | 'radiation' | 'quarantine' | 'treatment' | 'sample' | 'board' | 'seal'

/** Who takes part in inspecting a kind of object at a port (JI-01…JI-05). */
export interface Participants extends Entry {
  readonly objectKind: ObjectKind
  /** Absent: every port. */
  readonly port?: string
  readonly required: readonly string[]
  readonly optional: readonly string[]
  /** Not offered by default; may join only with a note of the legal basis (JI-01). */
  readonly withLegalBasis?: readonly string[]
  /** Agencies without a task of their own that a party may call in: they read and comment (JI-06). */
  readonly invited?: readonly string[]
  /** What a required agency does at every boarding, whatever it asks for itself, and by which of its powers (JI-04). */
  readonly duties?: readonly { readonly agency: string; readonly power: string; readonly methods: readonly Method[] }[]
  /** A joint inspection begins only after its agencies have consulted each other (由相关部门协商后统筹实施, JI-16). */
  readonly consultation?: boolean
  /** Vessels use a boarding of their own instead of goods matching (JI-04). */
  readonly mechanism: 'goods' | 'boarding'
}

/**
 * Whether an agency, or with none named a channel as a whole, passes its directives on yet (DC-14, EC-01). The most specific entry in force counts;
 * who is named by none is ready. Who is not ready holds up nobody: the others inspect, and it is reported as missing.
 */
export interface Readiness extends Entry {
  readonly agency?: string
  /** Kind of business (业务种类): import, export, transit, post, express, ecommerce, or what the sender of a directive says. */
  readonly business?: string
  readonly port?: string
  readonly ready: boolean
  readonly note?: Bilingual
}

/** Fields that an agency reads for a purpose (按需采集和共享, SW-08). Entries of the register of entitlements go before it, by agency and purpose. */
export interface DataEntitlement extends Entry {
  readonly agency: string
  readonly purpose: string
  readonly fields: readonly SharedField[]
}

/** Whether joint inspection is practised for a business, a kind of object and a port (推进范围, JI-25). The most specific entry in force counts; named by none it is. */
export interface RollOut extends Entry {
  readonly business?: string
  readonly objectKind?: ObjectKind
  readonly port?: string
  readonly on: boolean
}

/** A legal power an agency may rest a directive on (权力清单, GV-07). */
export interface Power extends Entry {
  readonly code: string
  readonly agency: string
  readonly methods: readonly Method[]
  /** Kinds of objects it covers. Absent: every kind. */
  readonly objectKinds?: readonly ObjectKind[] | undefined
  /** Ports it is held at. Absent: every port. */
  readonly ports?: readonly string[] | undefined
  readonly name: Bilingual
}

/** What an agency does with a consignment that a draw of lots names (随机抽查, DR-01), and by which of its powers. */
export interface DrawnInspection extends Entry {
  readonly agency: string
  readonly methods: readonly Method[]
  readonly power: string
}

/** A rule for the meeting of directives (指令对碰规则, DC-05, DC-13). */
export interface CollisionRule extends Entry {
  readonly id: string
  readonly version: number
  /** Absent: every port, every kind. The most specific rule in force is taken. */
  readonly port?: string
  readonly objectKind?: ObjectKind
  /** The reasonable time interval (合理时间区间) between the two needed times. */
  readonly window: Milliseconds
}

/** A member of a code list (unit, currency, country, document type …). `aliases` are other codes of the same thing, for importers. */
export interface Code extends Entry {
  readonly code: string
  readonly name: Bilingual
  readonly aliases?: readonly string[]
}

/** What the tariff says of a commodity code or of all codes that begin with it; the longest `hs` wins. */
export interface TariffEntry extends Entry {
  readonly hs: string
  readonly name: Bilingual
  /** Units a quantity may be given in (法定计量单位), codes of `units`; the first is the first statutory unit. Empty: any unit. */
  readonly units: readonly string[]
  /** Supervision conditions (监管条件). */
  readonly conditions: readonly string[]
  /** Inspection and quarantine categories on entry and on exit (检验检疫类别). */
  readonly importCategories: readonly string[]
  readonly exportCategories: readonly string[]
}

/**
 * A documentary rule of one agency (SW-02). Where every condition of `when` holds for an item, the item must bring what `needs` says.
 * The columns of `when` are the item facts: `direction`, `mode`, `port`, `hs`, `ciq`, `origin`, `attributes`, `conditions`, `categories`.
 */
export interface DocumentRequirement extends Entry {
  readonly id: string
  readonly agency: string
  readonly when: Readonly<Record<string, Cell>>
  readonly needs:
    | { readonly kind: 'document'; readonly types: readonly string[] }
    | { readonly kind: 'licence'; readonly types: readonly string[] }
    | { readonly kind: 'statutory-unit' }
  readonly name: Bilingual
}

/** When a method is carried out on an object that is not only looked at on paper. */
export type WorkStage = 'outside' | 'inside' | 'shut'

/** How a method is carried out (检查方式). */
export interface MethodRule extends Entry {
  readonly method: Method
  readonly name: Bilingual
  readonly objectKinds: readonly ObjectKind[]
  /** One record serves every party of a joint inspection: one opening, one weighing, one scan (JI-10, JI-11). */
  readonly shared: boolean
  /** Judged at the desk: needs no site and no slot. */
  readonly desk: boolean
  /** Where it falls in the work on an object: outside the closed one (also where absent), within an opening, or when it is shut again. */
  readonly stage?: WorkStage
  /** Its turn within its stage, lowest first; absent: after those that have one. */
  readonly turn?: number
  /** One for all measures it, and is named (LB-03); what is opened or boarded is done together. */
  readonly measured?: boolean
  /** Kinds of objects for which it is not needed once every party has read the image and nobody saw anything (JI-14); absent: it is always done. */
  readonly waivedByImage?: readonly ObjectKind[]
  /** Kinds of equipment of which one is needed; where a site has some it is done with those, and not while all of them are taken (JI-19, SW-10). */
  readonly equipment?: readonly string[]
  /** Only a specialist does it (专业对口, JI-21): somebody in the crew has it among their skills. */
  readonly speciality?: boolean
  /** Kind of enforcement qualification that somebody in the crew holds for it (JI-22); any valid one where absent. */
  readonly qualification?: string
}

/** Two methods that cannot be done in one operation; each other pair can share an opening, a weighing, a scan (JI-09, JI-26). */
export interface MethodConflict extends Entry {
  readonly methods: readonly [Method, Method]
  readonly reason: Bilingual
}

/** What an agency may decide on an object within its own powers (处置, LB-01), any of which in force bears it (GV-07). Only `qualify` lets go; `treat` holds until the act is done. */
export interface DispositionKind extends Entry {
  readonly code: string
  readonly agency: string
  readonly powers: readonly string[]
  readonly name: Bilingual
  readonly effect: 'qualify' | 'treat' | 'hold' | 'refuse'
}

/**
 * A field in which reports of third parties may be accepted (采信领域, TP-02). Goods that fit none in force are looked at by the agencies themselves.
 * The columns of `when` are the item facts of documentary rules.
 */
export interface AcceptanceField extends Entry {
  readonly code: string
  readonly name: Bilingual
  /** Who judges the reports, and whose checks of papers they may answer. */
  readonly agency: string
  readonly when: Readonly<Record<string, Cell>>
  /** Where the body is established. */
  readonly bodies: 'here' | 'abroad'
}

/** What the law says of reports of third parties (第三方采信). */
export interface AcceptanceLaw {
  /** ISO 3166-1 alpha-2 of the country whose bodies are not from abroad. */
  readonly country: string
  readonly fields: readonly AcceptanceField[]
  /** Licence without which a body established here is not listed (TP-08); a code of `licenceTypes`. */
  readonly bodyLicence: Entry & { readonly type: string }
  /** Agency that registers producers of export food. */
  readonly registrationAgency: string
  /** Scheme of the register of registrations under which they are entered. */
  readonly registrationScheme: string
  /** Evidence any of which lets a producer in a zone be registered without a visit (TP-10). */
  readonly registrationEvidence: readonly (Entry & { readonly code: string; readonly name: Bilingual })[]
}

/** The check that is asked for when a mode holds goods and no row of the tables wants anything: nothing goes by oversight (RR-22). */
export interface FallbackCheck {
  readonly agency: string
  readonly methods: readonly Method[]
  readonly power: string
  readonly clause: string
}

/** The three families of conformity assessment (合格评定, RR-08): sampling, inspection and examination; evaluation, verification and assurance; registration, accreditation and approval. */
export const measureFamilies = ['examination', 'assurance', 'approval'] as const
export type MeasureFamily = (typeof measureFamilies)[number]

/** Whose registration a measure asks for. The owner is the one the goods are for, on exports the one they are from; the supplier is the other side. */
export type RegisteredParty = 'declarant' | 'owner' | 'supplier'

/**
 * A measure of conformity assessment (合格评定措施, RR-08): goods do not go before every measure the tables ask for is met.
 * An inspection meets it by one of its methods, evidence by an accepted report or the judgement of the agency, a registration by being in force.
 */
export interface ConformityMeasure extends Entry {
  readonly code: string
  readonly name: Bilingual
  readonly family: MeasureFamily
  /** Who judges whether it is met. */
  readonly agency: string
  readonly metBy:
    | { readonly kind: 'inspection'; readonly methods: readonly Method[]; readonly power: string }
    | { readonly kind: 'evidence' }
    | { readonly kind: 'registration'; readonly scheme: string; readonly of: RegisteredParty }
}

/** An enterprise is registered, accredited or approved under a scheme (注册、认可、批准). `number` names it within the scheme. */
export interface Registration extends Entry {
  readonly scheme: string
  readonly number: string
  readonly enterprise: string
}

/** A category of supervised goods (分类监管, RR-09) with the table that finds its release mode. */
export interface GoodsCategory extends Entry {
  readonly code: string
  readonly name: Bilingual
  readonly table: string
}

/**
 * A measure of policy that bears on a consignment (政策措施, PZ-17): of a zone, of a pilot. Several may fit one line of goods; for each thing they speak of, the one
 * with the lowest `precedence` decides, among equals the strictest. `when` asks for item facts; nothing brings goods below the safety floor.
 */
export interface PolicyMeasure extends Entry {
  readonly code: string
  readonly name: Bilingual
  /** 1 goes before 2. */
  readonly precedence: number
  readonly when: Readonly<Record<string, Cell>>
  readonly effect: {
    /** The mode is brought down to it, or up to it. */
    readonly mode?: { readonly atMost: string } | { readonly atLeast: string }
    /** Whether an agency looks by a method where the tables want it: `waive` leaves it out, `keep` forbids others to. */
    readonly checks?: readonly { readonly agency: string; readonly method: Method; readonly then: 'waive' | 'keep' }[]
    /** Parameters that hold for the case instead of what the pack says, in their own unit. */
    readonly clocks?: Readonly<Record<string, number>>
  }
}

/** A decision table of the pack with the versions it starts with; officers add further versions at run time. */
export interface TableSeed {
  readonly definition: TableDefinition
  readonly versions: readonly TableVersion[]
}

/** A policy pack (政策包): everything that a country's law says and the engine does not. */
export interface Pack {
  readonly code: string
  readonly name: Bilingual
  readonly agencies: readonly Agency[]
  readonly ports: readonly Port[]
  readonly creditGrades: readonly CreditGrade[]
  /** Grade of an enterprise that nobody has graded yet. */
  readonly defaultCreditGrade: string
  readonly credit: CreditLaw
  readonly riskLevels: readonly RiskLevel[]
  readonly releaseModes: readonly ReleaseMode[]
  readonly parameters: readonly Parameter[]
  readonly participants: readonly Participants[]
  readonly entitlements: readonly DataEntitlement[]
  readonly powers: readonly Power[]
  readonly clauses: readonly ClauseText[]
  readonly drawnInspections: readonly DrawnInspection[]
  readonly collisionRules: readonly CollisionRule[]
  readonly readiness: readonly Readiness[]
  readonly rollOut: readonly RollOut[]
  readonly tables: readonly TableSeed[]
  readonly fallbackCheck: FallbackCheck
  readonly measures: readonly ConformityMeasure[]
  readonly registrations: readonly Registration[]
  readonly categories: readonly GoodsCategory[]
  readonly policies: readonly PolicyMeasure[]
  readonly documentRequirements: readonly DocumentRequirement[]
  readonly tariff: readonly TariffEntry[]
  readonly methods: readonly MethodRule[]
  readonly methodConflicts: readonly MethodConflict[]
  readonly dispositions: readonly DispositionKind[]
  readonly acceptance: AcceptanceLaw
  /** UN/ECE Recommendation 20, with the national customs codes as aliases. */
  readonly units: readonly Code[]
  readonly currencies: readonly Code[]
  /** ISO 3166-1 alpha-2, with alpha-3 as alias. */
  readonly countries: readonly Code[]
  readonly documentTypes: readonly Code[]
  readonly licenceTypes: readonly Code[]
  readonly attributes: readonly Code[]
}
