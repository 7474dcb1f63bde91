import { useCodeName, useTexts } from '../../../web/i18n/i18n.ts'
import { distance } from '../../../web/i18n/time.ts'
import { usePackName } from '../../../web/reference/reference.ts'
import type { Failed } from '../domain/meet.ts'

/** A condition that kept two directives apart, with how far apart they are in time, or whom or what it is about. */
export function WhyNot({ failed, apart, within, about }: { readonly failed: Failed; readonly apart: number; readonly within: number | undefined; readonly about: string | undefined }) {
  const { t } = useTexts()
  const code = useCodeName()
  const span = useSpan()
  const said = useAbout()
  const detail = failed === 'time' && within !== undefined ? t('board.apart', { distance: span(apart), within: span(within) }) : said(failed, about)
  return (
    <span>
      {code('nearMiss', failed)}
      {detail === undefined ? null : <span className="sub">{detail}</span>}
    </span>
  )
}

/** Conditions that are about somebody or something: an agency, a port, a business, a kind of object, two methods. */
const abouts: readonly Failed[] = ['not-participant', 'methods', 'not-rolled-out', 'not-ready']

/** Whom or what a condition is about, by its names; a business of the pack has none but its code. */
function useAbout(): (failed: Failed, about: string | undefined) => string | undefined {
  const { list } = useTexts()
  const name = usePackName()
  const code = useCodeName()
  return (failed, about) => {
    if (about === undefined || !abouts.includes(failed)) return undefined
    if (failed === 'methods') return about.split('/').map((method) => name('methods', method)).join(' / ')
    const named = (one: string): string | undefined => (['agencies', 'ports'] as const).map((of) => name(of, one)).find((text) => text !== one)
    return list(about.split(', ').map((one) => named(one) ?? code('objectKind', one)))
  }
}

/** A span in the unit people would use. */
export function useSpan(): (milliseconds: number) => string {
  const { t } = useTexts()
  return (milliseconds) => {
    const { value, unit } = distance(0, milliseconds)
    return t(`span.${unit}`, { count: value })
  }
}
