import { expect, test } from 'vitest'
import { cn } from '../../../packs/cn/pack.ts'
import { instant } from '../../kernel/instant.ts'
import { referenceView, ReferenceView } from './reference-view.ts'

test('the view is what its schema says and carries nothing but names', () => {
  const view = referenceView(cn, instant('2026-03-01T00:00:00Z'))
  expect(ReferenceView.parse(view)).toEqual(view)
  expect(view.agencies.map((agency) => agency.code)).toEqual(cn.agencies.map((agency) => agency.code))
  expect(view.ports.find((port) => port.code === '380101')?.timeZone).toBe('Asia/Shanghai')
})

test('GV-12: an entry that is no longer, or not yet, in force is not offered', () => {
  const [first] = cn.units
  if (first === undefined) throw new Error('the pack has units')
  const ended = { ...first, code: 'OLD', validTo: instant('2018-01-01T00:00:00Z') }
  const future = { ...first, code: 'NEW', validFrom: instant('2099-01-01T00:00:00Z') }
  const view = referenceView({ ...cn, units: [ended, future, first] }, instant('2026-03-01T00:00:00Z'))
  expect(view.units.map((unit) => unit.code)).toEqual([first.code])
})
