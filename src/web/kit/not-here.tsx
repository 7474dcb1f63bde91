import { Link } from '@tanstack/react-router'
import { useTexts } from '../i18n/i18n.ts'
import { Empty } from './blank.tsx'

/** An address that leads nowhere. */
export function NotHere() {
  const { t } = useTexts()
  return (
    <Empty title={t('failure.absent.title')} text={t('failure.absent.text')}>
      <Link to="/">{t('failure.home')}</Link>
    </Empty>
  )
}

/** The same outside the frame of the screens. */
export function NotHerePage() {
  return (
    <main className="page">
      <NotHere />
    </main>
  )
}
