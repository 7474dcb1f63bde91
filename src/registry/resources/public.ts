export { equipment, platformPlans, sites, type EquipmentEntry } from './registers.ts'
