export { officers, type OfficerEntry } from './officers.ts'
export { mayBeAssigned } from './domain/may-be-assigned.ts'
