import en from '../../../../locales/en/watch.json'
import zh from '../../../../locales/zh/watch.json'
import { useTexts } from '../../../web/i18n/i18n.ts'

/** The texts of the reports in the reader's language. Both languages must have the same ones, or this does not compile. */
export type ReportTexts = (typeof zh)['ui']
const texts: Readonly<Record<'zh' | 'en', ReportTexts>> = { zh: zh.ui, en: en.ui }

/** The texts of the reports. */
export function useReportTexts(): ReportTexts {
  return texts[useTexts().language]
}

/** Puts facts into the `{{places}}` of a text. */
export function fill(text: string, facts: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(facts[name] ?? ''))
}

/** A rate in per cent with one decimal, a dash where there is none. */
export function percent(rate: number | null | undefined): string {
  return rate === null || rate === undefined ? '—' : `${(rate * 100).toFixed(1)} %`
}

/** Hours as people say them: minutes below two hours. */
export function hours(value: number | undefined): string {
  if (value === undefined) return '—'
  return value < 2 ? `${Math.round(value * 60)} min` : `${value.toFixed(1)} h`
}
