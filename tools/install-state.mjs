// Whether node_modules holds what package-lock.json asks for.
import { readFileSync } from 'node:fs'

const root = new URL('../', import.meta.url)

/** Compares the lock file with the one npm leaves in node_modules after an installation; optional packages may be absent. */
export function installIsFresh() {
  const wanted = packagesOf('package-lock.json')
  const present = packagesOf('node_modules/.package-lock.json')
  if (wanted === undefined || present === undefined) return false
  return Object.entries(wanted).every(([place, { version, optional }]) => place === '' || present[place]?.version === version || (optional === true && present[place] === undefined))
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(new URL(file, root), 'utf8')).packages
  } catch {
    return undefined
  }
}
