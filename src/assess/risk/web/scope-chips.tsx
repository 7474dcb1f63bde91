import { useTexts } from '../../../web/i18n/i18n.ts'
import { usePackName } from '../../../web/reference/reference.ts'

/** What something is about, name by name, in the reader's words. A person is never more than a mark. */
export function ScopeChips({ scope }: { readonly scope: Readonly<Record<string, string | undefined>> }) {
  const { t } = useTexts()
  const name = usePackName()
  const said = (of: string, value: string): string =>
    of === 'person' ? `#${value.slice(0, 6)}` : of === 'origin' ? name('countries', value) : of === 'port' ? name('ports', value) : of === 'direction' ? t(`risk.direction.${value}` as never) : value
  return (
    <ul className="risk-scope">
      {Object.entries(scope).map(([of, value]) => (value === undefined ? null : (
        <li key={of}>
          <span>{t(`risk.scope.${of}` as never)}</span> <b className={['origin', 'port', 'direction'].includes(of) ? undefined : 'code'}>{said(of, value)}</b>
        </li>
      )))}
    </ul>
  )
}
