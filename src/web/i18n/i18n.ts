import i18next from 'i18next'
import { initReactI18next, useTranslation } from 'react-i18next'
import enAcceptance from '../../../locales/en/acceptance.json'
import enBookings from '../../../locales/en/bookings.json'
import enCases from '../../../locales/en/cases.json'
import enCredit from '../../../locales/en/credit.json'
import enDraws from '../../../locales/en/draws.json'
import enModes from '../../../locales/en/modes.json'
import enEditor from '../../../locales/en/editor.json'
import enExchange from '../../../locales/en/exchange.json'
import enLab from '../../../locales/en/lab.json'
import enTargeting from '../../../locales/en/targeting.json'
import enRisk from '../../../locales/en/risk.json'
import enTour from '../../../locales/en/tour.json'
import en from '../../../locales/en/web.json'
import zhAcceptance from '../../../locales/zh/acceptance.json'
import zhBookings from '../../../locales/zh/bookings.json'
import zhCases from '../../../locales/zh/cases.json'
import zhCredit from '../../../locales/zh/credit.json'
import zhDraws from '../../../locales/zh/draws.json'
import zhModes from '../../../locales/zh/modes.json'
import zhEditor from '../../../locales/zh/editor.json'
import zhExchange from '../../../locales/zh/exchange.json'
import zhLab from '../../../locales/zh/lab.json'
import zhTargeting from '../../../locales/zh/targeting.json'
import zhRisk from '../../../locales/zh/risk.json'
import zhTour from '../../../locales/zh/tour.json'
import zh from '../../../locales/zh/web.json'
import type { Language } from './time.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'ui'
    resources: { ui: (typeof zh)['ui'] & { bookings: (typeof zhBookings)['ui']; credit: (typeof zhCredit)['ui']; draws: (typeof zhDraws)['ui']; editor: (typeof zhEditor)['ui']; modes: (typeof zhModes)['ui']; risk: (typeof zhRisk)['ui']; lab: (typeof zhLab)['ui']; targeting: (typeof zhTargeting)['ui']; tour: (typeof zhTour)['ui']; acceptance: (typeof zhAcceptance)['ui']; cases: (typeof zhCases)['ui']; exchange: (typeof zhExchange)['ui'] } }
    returnNull: false
  }
}

const storageKey = 'lianjian.language'

/** What the reader chose before; Chinese otherwise: the sign-in page offers the choice before anything else. */
function firstLanguage(): Language {
  return window.localStorage.getItem(storageKey) === 'en' ? 'en' : 'zh'
}

/** Names of codes, group by group, with those that a module adds of its own. */
function joined<Codes extends Readonly<Record<string, object>>>(house: Codes, ...modules: readonly Readonly<Record<string, object>>[]): Codes {
  const all: Record<string, object> = { ...house }
  for (const module of modules) for (const [group, names] of Object.entries(module)) all[group] = { ...all[group], ...names }
  return all as Codes
}

/** Starts the texts; both languages are in the bundle, so nothing waits for them. */
export async function startTexts(): Promise<void> {
  const language = firstLanguage()
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'zh',
    defaultNS: 'ui',
    resources: {
      zh: { ui: { ...zh.ui, bookings: zhBookings.ui, credit: zhCredit.ui, draws: zhDraws.ui, editor: zhEditor.ui, modes: zhModes.ui, risk: zhRisk.ui, lab: zhLab.ui, targeting: zhTargeting.ui, tour: zhTour.ui, acceptance: zhAcceptance.ui, cases: zhCases.ui, exchange: zhExchange.ui, codes: joined(zh.ui.codes, zhBookings.codes, zhAcceptance.codes, zhModes.codes, zhTargeting.codes, zhCases.codes, zhExchange.codes) } },
      en: { ui: { ...en.ui, bookings: enBookings.ui, credit: enCredit.ui, draws: enDraws.ui, editor: enEditor.ui, modes: enModes.ui, risk: enRisk.ui, lab: enLab.ui, targeting: enTargeting.ui, tour: enTour.ui, acceptance: enAcceptance.ui, cases: enCases.ui, exchange: enExchange.ui, codes: joined(en.ui.codes, enBookings.codes, enAcceptance.codes, enModes.codes, enTargeting.codes, enCases.codes, enExchange.codes) } },
    },
    interpolation: { escapeValue: false },
  })
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
}

/** Changes the language of every screen and remembers it. */
export async function speak(language: Language): Promise<void> {
  window.localStorage.setItem(storageKey, language)
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  await i18next.changeLanguage(language)
}

/** The texts, the language in use, and how it strings a list together. */
export function useTexts() {
  const { t, i18n } = useTranslation()
  const language: Language = i18n.language === 'en' ? 'en' : 'zh'
  return { t, language, list: (parts: readonly string[]) => parts.join(language === 'zh' ? '、' : ', ') }
}

/** The name of a code of ours (`status.released`), or the code itself when nobody has named it yet. */
export function useCodeName(): (group: string, code: string | undefined) => string {
  const { i18n } = useTranslation()
  return (group, code) => {
    if (code === undefined) return '—'
    const key = `codes.${group}.${code}`
    return i18n.exists(key) ? String(i18n.t(key as never)) : code
  }
}
