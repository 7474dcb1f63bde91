import { minutes, plus, type Instant } from '../src/kernel/instant.ts'
import type { DemoDay, DirectivePlan, Stand } from './day-plan.ts'

/** A place where agencies look together at something that is not a consignment: the same mechanism, another hall. */
interface HallCast {
  readonly port: string
  readonly site: string
  readonly kind: 'bag' | 'parcel' | 'vehicle' | 'aircraft'
  readonly ref: string
  readonly wants: readonly { readonly agency: string; readonly power: string; readonly methods: readonly string[]; readonly checks?: readonly string[]; readonly reason: string }[]
  readonly stand: Stand
  /** Minutes from now to the beginning of the slot. */
  readonly slot: number
  /** Whose turn it is: officers nobody else has sent somewhere at that hour. */
  readonly turn: number
  /** The scanner's picture is before both parties: read by one, by both, or not yet. */
  readonly picture?: 'unread' | 'read-by-one' | 'read-by-both'
}

const casts: readonly HallCast[] = [
  // Passenger hall: one machine, two screens; verdicts wait for each other.
  {
    port: '380101', site: 'BL-PAX', kind: 'bag', ref: 'BAG-7', stand: 'running', slot: -12, turn: 0, picture: 'read-by-one',
    wants: [
      { agency: 'CUS', power: 'CUS-GOODS', methods: ['scan', 'open'], checks: ['未申报物品'], reason: '旅客行李机检可疑' },
      { agency: 'CIQ', power: 'CIQ-QUARANTINE', methods: ['open', 'quarantine'], checks: ['植物及其产品'], reason: '疑似携带水果' },
    ],
  },
  {
    port: '380101', site: 'BL-PAX', kind: 'bag', ref: 'BAG-8', stand: 'running', slot: -6, turn: 1, picture: 'read-by-both',
    wants: [
      { agency: 'CUS', power: 'CUS-GOODS', methods: ['scan', 'open'], reason: '旅客行李机检可疑' },
      { agency: 'CIQ', power: 'CIQ-QUARANTINE', methods: ['open', 'quarantine'], reason: '疑似携带肉制品' },
    ],
  },
  // Parcel line: a check that both list is still to be settled.
  {
    port: '380101', site: 'BL-POST', kind: 'parcel', ref: 'EE600123458CN', stand: 'running', slot: -9, turn: 2, picture: 'unread',
    wants: [
      { agency: 'CUS', power: 'CUS-GOODS', methods: ['scan', 'open'], checks: ['数量', '价格'], reason: '邮件申报品名笼统' },
      { agency: 'CIQ', power: 'CIQ-QUARANTINE', methods: ['open', 'quarantine'], checks: ['数量', '种子'], reason: '疑似种子' },
    ],
  },
  // Road lane and airport: three agencies, agreed for later.
  {
    port: '650302', site: 'ALS-LANE', kind: 'vehicle', ref: '新G-A6012', stand: 'agreed', slot: 50, turn: 1,
    wants: [
      { agency: 'BPI', power: 'BPI-CONVEYANCE', methods: ['board'], reason: '入境车辆边防检查' },
      { agency: 'CUS', power: 'CUS-CONVEYANCE', methods: ['scan', 'radiation'], reason: '车体机检与辐射监测' },
      { agency: 'CIQ', power: 'CIQ-HEALTH', methods: ['quarantine'], reason: '车辆卫生检疫' },
    ],
  },
  {
    port: '410001', site: 'ZZ-AIR', kind: 'aircraft', ref: 'CX3271', stand: 'coordinating', slot: 80, turn: 3,
    wants: [
      { agency: 'BPI', power: 'BPI-CONVEYANCE', methods: ['board'], reason: '入境航空器边防检查' },
      { agency: 'CUS', power: 'CUS-CONVEYANCE', methods: ['board', 'radiation'], reason: '货机监管' },
      { agency: 'CIQ', power: 'CIQ-HEALTH', methods: ['board', 'quarantine'], reason: '航空器卫生检疫' },
    ],
  },
]

/** What is looked at in the passenger hall, on the parcel line, in the road lane and at the airport; rail yard and berth have trains and vessels of their own. */
export function hallsDay(now: Instant): DemoDay {
  const window = { from: plus(now, -minutes(60)), to: plus(now, minutes(240)) }
  return {
    calls: [],
    declarations: [],
    directives: casts.flatMap(({ port, kind, ref, wants }, n) => wants.map((wish, i): DirectivePlan => ({ ...wish, at: plus(now, -minutes(48 - n - i)), port, object: { kind, ref }, window }))),
    stories: casts.map(({ port, ref, stand, slot, site, turn }) => ({ about: { ref, port }, stand, slot: { from: plus(now, minutes(slot)), to: plus(now, minutes(slot + 40)) }, site, turn, ...(stand === 'running' ? { shut: true } : {}) })),
  }
}

/** The pictures of the scanners, and who has read them. */
export const hallPictures = casts.flatMap(({ port, kind, ref, turn, picture }, n) => (picture === undefined ? [] : [{ port, kind, ref, seed: n + 3, turn, picture }]))
