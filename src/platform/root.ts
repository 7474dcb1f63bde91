import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { Bug } from '../kernel/invariant.ts'

function findRoot(start: string): string {
  for (let folder = start; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, 'migrations')) && existsSync(path.join(folder, 'locales'))) return folder
    if (path.dirname(folder) === folder) throw new Bug('the folder with migrations and locales was not found above the program')
  }
}

/** The folder that holds `migrations`, `locales` and the built screens; the same from sources and from the build. */
export const root = findRoot(path.dirname(fileURLToPath(import.meta.url)))
