import { instant } from '../../src/kernel/instant.ts'

/** Law that held before the first of the five documents. */
export const beforeReform = instant('2009-06-01T00:00:00+08:00')
/** 甬检通[2015]204号: credit × risk, release modes, joint boarding at Ningbo (S2). */
export const importReform = instant('2015-10-10T00:00:00+08:00')
/** 国质检通〔2016〕408号: the rail corridor (S3). */
export const railPlan = instant('2016-08-11T00:00:00+08:00')
/** 国质检通〔2017〕261号: support of the free-trade zones, safety floor (S0). */
export const zoneSupport = instant('2017-06-06T00:00:00+08:00')
/** 署改发〔2018〕40号: one-time joint inspection (S4). */
export const jointInspection = instant('2018-03-05T00:00:00+08:00')
/** The day from which express and e-commerce are taken to be ready for joint inspection (EC-01): a default, for no document names one. */
export const channelsReady = instant('2018-10-01T00:00:00+08:00')
