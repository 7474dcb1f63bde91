import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { systemRandom, type Random } from '../random.ts'
import { canEnter, type Account } from './account.ts'
import { PostgresStartFailure } from './start-failure.ts'

const systemState = '/var/lib/lianjian'

/**
 * The folder of everything PostgreSQL owns for this home: `<home>/postgres`.
 * Root's own home is usually closed (0700) to the account PostgreSQL runs under. Opening it is not ours to do, so the folder then lies in
 * `/var/lib/lianjian/<random>` and `<home>/postgres/location` says where. The name is random, not derived from the path of the home: whoever
 * deletes the home to begin anew must not meet the old data again. Once chosen, the place stays, whatever happens to modes later.
 */
export async function postgresFolder(home: string, account: Account | undefined, random: Random = systemRandom): Promise<string> {
  const inside = path.join(home, 'postgres')
  await mkdir(home, { recursive: true, mode: 0o755 })
  await openFolder(inside)
  if (account === undefined) return inside
  const pointer = path.join(inside, 'location')
  const known = await readFile(pointer, 'utf8').catch(() => undefined)
  if (known !== undefined) return openFolder(known.trim())
  if (canEnter(inside, account)) return inside
  const outside = await openFolder(path.join(systemState, random.bytes(6).toString('hex')))
  if (!canEnter(outside, account)) {
    throw new PostgresStartFailure(`Neither ${inside} nor ${outside} can be entered by uid ${account.uid}. Set LIANJIAN_HOME to a folder that everybody may enter.`)
  }
  await writeFile(pointer, `${outside}\n`)
  return outside
}

async function openFolder(folder: string): Promise<string> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o755 })
    // The umask of whoever starts us may have closed it.
    await chmod(folder, 0o755)
  } catch (error) {
    throw new PostgresStartFailure(`The folder ${folder} for the database cannot be made (${(error as Error).message}). Set LIANJIAN_HOME to a writable folder.`, error)
  }
  return folder
}
