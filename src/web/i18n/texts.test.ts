import { expect, test } from 'vitest'
import enAcceptance from '../../../locales/en/acceptance.json'
import enCredit from '../../../locales/en/credit.json'
import enDraws from '../../../locales/en/draws.json'
import enRisk from '../../../locales/en/risk.json'
import enTour from '../../../locales/en/tour.json'
import en from '../../../locales/en/web.json'
import zhAcceptance from '../../../locales/zh/acceptance.json'
import zhCredit from '../../../locales/zh/credit.json'
import zhDraws from '../../../locales/zh/draws.json'
import zhRisk from '../../../locales/zh/risk.json'
import zhTour from '../../../locales/zh/tour.json'
import zh from '../../../locales/zh/web.json'

type Texts = { readonly [key: string]: string | Texts }

function flat(texts: Texts, above = ''): ReadonlyMap<string, string> {
  return new Map(Object.entries(texts).flatMap(([key, value]): [string, string][] => (typeof value === 'string' ? [[`${above}${key}`, value]] : [...flat(value, `${above}${key}/`)])))
}

const chinese = flat({ ...zh.ui, credit: zhCredit.ui, draws: zhDraws.ui, risk: zhRisk.ui, tour: zhTour.ui, acceptance: { ...zhAcceptance.ui, codes: zhAcceptance.codes } })
const english = flat({ ...en.ui, credit: enCredit.ui, draws: enDraws.ui, risk: enRisk.ui, tour: enTour.ui, acceptance: { ...enAcceptance.ui, codes: enAcceptance.codes } })
const places = (text: string | undefined): string[] => [...(text ?? '').matchAll(/\{\{\w+\}\}/g)].map(([place]) => place).sort()

test('both languages say the same things', () => {
  expect([...english.keys()]).toEqual([...chinese.keys()])
})

test.each([...chinese.keys()])('%s: nothing is empty and the facts are the same in both languages', (key) => {
  expect(chinese.get(key)).not.toBe('')
  expect(english.get(key)).not.toBe('')
  expect(places(english.get(key))).toEqual(places(chinese.get(key)))
})

/** Every text of a language, of whatever area: refusals, notices and explanations besides the screens'. */
function everything(folder: Readonly<Record<string, { readonly default: Texts }>>): string[] {
  return Object.values(folder).flatMap((area) => [...flat(area.default).values()])
}

test('Chinese is written with Chinese punctuation, in every area', () => {
  const texts = everything(import.meta.glob('../../../locales/zh/*.json', { eager: true }))
  expect(texts.length).toBeGreaterThan(chinese.size)
  expect(texts.filter((text) => /[\u4e00-\u9fff][,;:?(]|[,;:?)][\u4e00-\u9fff]/.test(text))).toEqual([])
})

test('English holds no Chinese', () => {
  expect([...english.values()].filter((text) => /[\u4e00-\u9fff]/.test(text))).toEqual([])
})
