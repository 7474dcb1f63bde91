import { containerCheckDigit } from '../../../kernel/container-number.ts'
import { hash, pick } from './chance.ts'

type About = readonly (string | number)[]

const owners = ['RPLU', 'LJCU', 'HJSU', 'TGRU', 'KMLU', 'SNTU', 'YMNU', 'OBLU']

/** A container number with a right check digit (ISO 6346). Serials whose remainder is 10 are passed over, as the standard advises. */
export function containerNumber(seed: string, ...about: About): string {
  for (let attempt = 0; ; attempt++) {
    const at = hash(seed, 'container', attempt, ...about)
    const ten = (owners[at % owners.length] ?? 'RPLU') + String(Math.floor(at / owners.length) % 1_000_000).padStart(6, '0')
    const digit = containerCheckDigit(ten)
    if (digit !== 0) return ten + digit
  }
}

/** A ship's IMO number with a right check digit. */
export function imoNumber(seed: string, ...about: About): string {
  const six = String(900_000 + pick(100_000, seed, 'vessel', ...about))
  let sum = 0
  for (let i = 0; i < 6; i++) sum += Number(six.charAt(i)) * (7 - i)
  return `${six}${sum % 10}`
}

/** A train number of the form `X8123`. */
export function trainNumber(seed: string, ...about: About): string {
  return `X8${String(pick(1000, seed, 'train', ...about)).padStart(3, '0')}`
}

/** A flight number of an airline that does not exist. */
export function flightNumber(seed: string, ...about: About): string {
  return `LJ${100 + pick(900, seed, 'flight', ...about)}`
}

/** A plate of a road vehicle. */
export function plateNumber(seed: string, ...about: About): string {
  return `LJ${String(pick(100_000, seed, 'plate', ...about)).padStart(5, '0')}`
}
