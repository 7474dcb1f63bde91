import { inForce, toIso, type Instant } from '../../../kernel/instant.ts'
import type { TariffEntry } from '../../../kernel/pack.ts'
import type { Refusal } from '../../../kernel/refusal.ts'
import type { CodeList, DeclarationRules } from './declaration-rules.ts'
import type { DeclarationDraft } from './draft.ts'

/** What the tariff says of a code at a moment, by its longest beginning that has an entry; undefined when it says nothing. */
export type TariffLookup = (hs: string, at: Instant) => TariffEntry | undefined

/** Whether a code can be of the Harmonized System at all: chapters 01 to 97, of which 77 is reserved. */
function isInHarmonizedSystem(hs: string): boolean {
  const chapter = Number(hs.slice(0, 2))
  return chapter >= 1 && chapter <= 97 && chapter !== 77
}

/** Whether there is such a commodity code at a moment. A whole tariff must have the very code, once it is given in full. */
function isCommodity(rules: DeclarationRules, tariff: TariffLookup, hs: string, at: Instant): boolean {
  const entry = tariff(hs, at)
  if (rules.tariffIsWhole && hs.length === 10) return entry?.hs === hs
  return entry !== undefined || isInHarmonizedSystem(hs)
}

const day = (at: Instant): string => toIso(at).slice(0, 10)

const unknown: Readonly<Record<CodeList | 'port', string>> = {
  port: 'declarations/unknown-port',
  unit: 'declarations/unknown-unit',
  currency: 'declarations/unknown-currency',
  country: 'declarations/unknown-country',
  'document-type': 'declarations/unknown-document-type',
  'licence-type': 'declarations/unknown-licence-type',
  attribute: 'declarations/unknown-attribute',
}

interface Listed {
  readonly validFrom: Instant
  readonly validTo?: Instant
}

const holdsAt = (entries: readonly Listed[] | undefined, at: Instant): boolean => {
  if (entries === undefined) return false
  for (const entry of entries) if (inForce(entry, at)) return true
  return false
}

/** The refusal of a code that is in no list, or only before or after its time: `{{until}}` is the day it ended, empty when it has not begun. */
function refusalOf(entries: readonly Listed[] | undefined, list: CodeList | 'port', code: string, pointer: string, at: Instant): Refusal {
  if (entries === undefined) return { code: unknown[list], pointer, facts: { value: code }, clause: 'SW-02' }
  const ended = entries.flatMap((entry) => (entry.validTo !== undefined && entry.validTo <= at ? [entry.validTo] : []))
  const last = ended.length === 0 ? undefined : (Math.max(...ended) as Instant)
  if (last === undefined) return { code: 'declarations/code-not-yet', pointer, facts: { value: code }, clause: 'GV-12' }
  return { code: 'declarations/code-expired', pointer, facts: { value: code, until: day(last) }, clause: 'GV-12' }
}

/** Every code of a declaration against its list at `at`: port, destination, units, currencies, countries, types, attributes, commodity codes. */
export function checkCodes(rules: DeclarationRules, tariff: TariffLookup, draft: DeclarationDraft, at: Instant): Refusal[] {
  const refusals: Refusal[] = []
  // The place of a code is written only where it is refused: a declaration has dozens of codes, and they are nearly always right.
  const check = (list: CodeList | 'port', code: string | undefined, parent: string, field: string | number): void => {
    if (code === undefined) return
    const entries = list === 'port' ? rules.ports.get(code) : rules.codes[list].get(code)
    if (!holdsAt(entries, at)) refusals.push(refusalOf(entries, list, code, `${parent}/${field}`, at))
  }
  check('port', draft.port, '', 'port')
  check('port', draft.destination, '', 'destination')
  draft.items?.forEach((item, i) => {
    if (item === undefined) return
    const here = `/items/${i}`
    check('country', item.origin, here, 'origin')
    check('unit', item.quantity?.unit, here, 'quantity/unit')
    check('currency', item.value?.currency, here, 'value/currency')
    item.attributes?.forEach((attribute, n) => check('attribute', attribute, here, `attributes/${n}`))
    item.licences?.forEach((licence, n) => {
      check('licence-type', licence?.type, here, `licences/${n}/type`)
      check('unit', licence?.quantity?.unit, here, `licences/${n}/quantity/unit`)
    })
    if (item.hs !== undefined && !isCommodity(rules, tariff, item.hs, at)) {
      refusals.push({ code: 'declarations/unknown-commodity', pointer: `${here}/hs`, facts: { hs: item.hs, day: day(at) }, clause: 'SW-02' })
    }
  })
  draft.documents?.forEach((document, i) => check('document-type', document?.type, '/documents', `${i}/type`))
  return refusals
}
