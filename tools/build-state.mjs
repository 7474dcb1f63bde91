// What is built, and whether it is as new as what it is built from.
import { readdirSync, statSync } from 'node:fs'

const root = new URL('../', import.meta.url)

export const serverEntry = new URL('dist/server/src/apps/cli/main.js', root)
export const sourceEntry = new URL('src/apps/cli/main.ts', root)

const builds = {
  server: { product: serverEntry, sources: ['src/', 'packs/', 'seed/', 'bench/', 'tsconfig.build.json', 'tsconfig.json', 'tsconfig.base.json', 'package-lock.json'] },
  web: { product: new URL('dist/web/index.html', root), sources: ['src/', 'locales/', 'packs/', 'index.html', 'vite.config.ts', 'tsconfig.web.json', 'package-lock.json'] },
}

/** Whether `server` or `web` was built after the last change of its sources. */
export function buildIsFresh(name) {
  const built = changedAt(builds[name].product)
  return built !== undefined && builds[name].sources.every((source) => newest(new URL(source, root)) < built)
}

function newest(place) {
  if (!place.pathname.endsWith('/')) return changedAt(place) ?? 0
  let entries
  try {
    entries = readdirSync(place, { withFileTypes: true })
  } catch {
    return 0
  }
  // The folder itself too: a file that was taken away leaves no other trace.
  return entries.reduce(
    (latest, entry) => (entry.name.includes('.test.') ? latest : Math.max(latest, newest(new URL(encodeURIComponent(entry.name) + (entry.isDirectory() ? '/' : ''), place)))),
    changedAt(place) ?? 0,
  )
}

function changedAt(place) {
  return statSync(place, { throwIfNoEntry: false })?.mtimeMs
}
