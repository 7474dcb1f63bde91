import type { Pack } from '../../src/kernel/pack.ts'
import { acceptance, acceptanceParameters } from './acceptance.ts'
import { agencies } from './agencies.ts'
import { categories, displayModes, goodsCategory, policies, repairModes } from './categories.ts'
import { checks } from './checks.table.ts'
import { attributes, currencies, documentTypes, licenceTypes, units } from './code-lists.ts'
import { collisionRules } from './collision-rules.ts'
import { combinedRisk } from './combined-risk.table.ts'
import { countries } from './countries.ts'
import { creditGrades, defaultCreditGrade } from './credit-grades.ts'
import { credit, creditParameters } from './credit.ts'
import { dispositions } from './dispositions.ts'
import { documentRequirements } from './document-requirements.ts'
import { drawnInspections } from './drawn-inspections.ts'
import { entitlements } from './entitlements.ts'
import { goodsRisk } from './goods-risk.table.ts'
import { conformityMeasures, measures } from './measures.ts'
import { methodConflicts, methods } from './methods.ts'
import { parameters } from './parameters.ts'
import { participants } from './participants.ts'
import { ports } from './ports.ts'
import { clauses } from './clauses.ts'
import { powers } from './powers.ts'
import { readiness } from './readiness.ts'
import { releaseMode } from './release-mode.table.ts'
import { releaseModes } from './release-modes.ts'
import { riskParameters } from './risk.ts'
import { riskLevels } from './risk-levels.ts'
import { rollOut } from './roll-out.ts'
import { safetyFloor } from './safety-floor.table.ts'
import { tariff } from './tariff.ts'
import { warningLevel } from './warning-level.table.ts'

/** The policy pack of China (国质检通〔2017〕261号, 262号, 甬检通[2015]204号, 国质检通〔2016〕408号, 署改发〔2018〕40号). */
export const cn: Pack = {
  code: 'cn',
  name: { zh: '中国', en: 'China' },
  agencies,
  ports,
  creditGrades,
  defaultCreditGrade,
  credit,
  riskLevels,
  releaseModes,
  parameters: [...parameters, ...acceptanceParameters, ...riskParameters, ...creditParameters],
  participants,
  entitlements,
  powers,
  clauses,
  drawnInspections,
  collisionRules,
  readiness,
  rollOut,
  tables: [goodsRisk, combinedRisk, goodsCategory, releaseMode, repairModes, displayModes, safetyFloor, checks, conformityMeasures, warningLevel],
  fallbackCheck: { agency: 'CUS', methods: ['documents'], power: 'CUS-GOODS', clause: 'RR-22' },
  measures,
  registrations: [],
  categories,
  policies,
  documentRequirements,
  tariff,
  methods,
  methodConflicts,
  dispositions,
  acceptance,
  units,
  currencies,
  countries,
  documentTypes,
  licenceTypes,
  attributes,
}
