import { useTexts } from '../../../web/i18n/i18n.ts'

/** What something is about, name by name. A person is never more than a mark. */
export function ScopeChips({ scope }: { readonly scope: Readonly<Record<string, string | undefined>> }) {
  const { t } = useTexts()
  return (
    <ul className="risk-scope">
      {Object.entries(scope).map(([name, value]) => (value === undefined ? null : (
        <li key={name}>
          <span>{t(`risk.scope.${name}` as never)}</span> <b className="code">{name === 'person' ? `#${value.slice(0, 6)}` : value}</b>
        </li>
      )))}
    </ul>
  )
}
