import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { alive, gone, processIdentity, sameProcess, worksIn } from './process.ts'

test('this process runs, works where it works, and is itself', () => {
  expect(alive(process.pid)).toBe(true)
  expect(worksIn(process.pid, process.cwd())).toBe(true)
  expect(worksIn(process.pid, '/nowhere')).toBe(false)
  expect(sameProcess(process.pid, processIdentity(process.pid))).toBe(true)
  expect(sameProcess(process.pid, 'another beginning')).toBe(false)
})

test('a process that has ended is gone, also when its parent has not taken note of it', async () => {
  // The shell starts a process that ends at once and never asks after it.
  const parent = spawn('/bin/sh', ['-c', 'sleep 0 & echo $!; exec sleep 30'], { stdio: ['ignore', 'pipe', 'ignore'] })
  const [printed] = (await once(parent.stdout, 'data')) as [Buffer]
  const orphan = Number(printed.toString())
  expect(await gone(orphan, 5_000)).toBe(true)
  expect(alive(orphan)).toBe(false)
  expect(alive(parent.pid ?? 0)).toBe(true)
  parent.kill('SIGKILL')
  await once(parent, 'exit')
  expect(await gone(parent.pid ?? 0, 5_000)).toBe(true)
})
