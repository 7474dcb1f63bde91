import type { Method, MethodConflict, MethodRule, ObjectKind, WorkStage } from '../../src/kernel/pack.ts'
import { jointInspection as validFrom } from './dates.ts'

const goods: readonly ObjectKind[] = ['consignment', 'item', 'container', 'lot', 'parcel', 'bag']
const conveyances: readonly ObjectKind[] = ['vessel', 'train', 'wagon', 'vehicle', 'aircraft']
const everything: readonly ObjectKind[] = [...goods, ...conveyances]

interface Sketch {
  readonly zh: string
  readonly en: string
  readonly objectKinds: readonly ObjectKind[]
  readonly shared: boolean
  readonly desk?: true
  readonly equipment?: readonly string[]
  readonly waivedByImage?: readonly ObjectKind[]
  readonly turn: number
  readonly stage?: WorkStage
  readonly measured?: true
  readonly speciality?: true
  readonly clause: string
}

const sketches = {
  documents: { zh: '审核单证', en: 'Check documents', objectKinds: everything, shared: false, desk: true, turn: 1, clause: 'JI-09' },
  open: { zh: '开箱检查', en: 'Open and examine', objectKinds: [...goods, 'wagon', 'vehicle'], shared: true, waivedByImage: ['parcel', 'bag'], turn: 6, stage: 'inside', clause: 'JI-10' },
  weigh: { zh: '称重', en: 'Weigh', objectKinds: [...goods, 'wagon', 'vehicle'], shared: true, equipment: ['weighbridge'], turn: 4, measured: true, clause: 'JI-11' },
  scan: { zh: '过机检查', en: 'Scan', objectKinds: [...goods, 'train', 'wagon', 'vehicle'], shared: true, equipment: ['large-scanner', 'small-xray'], turn: 3, measured: true, clause: 'JI-11' },
  radiation: { zh: '核辐射监测', en: 'Radiation monitoring', objectKinds: everything, shared: true, speciality: true, equipment: ['radiation-detector'], turn: 2, measured: true, clause: 'RC-03' },
  quarantine: { zh: '检疫查验', en: 'Quarantine examination', objectKinds: everything, shared: false, speciality: true, turn: 7, stage: 'inside', clause: 'JI-09' },
  treatment: { zh: '检疫处理', en: 'Quarantine treatment', objectKinds: everything, shared: false, speciality: true, equipment: ['fumigation'], turn: 9, stage: 'inside', clause: 'RC-03' },
  sample: { zh: '抽样', en: 'Take samples', objectKinds: goods, shared: false, turn: 8, stage: 'inside', clause: 'RR-05' },
  board: { zh: '登临检查', en: 'Board', objectKinds: conveyances, shared: true, turn: 5, stage: 'inside', clause: 'JI-04' },
  seal: { zh: '施加封志', en: 'Seal', objectKinds: everything, shared: true, turn: 10, stage: 'shut', clause: 'JI-09' },
} as const satisfies Record<Method, Sketch>

// In the order of the work: radiation before anybody comes close, the treatment after what it would change.
export const methods: readonly MethodRule[] = (Object.entries(sketches) as [Method, Sketch][]).map(([method, sketch]): MethodRule => ({
  method,
  name: { zh: sketch.zh, en: sketch.en },
  objectKinds: sketch.objectKinds,
  shared: sketch.shared,
  desk: sketch.desk === true,
  ...(sketch.equipment === undefined ? {} : { equipment: sketch.equipment }),
  turn: sketch.turn,
  ...(sketch.stage === undefined ? {} : { stage: sketch.stage }),
  ...(sketch.measured === undefined ? {} : { measured: true }),
  ...(sketch.waivedByImage === undefined ? {} : { waivedByImage: sketch.waivedByImage }),
  ...(sketch.speciality === undefined ? {} : { speciality: true }),
  clause: sketch.clause,
  validFrom,
}))

export const methodConflicts: readonly MethodConflict[] = [
  { methods: ['treatment', 'open'], reason: { zh: '熏蒸处理期间不得开箱作业', en: 'Nobody works in an open container while it is treated' }, clause: 'JI-09', validFrom },
  {
    methods: ['treatment', 'sample'], reason: { zh: '处理后取样不能代表原状', en: 'A sample taken after treatment does not show the goods as they came' },
    clause: 'JI-09', validFrom,
  },
]
