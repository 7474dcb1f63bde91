import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { cn } from '../packs/cn/pack.ts'
import { gb } from '../packs/gb/pack.ts'
import { clocksOfGoods, parameterNames } from '../src/kernel/default-parameters.ts'
import { dueClocks, nextDue, type Position } from '../src/kernel/procedure/advance.ts'
import type { Procedure } from '../src/kernel/procedure/procedure.ts'
import { days, instant, plus } from '../src/kernel/instant.ts'
import { root } from '../src/platform/root.ts'

const isProcedure = (value: unknown): value is Procedure<string, string, string, never> => typeof value === 'object' && value !== null && 'transitions' in value && 'clocks' in value && 'releasing' in value

const files = (await readdir(path.join(root, 'src'), { recursive: true })).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
const declaring = (await Promise.all(files.map(async (file) => ((await readFile(path.join(root, 'src', file), 'utf8')).includes('= defineProcedure(') ? [file] : [])))).flat()
const procedures = (await Promise.all(declaring.map(async (file) => Object.values((await import(pathToFileURL(path.join(root, 'src', file)).href)) as object).filter(isProcedure)))).flat()

test('every declared procedure is looked at here', () => {
  expect(procedures).toHaveLength(declaring.length)
  expect(procedures.map(({ name }) => name)).toEqual(expect.arrayContaining(['credit-appeal', 'body-admission', 'food-registration', 'offence-case', 'recall-assessment', 'case-transfer']))
})

describe.each(procedures.map((procedure) => [procedure.name, procedure] as const))('%s', (_name, procedure) => {
  test('its clocks are times of the pack, in either pack', () => {
    for (const { parameter } of procedure.clocks) {
      expect(parameterNames).toContain(parameter)
      for (const pack of [cn, gb]) expect(pack.parameters.find(({ name }) => name === parameter)?.unit, `${pack.code} ${parameter}`).toBe('milliseconds')
    }
  })

  // As `kernel/procedure` refuses it at the declaration, so it is when the clocks of every state really run out.
  test('letting every time pass, from whatever state, opens no gate and clears nobody', () => {
    const began = instant('2026-03-02T09:00:00+08:00')
    const lengths = Object.fromEntries(procedure.clocks.map(({ parameter }) => [parameter, days(3)]))
    const releasing: readonly string[] = procedure.releasing
    for (const state of Object.keys(procedure.states)) {
      let position: Position = { state, enteredAt: began, overdue: [] }
      while (nextDue(procedure, position, lengths) !== undefined) {
        const lapsed = dueClocks(procedure, position, plus(began, days(4_000)), lengths)
        expect(lapsed.length, `a clock of ${position.state} runs out`).toBeGreaterThan(0)
        for (const { position: after } of lapsed) {
          if (after.state === position.state) expect(after.overdue.length).toBeGreaterThan(0)
          else expect(releasing).not.toContain(after.state)
          position = after
        }
      }
    }
  })
})

test('what a measure of policy may set are clocks that procedures and rules look at', () => {
  for (const name of clocksOfGoods) expect(parameterNames).toContain(name)
  const looked = new Set(['acceptance.report-age', 'directives.span', ...procedures.flatMap(({ clocks }) => clocks.map(({ parameter }) => parameter))])
  expect(clocksOfGoods.filter((name) => !looked.has(name))).toEqual([])
})
