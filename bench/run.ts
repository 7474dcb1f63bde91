/**
 * `npm run bench -- <name> [arguments]`: runs `bench/<name>.ts`, which prints JSON lines
 * `{name, value, unit, ceiling, ratio, …}` and never fails by time. Each benchmark makes its own throw-away database.
 */
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const folder = import.meta.dirname
const [name, ...args] = process.argv.slice(2)
const extension = path.extname(import.meta.filename)
const known = readdirSync(folder)
  .filter((file) => file.endsWith(extension) && !file.endsWith(`.d${extension}`) && !file.startsWith('run.') && !file.includes('-'))
  .map((file) => path.basename(file, extension))

if (name === undefined || !known.includes(name) || !existsSync(path.join(folder, name + extension))) {
  process.stderr.write(`usage: npm run bench -- <${known.join(' | ')}>\n`)
  process.exitCode = 2
} else {
  const bench = (await import(pathToFileURL(path.join(folder, name + extension)).href)) as { run(args: readonly string[]): Promise<void> }
  await bench.run(args)
}
