import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { alive } from './process.ts'

/**
 * Makes the folder `target` whole or not at all: `fill` works on a folder beside it, which is then renamed. A process that is killed half-way
 * leaves nothing that looks finished; its leftovers go at the next making. Of two processes that make it at once the faster wins, and both go on.
 */
export async function makeWhole(target: string, fill: (fresh: string) => Promise<void>): Promise<void> {
  await dropLeftovers(target)
  const fresh = `${target}.new-${process.pid}`
  await mkdir(fresh, { mode: 0o755 })
  try {
    await fill(fresh)
    await rename(fresh, target)
  } catch (error) {
    await rm(fresh, { recursive: true, force: true })
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error
  }
}

async function dropLeftovers(target: string): Promise<void> {
  const folder = path.dirname(target)
  const prefix = `${path.basename(target)}.new-`
  for (const name of await readdir(folder)) {
    if (!name.startsWith(prefix)) continue
    const maker = Number(name.slice(prefix.length))
    if (maker === process.pid || !alive(maker)) await rm(path.join(folder, name), { recursive: true, force: true })
  }
}
