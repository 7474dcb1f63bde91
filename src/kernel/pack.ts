import type { Instant, Milliseconds } from './instant.ts'
import type { Bilingual } from './refusal.ts'

/** Every entry of a policy pack says what it rests on and when it holds (GV-12). */
export interface Entry {
  /** A row of the requirements (`DC-05`) or a law. */
  readonly clause: string
  readonly validFrom: Instant
  readonly validTo?: Instant
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

export type ObjectKind = 'consignment' | 'item' | 'container' | 'lot' | 'parcel' | 'bag' | 'vessel' | 'train' | 'vehicle' | 'aircraft'
export type Method = 'documents' | 'open' | 'weigh' | 'scan' | 'radiation' | 'quarantine' | 'treatment' | 'sample' | 'board' | 'seal'

/** Who takes part in inspecting a kind of object at a port (JI-01…JI-05). */
export interface Participants extends Entry {
  readonly objectKind: ObjectKind
  /** Absent: every port. */
  readonly port?: string
  readonly required: readonly string[]
  readonly optional: readonly string[]
  /** Vessels use a boarding of their own instead of goods matching (JI-04). */
  readonly mechanism: 'goods' | 'boarding'
}

/** A legal power an agency may rest a directive on (权力清单, GV-07). */
export interface Power extends Entry {
  readonly code: string
  readonly agency: string
  readonly methods: readonly Method[]
  readonly name: Bilingual
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
