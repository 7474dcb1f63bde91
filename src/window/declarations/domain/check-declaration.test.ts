import { expect, test } from 'vitest'
import { cn } from '../../../../packs/cn/pack.ts'
import { sampleContainer, sampleDeclaration, tee } from '../../../../tests/support/sample-declarations.ts'
import { buildSnapshot } from '../../../assess/public.ts'
import { days, instant, plus } from '../../../kernel/instant.ts'
import type { Pack, TariffEntry } from '../../../kernel/pack.ts'
import { checkDeclaration } from './check-declaration.ts'
import { declarationRulesOf } from './declaration-rules.ts'
import type { DeclarationDraft } from './draft.ts'

const now = instant('2026-03-02T01:00:00Z')
const check = (draft: DeclarationDraft, pack: Pack = cn, at = now): string[] => {
  const snapshot = buildSnapshot({ revision: '1', pack, versions: pack.tables.flatMap((seed) => seed.versions), grades: () => 'B' })
  return checkDeclaration(snapshot, declarationRulesOf(pack), draft, at).map((refusal) => `${refusal.pointer} ${refusal.code}`)
}
const withHs = (hs: string): DeclarationDraft => sampleDeclaration({ items: [{ ...tee, hs }] })

test('what every rule accepts is refused by none', () => {
  expect(check(sampleDeclaration({ containers: [{ number: sampleContainer(1) }] }))).toEqual([])
})

test('a draft without anything is judged by nobody', () => {
  expect(check({})).toEqual([])
  expect(check({ items: [undefined, {}], containers: [undefined, {}], documents: [undefined, {}] })).toEqual([])
})

test('GV-12: a code is judged by its list at the time of the case, on both sides of a change', () => {
  const ended = plus(now, -days(1))
  const pack: Pack = { ...cn, currencies: cn.currencies.map((code) => (code.code === 'USD' ? { ...code, validTo: ended } : code)) }
  expect(check(sampleDeclaration(), pack)).toEqual(['/items/0/value/currency declarations/code-expired'])
  expect(check(sampleDeclaration(), pack, plus(ended, -1))).toEqual([])
  const later: Pack = { ...cn, ports: cn.ports.map((port) => ({ ...port, validFrom: plus(now, days(1)) })) }
  expect(check(sampleDeclaration(), later)).toEqual(['/port declarations/code-not-yet'])
})

test('a code that ended and came back is valid again', () => {
  const usd = cn.currencies.find((code) => code.code === 'USD')
  if (usd === undefined) return expect.fail()
  const pack: Pack = {
    ...cn,
    currencies: [
      { ...usd, validTo: plus(now, -days(9)) },
      { ...usd, validFrom: plus(now, -days(3)) },
    ],
  }
  expect(check(sampleDeclaration(), pack)).toEqual([])
  expect(check(sampleDeclaration(), pack, plus(now, -days(5)))).toEqual(['/items/0/value/currency declarations/code-expired'])
})

test('a national unit code counts as the unit it stands for', () => {
  expect(check(sampleDeclaration({ items: [{ ...tee, quantity: { value: 12000, unit: '011' } }] }))).toEqual([])
})

test('a few codes are no tariff: others of the Harmonized System pass; a whole tariff knows which codes there are', () => {
  expect(check(withHs('8517130000'))).toEqual([])
  expect(check(withHs('7712000000'))).toEqual(['/items/0/hs declarations/unknown-commodity'])
  expect(check(withHs('9999999999'))).toEqual(['/items/0/hs declarations/unknown-commodity'])
  const whole: TariffEntry[] = Array.from({ length: 97 }, (_, i) => String(i + 1).padStart(2, '0'))
    .filter((chapter) => chapter !== '77')
    .map((chapter) => ({
      hs: `${chapter}01000000`,
      name: { zh: '', en: '' },
      units: [],
      conditions: [],
      importCategories: [],
      exportCategories: [],
      clause: 'SW-02',
      validFrom: cn.ports[0]?.validFrom ?? now,
    }))
  const pack: Pack = { ...cn, tariff: [...cn.tariff, ...whole] }
  expect(check(withHs('8517130000'), pack)).toEqual(['/items/0/hs declarations/unknown-commodity'])
  expect(check(withHs('8501000000'), pack)).toEqual([])
  // The heading of poultry has an entry, this code of it has none.
  expect(check(withHs('0207999999'), pack)).toContain('/items/0/hs declarations/unknown-commodity')
})

test('an expired paper is told once for each, with its field', () => {
  const day = '2026-03-01T00:00:00Z'
  expect(
    check(
      sampleDeclaration({
        items: [{ ...tee, licences: [{ type: '411', number: 'L', validTo: day }] }],
        documents: [{ type: '101010', number: 'D', validTo: day }],
      }),
    ),
  ).toEqual(['/items/0/licences/0/validTo declarations/paper-expired', '/documents/0/validTo declarations/paper-expired'])
})

test('where a declared container could not be read, a reference to it is not told as a second fault', () => {
  const items = [{ ...tee, containers: [sampleContainer(5)] }]
  expect(check({ ...sampleDeclaration(), containers: [{ number: undefined }], items })).toEqual([])
  expect(check({ ...sampleDeclaration(), containers: [], items })).toEqual(['/items/0/containers/0 declarations/container-not-declared'])
})
