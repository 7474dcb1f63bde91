import { days } from '../../src/kernel/instant.ts'
import type { Pack } from '../../src/kernel/pack.ts'
import { agencies, clauses, dispositions, entitlements, methodConflicts, methods, participants, powers } from './authorities.ts'
import { credit } from './credit.ts'
import { before, jointExamination as validFrom } from './dates.ts'
import { attributes, countries, currencies, documentTypes, licenceTypes, units } from './lists.ts'
import { parameters } from './parameters.ts'
import { creditGrades, releaseModes, riskLevels, tables } from './tables.ts'

/** The policy pack of one port of the United Kingdom: four authorities examine imported goods at Felixstowe. */
export const gb: Pack = {
  code: 'gb',
  name: { zh: '英国', en: 'United Kingdom' },
  agencies,
  ports: [{ code: 'GBFXT', name: { zh: '费利克斯托港', en: 'Felixstowe' }, kind: 'sea', timeZone: 'Europe/London', clause: 'JI-05', validFrom: before }],
  creditGrades,
  defaultCreditGrade: 'standard',
  credit,
  riskLevels,
  releaseModes,
  parameters,
  participants,
  entitlements,
  powers,
  clauses,
  drawnInspections: [{ agency: 'PHA', methods: ['open'], power: 'PHA-FOOD', clause: 'DR-01', validFrom }],
  // Containers wait at the quay: examinations wanted within thirty days of each other are one.
  collisionRules: [{ id: 'port-stay', version: 1, window: days(30), clause: 'DC-05', validFrom: before }],
  readiness: [],
  rollOut: [{ on: true, clause: 'JI-25', validFrom }],
  tables,
  fallbackCheck: { agency: 'PHA', methods: ['documents'], power: 'PHA-FOOD', clause: 'RR-22' },
  measures: [],
  registrations: [],
  categories: [],
  policies: [],
  documentRequirements: [
    {
      id: 'PHSI-PHYTOSANITARY', agency: 'PHSI', when: { direction: { op: 'equals', value: 'import' }, hs: { op: 'prefix', values: ['06'] } }, needs: { kind: 'document', types: ['N851'] },
      name: { zh: '植物检疫证书', en: 'Phytosanitary certificate' }, clause: 'SW-02', validFrom: before,
    },
  ],
  tariff: [
    { hs: '02', name: { zh: '肉类', en: 'Meat' }, units: ['KGM', 'TNE'], conditions: [], importCategories: [], exportCategories: [], clause: 'SW-02', validFrom: before },
    { hs: '0702', name: { zh: '番茄', en: 'Tomatoes' }, units: ['KGM', 'TNE'], conditions: [], importCategories: [], exportCategories: [], clause: 'SW-02', validFrom: before },
  ],
  methods,
  methodConflicts,
  dispositions,
  acceptance: { country: 'GB', fields: [], registrationAgency: 'PHA', registrationScheme: 'export-food-producers', bodyLicence: { type: 'L001', clause: 'TP-08', validFrom: before }, registrationEvidence: [] },
  units,
  currencies,
  countries,
  documentTypes,
  licenceTypes,
  attributes,
}
