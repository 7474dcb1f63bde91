import { describe, expect, test } from 'vitest'
import { instant } from '../../../kernel/instant.ts'
import type { Inspection, InspectionState, Task } from './inspection.ts'
import { waitingOn } from './waiting.ts'

const at = (clock: string) => instant(`2018-07-01T${clock}:00+08:00`)
const task = (agency: string, changes: Partial<Task> = {}): Task => ({ agency, directives: [], duties: [{ code: 'open', kind: 'method' }], crew: [], ...changes })
const inspection = (state: InspectionState, tasks: readonly Task[], changes: Partial<Inspection> = {}): Inspection => ({
  ...{ port: '380101', id: 'i1', kind: 'joint', state, declarations: ['d1'], parties: ['E-B'], desk: false, proposedAt: at('07:00'), version: 1, tasks },
  object: { kind: 'container', ref: 'TGHU1234562', key: 'container:TGHU1234562' },
  window: { from: at('08:00'), to: at('20:00') },
  slot: { from: at('14:00'), to: at('15:00') },
  ...changes,
})
const confirmed = { by: 'u1', name: 'u1', at: at('09:00') }
const disposition = { code: 'PASS', effect: 'qualify', by: 'u1', at: at('14:30') } as const
const done = [{ code: 'open', kind: 'method', done: { by: 'u1', agency: 'CUS', at: at('14:10'), outcome: 'ok' } }] as const
const said = (each: Inspection): string[] => waitingOn(each).map(({ agency, act, until }) => `${agency} ${act} ${new Date(until).toISOString().slice(11, 16)}`)

describe('waitingOn', () => {
  test('who has answered is not waited for, who has not is, until the slot begins', () => {
    expect(said(inspection('coordinating', [task('CUS', { confirmed }), task('CIQ')]))).toEqual(['CIQ confirm 06:00'])
  })

  test('without a slot the window ends the wait', () => {
    const { slot: _, ...without } = inspection('proposed', [task('CUS')])
    expect(said(without)).toEqual(['CUS confirm 12:00'])
  })

  test('agreed: everybody has to come; running: the checklist, then the decision, by the end of the slot', () => {
    expect(said(inspection('agreed', [task('CUS', { confirmed }), task('CIQ', { confirmed })]))).toEqual(['CUS start 06:00', 'CIQ start 06:00'])
    expect(said(inspection('started', [task('CUS', { duties: done }), task('CIQ')]))).toEqual(['CUS dispose 07:00', 'CIQ inspect 07:00'])
    expect(said(inspection('started', [task('CUS', { duties: done, disposition }), task('CIQ', { disposition })]))).toEqual(['CIQ inspect 07:00'])
  })

  test('closed without a dispose is waited for, decided is not', () => {
    expect(said(inspection('closed', [task('CUS', { duties: done }), task('CIQ', { duties: done, disposition })]))).toEqual(['CUS dispose 07:00'])
  })

  test('goods that are held or to be treated wait for another decision', () => {
    expect(said(inspection('closed', [task('CUS', { duties: done, disposition: { ...disposition, effect: 'hold' } })]))).toEqual(['CUS dispose 07:00'])
  })

  test('papers are due by the end of the window', () => {
    expect(said(inspection('proposed', [task('CIQ')], { desk: true }))).toEqual(['CIQ judge-papers 12:00'])
  })

  test.each(['declined', 'cancelled', 'superseded'] as const)('nobody is waited for once it is %s', (state) => {
    expect(waitingOn(inspection(state, [task('CUS')]))).toEqual([])
  })
})
