export { equipment, platformPlans, sites, type EquipmentEntry } from './registers.ts'
export { bookingRoutes } from './booking-routes.ts'
export { openingRoutes } from './opening-routes.ts'
export { portStatus, type PortStatus } from './activate-port.ts'
