import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { containerCheckDigit, isContainerNumber } from '../../../kernel/container-number.ts'
import { isImoNumber } from './imo-number.ts'

describe('container numbers', () => {
  test.each(['CSQU3054383', 'TGHU1234567', 'MSKU9070323'])('%s is right', (number) => {
    expect(isContainerNumber(number)).toBe(true)
  })

  test.each(['CSQU3054384', 'TGHU1234568', 'TGHX1234567', 'tghu1234567', 'TGHU123456', 'TGHU 1234567', ''])('%s is wrong', (number) => {
    expect(isContainerNumber(number)).toBe(false)
  })

  const firstTen = fc.tuple(fc.stringMatching(/^[A-Z]{3}[UJZ]$/), fc.stringMatching(/^\d{6}$/)).map(([owner, serial]) => owner + serial)

  test('another digit in one place of the serial number is noticed unless the check digit stands for two remainders', () => {
    fc.assert(
      fc.property(firstTen, fc.nat(5), fc.integer({ min: 1, max: 9 }), (ten, place, change) => {
        const digit = containerCheckDigit(ten)
        const at = 4 + place
        const other = ten.slice(0, at) + ((Number(ten.charAt(at)) + change) % 10) + ten.slice(at + 1)
        expect(isContainerNumber(ten + digit)).toBe(true)
        // Remainder 10 is written as 0, the known weakness of the standard.
        if (digit !== 0) expect(isContainerNumber(other + digit)).toBe(false)
      }),
    )
  })
})

describe('IMO numbers', () => {
  test.each([
    ['9321483', true],
    ['9074729', true],
    ['9321484', false],
    ['932148', false],
    ['IMO9321483', false],
  ])('%s: %s', (number, right) => {
    expect(isImoNumber(number)).toBe(right)
  })
})
