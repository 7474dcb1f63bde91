import { describe, expect, test } from 'vitest'
import { instant } from '../../../kernel/instant.ts'
import { changeOf, monthsBetween, rateOf } from './months.ts'
import { zonedMonth, zonedMonthStart } from './zoned-month.ts'

describe('months', () => {
  test('RR-21: 9.2 % in June and 6.1 % in December is −3.1 percentage points; empty months say nothing', () => {
    const months = [{ month: '2017-05', batches: 0, inspected: 0 }, { month: '2017-06', batches: 1000, inspected: 92 }, { month: '2017-09', batches: 10, inspected: 9 }, { month: '2017-12', batches: 1000, inspected: 61 }]
    expect(changeOf(months)).toEqual({ from: '2017-06', to: '2017-12', points: -3.1 })
    expect(changeOf(months.slice(0, 2))).toBeUndefined()
    expect(rateOf({ month: '2017-05', batches: 0, inspected: 0 })).toBeUndefined()
  })

  test('months begin by the wall clock of the port, also where the clock is changed', () => {
    expect(zonedMonthStart('2017-06', 'Asia/Shanghai')).toBe(instant('2017-06-01T00:00:00+08:00'))
    expect(zonedMonthStart('2017-04', 'Europe/London')).toBe(instant('2017-04-01T00:00:00+01:00'))
    expect(zonedMonthStart('2017-11', 'Europe/London')).toBe(instant('2017-11-01T00:00:00Z'))
    expect(zonedMonth(instant('2017-05-31T16:00:00Z'), 'Asia/Shanghai')).toBe('2017-06')
    expect(monthsBetween('2017-11', '2018-02', 'UTC').map(({ month }) => month)).toEqual(['2017-11', '2017-12', '2018-01', '2018-02'])
    expect(monthsBetween('2017-01', '2018-02', 'UTC', 2).map(({ month }) => month)).toEqual(['2018-01', '2018-02'])
  })
})
