// What is built, and whether it is as new as what it is built from.
import { readdirSync, statSync } from 'node:fs'

const root = new URL('../', import.meta.url)

export const serverEntry = new URL('dist/server/src/apps/cli/main.js', root)
export const sourceEntry = new URL('src/apps/cli/main.ts', root)

const sources = {
  server: ['src/', 'packs/', 'seed/', 'bench/', 'tsconfig.build.json', 'tsconfig.json', 'tsconfig.base.json', 'package-lock.json'],
  web: ['src/', 'locales/', 'packs/', 'vite.config.ts', 'tsconfig.web.json', 'package-lock.json'],
}

/** The empty file that a finished build leaves: the moment it finished. */
export function stampOf(name) {
  return new URL(`dist/${name}/.built`, root)
}

/** Whether `server` or `web` was built after the last change of its sources. */
export function buildIsFresh(name) {
  const built = changedAt(stampOf(name))
  return built !== undefined && sources[name].every((source) => newest(new URL(source, root)) < built)
}

function newest(place) {
  if (!place.pathname.endsWith('/')) return changedAt(place) ?? 0
  const entries = readdirSync(place, { withFileTypes: true }).filter((entry) => !entry.name.includes('.test.'))
  // The folder itself too: a file that was taken away leaves no other trace.
  return entries.reduce((latest, entry) => Math.max(latest, newest(new URL(encodeURIComponent(entry.name) + (entry.isDirectory() ? '/' : ''), place))), changedAt(place) ?? 0)
}

function changedAt(place) {
  return statSync(place, { throwIfNoEntry: false })?.mtimeMs
}
