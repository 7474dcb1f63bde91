import fc from 'fast-check'
import { expect, test } from 'vitest'
import { reaches, refuseDuplicate, routeTest, type Laboratory } from './route-test.ts'

const classes = [{ code: 'disease', lead: 'Q' }, { code: 'attribute', lead: 'C' }]
const lab = (code: string, agency: string, port: string, serves: string[] = [], accredited = true, capability = 'residue', kind = 'disease'): Laboratory => ({ code, agency, port, serves, capabilities: [{ code: capability, class: kind, accredited }] })
const wanted = { capability: 'residue', port: 'P1', agency: 'C' }
const routed = (labs: readonly Laboratory[]): string => {
  const result = routeTest(labs, classes, wanted)
  return result.ok ? `${result.value.laboratory} ${result.value.because}` : (result.refusals[0]?.code ?? '')
}

test('the accredited one is taken, whoever asks and whoever owns it; the leading side before one that is nearer', () => {
  expect(routed([lab('L1', 'C', 'P1', [], false), lab('L2', 'Q', 'P2', ['P1'])])).toBe('L2 only-accredited')
  expect(routed([lab('L1', 'C', 'P1'), lab('L2', 'Q', 'P2', ['P1'])])).toBe('L2 lead-side')
  expect(routed([lab('L1', 'C', 'P2', ['P1']), lab('L2', 'M', 'P1')])).toBe('L2 nearest')
  expect(routed([lab('L3', 'M', 'P1'), lab('L2', 'C', 'P1')])).toBe('L2 own-laboratory')
})

test('what is missing is said: nobody, nobody near, nobody accredited today', () => {
  expect(routed([])).toBe('laboratories/nobody-can')
  expect(routed([lab('L1', 'Q', 'P9')])).toBe('laboratories/out-of-reach')
  expect(routed([lab('L1', 'Q', 'P1', [], false)])).toBe('laboratories/not-accredited')
})

test('whatever labs there are, a test goes to one that reaches the port and is accredited, and a duplicate names a foreign one within reach', () => {
  const someLab = fc.record({ code: fc.string({ minLength: 1, maxLength: 3 }), agency: fc.constantFrom('C', 'Q', 'M'), port: fc.constantFrom('P1', 'P2'), serves: fc.subarray(['P1', 'P2']), accredited: fc.boolean(), capability: fc.constantFrom('residue', 'dna') })
  fc.assert(
    fc.property(fc.uniqueArray(someLab, { selector: (one) => one.code }), (drawn) => {
      const labs = drawn.map((one) => lab(one.code, one.agency, one.port, one.serves, one.accredited, one.capability))
      const result = routeTest(labs, classes, wanted)
      const able = labs.filter((one) => reaches(one, 'P1') && one.capabilities.some((capability) => capability.code === 'residue' && capability.accredited))
      expect(result.ok).toBe(able.length > 0)
      if (result.ok) expect(able.map((one) => one.code)).toContain(result.value.laboratory)
      const refusal = refuseDuplicate(labs, wanted)
      const foreign = labs.filter((one) => one.agency !== 'C' && reaches(one, 'P1') && one.capabilities.some((capability) => capability.code === 'residue'))
      expect(refusal !== undefined).toBe(foreign.length > 0)
      if (refusal !== undefined) expect(foreign.map((one) => one.code)).toContain(refusal.facts?.['laboratory'])
    }),
  )
})
