import { Link, useNavigate } from '@tanstack/react-router'
import { useShortcut } from '../kit/shortcuts.ts'
import { Mark } from '../kit/mark.tsx'
import { useTexts } from '../i18n/i18n.ts'
import { homeOf, useActor } from '../session/session.ts'
import { placesOf, type Place } from './navigation.tsx'

const groups = ['cases', 'joint', 'house'] as const

/** The rail on the left: the mark and the places the reader's roles open. */
export function Rail({ onGo, onKeys }: { readonly onGo?: () => void; readonly onKeys: () => void }) {
  const { t } = useTexts()
  const actor = useActor()
  const open = placesOf(actor.roles)
  return (
    <nav className="rail" aria-label={t('nav.title')}>
      <Link to={homeOf(actor.roles)} className="rail-head" onClick={onGo}>
        <Mark />
        <span className="rail-name">联检</span>
        <span className="rail-latin">LIANJIAN</span>
      </Link>
      {groups.map((group) => {
        const places = open.filter((place) => place.group === group)
        return places.length === 0 ? null : (
          <div key={group}>
            <div className="rail-group">{t(`nav.group.${group}`)}</div>
            <ul>
              {places.map((place) => (
                <li key={place.to}>
                  <RailLink place={place} onGo={onGo} />
                </li>
              ))}
            </ul>
          </div>
        )
      })}
      <div className="rail-foot">
        <p>{t('nav.motto')}</p>
        <button type="button" className="link-button" onClick={onKeys}>
          {t('keys.title')} <kbd>?</kbd>
        </button>
      </div>
    </nav>
  )
}

function RailLink({ place, onGo }: { readonly place: Place; readonly onGo: (() => void) | undefined }) {
  const { t } = useTexts()
  const navigate = useNavigate()
  useShortcut(place.keys, () => void navigate({ to: place.to }))
  const Icon = place.icon
  return (
    <Link to={place.to} className="rail-link" activeProps={{ className: 'active', 'aria-current': 'page' }} {...(onGo === undefined ? {} : { onClick: onGo })}>
      <Icon aria-hidden />
      {t(`nav.${place.name}`)}
    </Link>
  )
}
