import type { ObjectKind, Participants } from '../../src/kernel/pack.ts'
import { importReform, jointInspection as validFrom } from './dates.ts'

const goods: readonly ObjectKind[] = ['consignment', 'item', 'container', 'lot']
const articles: readonly ObjectKind[] = ['parcel', 'bag']
const landAndAir: readonly ObjectKind[] = ['train', 'wagon', 'vehicle', 'aircraft']
/** S4(十七): agriculture, forestry, food and drugs, environment are called in where a case needs them. */
const invited = ['MOA', 'FGA', 'FDA', 'MEE']
/** Ports of the Ningbo area: Beilun and the airport Lishe. */
const ningbo = ['380101', '380002']

/** What each agency does aboard, whoever asked for the boarding (联合登临检查). */
const aboard = [
  { agency: 'BPI', power: 'BPI-CONVEYANCE', methods: ['documents', 'board'] },
  { agency: 'CUS', power: 'CUS-CONVEYANCE', methods: ['documents', 'board'] },
  { agency: 'CIQ', power: 'CIQ-HEALTH', methods: ['documents', 'board', 'quarantine'] },
  { agency: 'MSA', power: 'MSA-VESSEL', methods: ['documents', 'board'] },
] as const satisfies Participants['duties']

export const participants: readonly Participants[] = [
  ...goods.map(
    (objectKind): Participants => ({
      objectKind, required: ['CUS', 'CIQ'], optional: [], withLegalBasis: ['BPI', 'MSA'], invited, mechanism: 'goods', clause: 'JI-01', validFrom,
    }),
  ),
  ...articles.map((objectKind): Participants => ({ objectKind, required: ['CUS', 'CIQ'], optional: ['BPI'], invited, mechanism: 'goods', clause: 'JI-02', validFrom })),
  ...landAndAir.map(
    (objectKind): Participants => ({ objectKind, required: ['BPI', 'CUS', 'CIQ'], optional: [], consultation: true, mechanism: 'goods', clause: 'JI-03', validFrom }),
  ),
  { objectKind: 'vessel', required: ['MSA', 'BPI', 'CUS', 'CIQ'], optional: [], consultation: true, duties: aboard, mechanism: 'boarding', clause: 'JI-04', validFrom },
  // S2 六(二) boards aircraft jointly too; S4(五) does not. Where the port is of Ningbo its own rule is the more specific one.
  ...ningbo.map(
    (port): Participants => ({
      objectKind: 'aircraft', port, required: ['BPI', 'CUS', 'CIQ'], optional: [], consultation: true, duties: aboard.filter(({ agency }) => agency !== 'MSA'), mechanism: 'boarding', clause: 'JI-05',
      validFrom: importReform,
    }),
  ),
]
