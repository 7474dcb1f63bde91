import { Link } from '@tanstack/react-router'
import { useTexts } from '../i18n/i18n.ts'
import { Mark } from '../kit/mark.tsx'
import { LanguageSwitch } from './language-switch.tsx'
import './shell.css'
import './public.css'

const pages = [
  ['/public', 'search'],
  ['/public/rules', 'rules'],
  ['/public/results', 'results'],
  ['/public/draws', 'draws'],
  ['/public/bulletins', 'bulletins'],
] as const

/** What surrounds pages for everybody: nobody has to sign in (GV-08). */
export function PublicFrame({ children }: { readonly children: React.ReactNode }) {
  const { t } = useTexts()
  return (
    <div className="public-page">
      <header className="public-top">
        <Link to="/public" className="row nowrap strong">
          <Mark size={28} /> 联检 Lianjian
        </Link>
        <nav className="public-nav no-print" aria-label={t('modes.public.nav')}>
          {pages.map(([to, name]) => (
            <Link key={to} to={to} activeOptions={{ exact: to === '/public', includeSearch: false }} activeProps={{ 'aria-current': 'page' }}>
              {t(`modes.public.pages.${name}`)}
            </Link>
          ))}
        </nav>
        <span className="no-print">
          <LanguageSwitch />
        </span>
      </header>
      <main className="stack wide">{children}</main>
    </div>
  )
}
