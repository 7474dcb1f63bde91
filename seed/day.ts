import { minutes, plus, toIso, type Instant } from '../src/kernel/instant.ts'
import { chance, containerNumber, imoNumber, pick } from '../src/watch/replay/public.ts'
import type { DemoDay, Stand, Story } from './day-plan.ts'
import { boxesOf, demoSeed, type DeclarationPlan } from './declarations.ts'
import { enterprises, type DemoEnterprise } from './enterprises.ts'
import type { GoodsId } from './goods.ts'
import { hallsDay } from './halls.ts'

const enterprise = (code: string): DemoEnterprise => enterprises.find((one) => one.code === code) as DemoEnterprise
const at = (now: Instant, offset: number): Instant => plus(now, minutes(offset))

/** The day at the three ports, told from `now` backwards: whatever the hour, something has been released, something is under way, something is late. */
export function demoDay(now: Instant): DemoDay {
  const stamp = toIso(now).slice(5, 16).replace(/[-:T]/g, '')
  return [sea(now, `BL${stamp}`), rail(now, `AL${stamp}`), inland(now, `ZZ${stamp}`), hallsDay(now)].reduce((day, part) => ({
    calls: [...day.calls, ...part.calls],
    declarations: [...day.declarations, ...part.declarations],
    directives: [...day.directives, ...part.directives],
    stories: [...day.stories, ...part.stories],
  }))
}

interface Cast {
  readonly name: string
  readonly who: string
  readonly goods: GoodsId
  readonly minutesAgo: number
  readonly stand?: Stand
  readonly boxes?: number
  /** Minutes from now to the beginning of the slot. */
  readonly slot?: number
}

const seaCast: readonly Cast[] = [
  { name: 'S01', who: 'E-AA', goods: 'shirts', minutesAgo: 410 },
  { name: 'S02', who: 'E-A', goods: 'press', minutesAgo: 395 },
  { name: 'S03', who: 'E-C', goods: 'chicken', minutesAgo: 470, stand: 'closed', slot: -330 },
  { name: 'S04', who: '3302964472', goods: 'logs', minutesAgo: 440, stand: 'closed', slot: -270 },
  { name: 'S05', who: 'E-D', goods: 'cars', minutesAgo: 360, stand: 'late', slot: -95 },
  { name: 'S06', who: '3302966738', goods: 'chicken', minutesAgo: 250, stand: 'running', slot: -28 },
  { name: 'S07', who: 'E-C', goods: 'logs', minutesAgo: 190, stand: 'agreed', slot: 75 },
  { name: 'S08', who: 'E-D', goods: 'chicken', minutesAgo: 150, stand: 'agreed', slot: 165 },
  { name: 'S09', who: '3302966738', goods: 'logs', minutesAgo: 65, stand: 'coordinating', slot: 130 },
  { name: 'S10', who: 'E-C', goods: 'benzene', minutesAgo: 120, stand: 'declined', slot: 200 },
  { name: 'S11', who: '3302964472', goods: 'chicken', minutesAgo: 22, stand: 'proposed' },
  { name: 'S12', who: 'E-D', goods: 'wastePaper', minutesAgo: 380, stand: 'refused', slot: -220 },
  { name: 'S13', who: 'E-D', goods: 'logs', minutesAgo: 12, stand: 'proposed' },
  { name: 'S14', who: '3302963445', goods: 'ore', minutesAgo: 300, boxes: 0 },
  { name: 'S15', who: 'E-A', goods: 'cars', minutesAgo: 210, boxes: 3 },
  { name: 'S16', who: '3302966738', goods: 'serum', minutesAgo: 230, stand: 'held', slot: -120 },
  { name: 'S17', who: 'E-B', goods: 'chicken', minutesAgo: 170 },
  { name: 'S18', who: 'E-B', goods: 'shirts', minutesAgo: 90, boxes: 2 },
  { name: 'S19', who: 'E-B', goods: 'formula', minutesAgo: 75 },
  { name: 'S20', who: 'E-A', goods: 'repairParts', minutesAgo: 140 },
]

function sea(now: Instant, prefix: string): DemoDay {
  const vessels = ['Ever Harbour', 'Ningbo Star', 'Pacific Loom', 'Nordwind'].map((name, n) => ({ ref: imoNumber(demoSeed, 'call', n), voyage: `${260 + n}W`, arrival: at(now, [-560, -300, -110, 170][n] ?? 0), from: ['Rotterdam', 'Busan', 'Santos', 'Vladivostok'][n] ?? '', name }))
  const declarations: DeclarationPlan[] = seaCast.map((cast, n) => {
    const vessel = vessels[n % 3]
    return {
      key: `${prefix}${cast.name}`, at: at(now, -cast.minutesAgo), port: '380101', enterprise: enterprise(cast.who), goods: cast.goods, mode: 'sea', boxes: cast.boxes ?? 1,
      ...(vessel === undefined ? {} : { conveyance: { kind: 'vessel', ref: vessel.ref, voyage: vessel.voyage } }), arrival: at(now, -cast.minutesAgo - 30),
    }
  })
  const trade = enterprises.filter(({ port, grade }) => port === '380101' && grade !== 'C' && grade !== 'D')
  const ordinary: readonly GoodsId[] = ['shirts', 'press', 'wine', 'chips', 'bearings', 'milk', 'toys', 'machine', 'cars', 'shirts', 'bearings', 'tv']
  const bulk = Array.from({ length: 46 }, (_, n): DeclarationPlan => {
    const what = ordinary[pick(ordinary.length, demoSeed, 'goods', n)] ?? 'shirts'
    const ago = 8 + Math.floor(chance(demoSeed, 'ago', n) * 520)
    return {
      key: `${prefix}N${String(n + 1).padStart(2, '0')}`, at: at(now, -ago), port: '380101', enterprise: trade[pick(trade.length, demoSeed, 'who', n)] ?? enterprise('E-B'), goods: what,
      direction: what === 'tv' ? 'export' : 'import', mode: 'sea', boxes: 1 + pick(3, demoSeed, 'boxes', n), arrival: at(now, -ago - 45),
    }
  })
  const boarded = vessels[1]
  return {
    calls: vessels.slice(0, 3).map((vessel, n) => ({
      ...vessel, at: at(now, [-590, -320, -115][n] ?? 0), port: '380101', kind: 'vessel', site: 'BL-P1',
      containers: [...declarations, ...bulk].filter((_, index) => index % 3 === n).flatMap((plan) => boxesOf(plan)),
    })),
    declarations: [...declarations, ...bulk],
    directives:
      boarded === undefined
        ? []
        : [
            { agency: 'MSA', power: 'MSA-VESSEL', reason: '港口国监督检查' },
            { agency: 'BPI', power: 'BPI-CONVEYANCE', reason: '入境船舶边防检查' },
          ].map((each) => ({ ...each, at: at(now, -280), port: '380101', object: { kind: 'vessel', ref: boarded.ref }, methods: ['board'], window: { from: at(now, -270), to: at(now, 400) } })),
    stories: [...storiesOf(now, seaCast, prefix, 'BL-P1'), ...(boarded === undefined ? [] : [{ about: { ref: boarded.ref, port: '380101' }, stand: 'agreed' as const, slot: { from: at(now, 45), to: at(now, 135) }, site: 'BL-P2', turn: 5 }])],
  }
}

const railCast: readonly Cast[] = [
  { name: 'R01', who: '5101966779', goods: 'cars', minutesAgo: 235, boxes: 8 },
  { name: 'R02', who: '6501965668', goods: 'cotton', minutesAgo: 230, boxes: 6 },
  { name: 'R03', who: '6501964557', goods: 'logs', minutesAgo: 228, boxes: 1, stand: 'running', slot: -35 },
  { name: 'R04', who: '6508962335', goods: 'sunflowerOil', minutesAgo: 220, boxes: 5 },
  { name: 'R05', who: '5001967880', goods: 'machine', minutesAgo: 215, boxes: 3 },
  { name: 'R06', who: '6501963446', goods: 'bearings', minutesAgo: 205, boxes: 2 },
  { name: 'R07', who: '6501964557', goods: 'chicken', minutesAgo: 200, boxes: 1, stand: 'agreed', slot: 60 },
  { name: 'R08', who: '6508961224', goods: 'benzene', minutesAgo: 190, boxes: 4 },
  { name: 'R09', who: '3205968991', goods: 'machine', minutesAgo: 180, boxes: 2 },
  { name: 'R10', who: '5101966779', goods: 'toys', minutesAgo: 150, boxes: 3 },
  { name: 'R11', who: '6508960113', goods: 'milk', minutesAgo: 140, boxes: 3 },
  { name: 'R12', who: '6501964557', goods: 'logs', minutesAgo: 30, boxes: 1, stand: 'proposed' },
  { name: 'R13', who: '6508961224', goods: 'wine', minutesAgo: 110, boxes: 2 },
]

/** Train X8044 with its 41 containers (SW-05): three agencies look at the train, its goods go on to their destinations. */
function rail(now: Instant, prefix: string): DemoDay {
  const arrival = at(now, -160)
  const train = { kind: 'train' as const, ref: 'X8044' }
  let taken = 0
  const boxes = Array.from({ length: 41 }, (_, n) => containerNumber(demoSeed, prefix, 'X8044', n))
  const declarations = railCast.map((cast, n): DeclarationPlan => {
    const count = cast.boxes ?? 1
    const containers = boxes.slice(taken, (taken += count))
    return {
      key: `${prefix}${cast.name}`, at: at(now, -cast.minutesAgo), port: '650302', enterprise: enterprise(cast.who), goods: cast.goods, mode: 'rail', boxes: count, containers, conveyance: train, arrival,
      ...(n % 3 === 0 ? { destination: '410001' } : {}),
    }
  })
  return {
    calls: [{ ...train, at: at(now, -240), port: '650302', voyage: 'X8044', arrival, from: 'Duisburg', containers: boxes, site: 'ALS-R1' }],
    declarations,
    directives: [
      { agency: 'BPI', power: 'BPI-CONVEYANCE', methods: ['board'], reason: '入境列车边防检查', minutesAgo: 175 },
      { agency: 'CUS', power: 'CUS-CONVEYANCE', methods: ['scan', 'radiation'], reason: '列车机检与辐射监测', minutesAgo: 172 },
      { agency: 'CIQ', power: 'CIQ-HEALTH', methods: ['radiation', 'quarantine'], reason: '入境列车检疫(RC-02)', minutesAgo: 168 },
    ].map(({ minutesAgo, ...each }) => ({ ...each, at: at(now, -minutesAgo), port: '650302', object: train, window: { from: arrival, to: plus(arrival, minutes(300)) } })),
    stories: [...storiesOf(now, railCast, prefix, 'ALS-R1'), { about: { ref: 'X8044', port: '650302' }, stand: 'closed', slot: { from: at(now, -150), to: at(now, -70) }, site: 'ALS-R1', turn: 0 }],
  }
}

const inlandCast: readonly Cast[] = [
  { name: 'Z01', who: '4101962337', goods: 'chips', minutesAgo: 330 },
  { name: 'Z02', who: '4101963448', goods: 'bearings', minutesAgo: 310 },
  { name: 'Z03', who: '4101966771', goods: 'chicken', minutesAgo: 290, stand: 'closed', slot: -190 },
  { name: 'Z04', who: '4101964559', goods: 'cars', minutesAgo: 240, boxes: 2 },
  { name: 'Z05', who: '4101961226', goods: 'chicken', minutesAgo: 200 },
  { name: 'Z06', who: '4101966771', goods: 'logs', minutesAgo: 45, stand: 'coordinating', slot: 110 },
  { name: 'Z07', who: '4101960115', goods: 'toys', minutesAgo: 130 },
  { name: 'Z08', who: '4101965660', goods: 'serum', minutesAgo: 95 },
  { name: 'Z09', who: '4101966771', goods: 'benzene', minutesAgo: 18, stand: 'proposed' },
  { name: 'Z10', who: '4101963448', goods: 'machine', minutesAgo: 60 },
]

function inland(now: Instant, prefix: string): DemoDay {
  const declarations = inlandCast.map((cast): DeclarationPlan => ({ key: `${prefix}${cast.name}`, at: at(now, -cast.minutesAgo), port: '410001', enterprise: enterprise(cast.who), goods: cast.goods, mode: 'rail', boxes: cast.boxes ?? 1, arrival: at(now, -cast.minutesAgo - 60) }))
  const asked = `${prefix}Z02`
  return {
    calls: [],
    declarations,
    directives: [{ at: at(now, -300), port: '410001', agency: 'CUS', object: { kind: 'consignment', key: asked }, methods: ['weigh'], power: 'CUS-GOODS', reason: '申报重量异常', window: { from: at(now, -300), to: at(now, 600) } }],
    stories: storiesOf(now, inlandCast, prefix, 'ZZ-HUB'),
  }
}

function storiesOf(now: Instant, cast: readonly Cast[], prefix: string, site: string): Story[] {
  return cast.flatMap(({ name, stand, slot }, turn) =>
    stand === undefined || stand === 'proposed' ? [] : [{ about: { key: `${prefix}${name}` }, stand, slot: { from: at(now, slot ?? 60), to: at(now, (slot ?? 60) + 60) }, site, turn }],
  )
}
