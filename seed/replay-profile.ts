import { hours, minutes } from '../src/kernel/instant.ts'
import type { ReplayProfile } from '../src/watch/replay/public.ts'

const team = (agency: string, size: number): string[] => Array.from({ length: size }, (_, crew) => `${agency}-${String(crew + 1).padStart(2, '0')}`)
const week = [1, 2, 3, 4, 5, 6]

/**
 * How the declarations of a Korean customs file become cases of a Chinese port, and how the agencies there behave in a replay. Every number is
 * an assumption of the simulation, written down in `docs/replay.md`; none is law.
 */
export const koreanImports: ReplayProfile = {
  name: 'kr-declarations',
  seed: 'lianjian',
  enterprisePrefix: 'KR-',
  zone: '+08:00',
  // The file names no currency; customs values there are in won.
  currency: 'KRW',
  // 90 (other) has no counterpart.
  modes: { '10': 'sea', '20': 'rail', '30': 'road', '40': 'air', '50': 'post' },
  grades: [['AA', 0.05], ['A', 0.15], ['B', 0.55], ['C', 0.18], ['D', 0.07]],

  port: '380101',
  agencies: [
    { code: 'CIQ', crews: { id: 'CIQ', members: team('CIQ', 10), hours: [8, 18], days: week }, clear: 'CIQ-PASS', found: 'CIQ-PASS', grave: 'CIQ-PASS', findsFraud: false },
    { code: 'CUS', crews: { id: 'CUS', members: team('CUS', 12), hours: [8, 18], days: week }, clear: 'CUS-PASS', found: 'CUS-CLASSIFY', grave: 'CUS-DETAIN', findsFraud: true },
  ],
  rules: [
    // Customs looks where the declared value is low for the weight, and at enterprises of low credit.
    { id: 'undervalued', agency: 'CUS', power: 'CUS-GOODS', methods: ['open', 'weigh'], reason: 'Declared value low for the weight', belowValuePerKg: 20, minimumKg: 50, share: 0.3, afterHours: 0.5, withinHours: 24 },
    { id: 'low-credit', agency: 'CUS', power: 'CUS-GOODS', methods: ['scan'], reason: 'Enterprise of low credit', grades: ['C', 'D'], share: 0.2, afterHours: 0.5, withinHours: 24 },
    { id: 'drawn', agency: 'CUS', power: 'CUS-GOODS', methods: ['open'], reason: 'Chosen at random', share: 0.02, afterHours: 1, withinHours: 24 },
    // Quarantine looks at food, plants and wood beyond what assessment wants.
    { id: 'plants', agency: 'CIQ', power: 'CIQ-QUARANTINE', methods: ['open', 'quarantine'], reason: 'Plants and wood', hs: ['06', '07', '08', '10', '12', '44'], share: 0.35, afterHours: 1, withinHours: 36 },
    { id: 'food', agency: 'CIQ', power: 'CIQ-FOOD', methods: ['open', 'sample'], reason: 'Food', hs: ['02', '03', '04', '15', '16', '17', '18', '19', '20', '21', '22'], share: 0.2, afterHours: 1, withinHours: 36 },
    { id: 'goods', agency: 'CIQ', power: 'CIQ-COMMODITY', methods: ['open'], reason: 'Safety of consumer goods', hs: ['39', '61', '62', '84', '85', '95'], share: 0.03, afterHours: 2, withinHours: 36 },
  ],
  site: { id: 'BL-P1', members: Array.from({ length: 14 }, (_, platform) => `platform-${platform + 1}`), hours: [8, 18], days: week },
  equipment: [
    { kind: 'weighbridge', owner: 'CUS', methods: ['weigh'], pieces: { id: 'weighbridges', members: ['BL-WB-1', 'BL-WB-2', 'BL-WB-3', 'BL-WB-4', 'BL-WB-5', 'BL-WB-6'], hours: [8, 18], days: week } },
    { kind: 'large-scanner', owner: 'CUS', methods: ['scan'], pieces: { id: 'scanners', members: ['BL-SC-1', 'BL-SC-2', 'BL-SC-3', 'BL-SC-4', 'BL-SC-5'], hours: [8, 18], days: week } },
  ],
  answer: [minutes(5), minutes(50)],
  judging: [minutes(20), hours(3)],
  inspection: minutes(60),
  noticedInPapers: 0.15,
  declined: 0.04,
  declineReason: 'hazmat isolation',
}
