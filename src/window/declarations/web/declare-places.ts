import { pointerPath } from '../../../web/api/problem.ts'
import type zh from '../../../../locales/zh/web.json'

type Field = keyof (typeof zh)['ui']['field']
type Line = 'itemN' | 'containerN' | 'documentN' | 'licenceN'
type Path = readonly (string | number)[]

const lines: Readonly<Record<string, Line>> = { items: 'itemN', containers: 'containerN', documents: 'documentN', licences: 'licenceN' }

/** Members of an element that the form calls something else than the record does, or that are several fields there. */
const fields: Readonly<Record<string, Field>> = {
  'conveyance': 'conveyanceKind',
  'conveyance/kind': 'conveyanceKind',
  'conveyance/ref': 'conveyanceRef',
  'conveyance/voyage': 'voyage',
  'containers/type': 'containerType',
  'items/quantity': 'quantityValue',
  'items/quantity/value': 'quantityValue',
  'items/quantity/unit': 'quantityUnit',
  'items/value': 'valueAmount',
  'items/value/amount': 'valueAmount',
  'items/value/currency': 'valueCurrency',
  'items/containers': 'itemContainers',
  'items/licences/type': 'licenceType',
  'items/licences/number': 'licenceNumber',
  'items/licences/line': 'licenceLine',
  'documents/type': 'documentType',
  'documents/number': 'documentNumber',
}

const own = ['port', 'direction', 'mode', 'reference', 'declarant', 'consignee', 'consignor', 'transportDocument', 'arrival', 'destination', 'hs', 'ciq', 'description', 'origin', 'netWeightKg', 'attributes', 'producer', 'lot', 'number', 'load', 'grossWeightKg', 'issuer', 'validTo'] as const

function fieldOf(path: Path): Field | undefined {
  const names = path.filter((part) => typeof part === 'string')
  const last = names.at(-1)
  return fields[names.join('/')] ?? own.find((name) => name === last)
}

/** The field of the form a pointer of the answer leads to: a quantity or a value is refused as a whole, and two fields here. */
export function formPath(pointer: string): (string | number)[] {
  const path = pointerPath(pointer)
  if (path[0] !== 'items' || path.length !== 3) return path
  return path[2] === 'quantity' ? [...path, 'value'] : path[2] === 'value' ? [...path, 'amount'] : path
}

/** What the reader calls the place behind a pointer: the lines it lies in (`itemN` 1) and the field, whatever of it has a name. */
export function placeOf(pointer: string): { readonly lines: readonly { readonly name: Line; readonly n: number }[]; readonly field: Field | undefined } {
  const path = pointerPath(pointer)
  const within = path.flatMap((part, at) => {
    const name = typeof part === 'number' ? lines[String(path[at - 1])] : undefined
    return name === undefined || typeof part !== 'number' ? [] : [{ name, n: part + 1 }]
  })
  const last = path.at(-1)
  return { lines: within, field: typeof last === 'number' || (typeof last === 'string' && within.length === 0 && last in lines) ? undefined : fieldOf(path) }
}
