import type { ObjectKind } from '../kernel/pack.ts'

/** The kind of object a key is about: keys are `kind:name`. */
export const kindOfKey = (key: string): ObjectKind => key.slice(0, key.indexOf(':')) as ObjectKind

/** What goods lie in, and what is opened, weighed or scanned where they are named by their declaration: a container, or the parcel they are declared under. */
export const isHolder = (kind: ObjectKind): boolean => kind === 'container' || kind === 'parcel'

/** The name people use for a key: a container's number, a declaration's number (`numbers`, by declaration id), a vessel's IMO number. */
export function nameOfKey(key: string, numbers: ReadonlyMap<string, string>): string {
  const name = key.slice(key.indexOf(':') + 1)
  const kind = kindOfKey(key)
  if (kind === 'consignment') return numbers.get(name) ?? name
  if (kind === 'item') {
    const [declaration = '', line = ''] = name.split('/')
    return `${numbers.get(declaration) ?? declaration}/${line}`
  }
  return name.replace(/#\d+$/, '')
}
