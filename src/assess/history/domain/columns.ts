import { invariant, must } from '../../../kernel/invariant.ts'

/** A column of texts: each row holds the number of its text in the dictionary; a text that is not known is `null` there. */
export interface CodeColumn {
  readonly codes: Uint8Array | Uint16Array | Uint32Array
  readonly dictionary: readonly (string | null)[]
}

/** What is encoded under one name. */
export type PlainColumn = { readonly texts: readonly (string | undefined)[] } | { readonly numbers: readonly (number | undefined)[] }

type Form = 'u8' | 'u16' | 'u32' | 'f64'

interface Described {
  readonly name: string
  readonly form: Form
  readonly offset: number
  readonly length: number
  readonly dictionary?: readonly (string | null)[]
  /** Numbers are stored as `(value - base) × scale` in whole numbers where that loses nothing. */
  readonly base?: number
  readonly scale?: number
}

type Stored = Uint8Array | Uint16Array | Uint32Array | Float64Array

const formOf = (largest: number): Form => (largest < 0xff ? 'u8' : largest < 0xffff ? 'u16' : largest < 0xffffffff ? 'u32' : 'f64')
const missing: Readonly<Record<Form, number>> = { u8: 0xff, u16: 0xffff, u32: 0xffffffff, f64: Number.NaN }

function storedOf(form: Form, values: ArrayLike<number>): Stored {
  if (form === 'u8') return Uint8Array.from(values)
  if (form === 'u16') return Uint16Array.from(values)
  return form === 'u32' ? Uint32Array.from(values) : Float64Array.from(values)
}

function viewOf(form: Form, buffer: ArrayBuffer, offset: number, length: number): Stored {
  if (form === 'u8') return new Uint8Array(buffer, offset, length)
  if (form === 'u16') return new Uint16Array(buffer, offset, length)
  return form === 'u32' ? new Uint32Array(buffer, offset, length) : new Float64Array(buffer, offset, length)
}

function encodeTexts(texts: readonly (string | undefined)[]): Omit<Described, 'name' | 'offset' | 'length'> & { readonly data: Stored } {
  const numbers = new Map<string | null, number>()
  const codes = texts.map((text) => {
    const key = text ?? null
    let number = numbers.get(key)
    if (number === undefined) numbers.set(key, (number = numbers.size))
    return number
  })
  const form = formOf(numbers.size)
  return { form, dictionary: [...numbers.keys()], data: storedOf(form, codes) }
}

function encodeNumbers(numbers: readonly (number | undefined)[]): Omit<Described, 'name' | 'offset' | 'length'> & { readonly data: Stored } {
  let base = Infinity
  let largest = -Infinity
  for (const value of numbers) {
    if (value === undefined) continue
    if (value < base) base = value
    if (value > largest) largest = value
  }
  if (base === Infinity) return { form: 'u8', base: 0, scale: 1, data: storedOf('u8', numbers.map(() => missing.u8)) }
  if (!Number.isInteger(base) || base > 0) base = Number.isInteger(base) && Number.isInteger(largest) ? base : 0
  for (const scale of [1, 10, 100, 1000]) {
    const form = formOf(Math.round((largest - base) * scale))
    if (form === 'f64' || base < 0) break
    // Exact or not at all: what is read back must be what was said, to the last bit.
    if (!numbers.every((value) => value === undefined || Math.round((value - base) * scale) / scale + base === value)) continue
    return { form, base, scale, data: storedOf(form, numbers.map((value) => (value === undefined ? missing[form] : Math.round((value - base) * scale)))) }
  }
  return { form: 'f64', base: 0, scale: 1, data: storedOf('f64', numbers.map((value) => value ?? Number.NaN)) }
}

const padded = (length: number): number => Math.ceil(length / 8) * 8

/** Writes columns into one piece: a header that says where each lies and how it is to be read, then their bytes, each beginning at a multiple of eight. */
export function encodeColumns(columns: Readonly<Record<string, PlainColumn>>, encodeText: (text: string) => Uint8Array): Uint8Array {
  let offset = 0
  const parts = Object.entries(columns).map(([name, column]) => {
    const { data, ...how } = 'texts' in column ? encodeTexts(column.texts) : encodeNumbers(column.numbers)
    const described: Described = { name, ...how, offset, length: data.length }
    offset += padded(data.byteLength)
    return { described, data }
  })
  const header = encodeText(JSON.stringify(parts.map(({ described }) => described)))
  const begin = padded(8 + header.length)
  const whole = new Uint8Array(begin + offset)
  new DataView(whole.buffer).setUint32(0, header.length, true)
  whole.set(header, 8)
  for (const { described, data } of parts) whole.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), begin + described.offset)
  return whole
}

/** The columns of a piece that `encodeColumns` wrote. Nothing is copied: they are views of the piece, which must begin at a multiple of eight. */
export interface Columns {
  code(name: string): CodeColumn
  /** The number in a row; undefined: not known. */
  numberAt(name: string): (row: number) => number | undefined
  length(name: string): number
}

/** Reads what `encodeColumns` wrote; as new columns join, an older piece simply does not have them, and asking for one is a bug. */
export function decodeColumns(buffer: ArrayBuffer, decodeText: (bytes: Uint8Array) => string): Columns {
  const headerLength = new DataView(buffer).getUint32(0, true)
  const described = JSON.parse(decodeText(new Uint8Array(buffer, 8, headerLength))) as readonly Described[]
  const begin = padded(8 + headerLength)
  const find = (name: string): Described => must(described.find((one) => one.name === name), `column ${name} of a block`)
  const view = ({ form, offset, length }: Described): Stored => viewOf(form, buffer, begin + offset, length)
  return {
    code(name) {
      const column = find(name)
      const codes = view(column)
      invariant(!(codes instanceof Float64Array) && column.dictionary !== undefined, `column ${name} holds texts`)
      return { codes, dictionary: column.dictionary }
    },
    numberAt(name) {
      const column = find(name)
      const data = view(column)
      const { form, base = 0, scale = 1 } = column
      const none = missing[form]
      if (form === 'f64') return (row) => (Number.isNaN(data[row]) ? undefined : data[row])
      return (row) => (data[row] === none ? undefined : (data[row] as number) / scale + base)
    },
    length: (name) => find(name).length,
  }
}

