import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = path.resolve(import.meta.dirname, '..')
const run = promisify(execFile)

let copy: string
beforeAll(async () => {
  copy = await mkdtemp(path.join(tmpdir(), 'lianjian-use-case-'))
  await Promise.all(['src/kernel', 'src/platform', 'tests/support', 'tsconfig.base.json', 'package.json'].map((part) => cp(path.join(root, part), path.join(copy, part), { recursive: true })))
  await symlink(path.join(root, 'node_modules'), path.join(copy, 'node_modules'))
  await mkdir(path.join(copy, 'src/joint/directives'), { recursive: true })
  await writeFile(
    path.join(copy, 'tsconfig.json'),
    JSON.stringify({ extends: './tsconfig.base.json', compilerOptions: { types: ['node'] }, include: ['src/joint/**/*.ts'] }),
  )
})
afterAll(() => rm(copy, { recursive: true }))

const generate = (...words: string[]): Promise<{ stdout: string; stderr: string }> => run(process.execPath, [path.join(root, 'tools/new-use-case.mjs'), ...words], { cwd: copy })

describe('npm run new:use-case', () => {
  test('writes a use case that compiles under the rules of the house, and tells the route', { timeout: 120_000 }, async () => {
    const { stdout } = await generate('joint/directives', 'withdraw-directive')
    expect(stdout).toContain("operation: 'withdrawDirective'")
    expect(stdout.split('\n').filter((line) => line.startsWith('src/'))).toEqual([
      'src/joint/directives/domain/may-withdraw-directive.ts',
      'src/joint/directives/domain/may-withdraw-directive.test.ts',
      'src/joint/directives/withdraw-directive.ts',
      'src/joint/directives/withdraw-directive.pg.test.ts',
    ])
    await run(process.execPath, [path.join(root, 'node_modules/typescript7/bin/tsc'), '--noEmit', '-p', copy], { cwd: copy })
    // The planted twin: the same check must notice a mistake, or it checks nothing.
    await writeFile(path.join(copy, 'src/joint/directives/wrong.ts'), "export const wrong: number = 'text'\n")
    await expect(run(process.execPath, [path.join(root, 'node_modules/typescript7/bin/tsc'), '--noEmit', '-p', copy], { cwd: copy })).rejects.toThrow()
    await rm(path.join(copy, 'src/joint/directives/wrong.ts'))
  })

  test('never writes over a file', async () => {
    await generate('joint/directives', 'amend-directive')
    await expect(generate('joint/directives', 'amend-directive')).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('exists already') as string })
  })

  test.each([
    [['directives', 'withdraw-directive'], 'is no module'],
    [['joint/directives', 'withdraw'], 'is no use case'],
    [['joint/nowhere', 'withdraw-directive'], 'does not exist'],
    [['joint/directives', 'withdraw-directive', '--event', 'withdrawn'], 'is no event'],
  ])('%j is refused: %s', async (words, message) => {
    await expect(generate(...words)).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining(message) as string })
  })
})
