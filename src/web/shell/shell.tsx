import { useQueryClient } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { Drawer } from 'antd'
import { useEffect, useState } from 'react'
import { listen, useConnection } from '../api/live.ts'
import { useTexts } from '../i18n/i18n.ts'
import { useShortcut } from '../kit/shortcuts.ts'
import { KeysHelp } from './keys-help.tsx'
import { Rail } from './rail.tsx'
import { TopBar } from './top-bar.tsx'
import { TourCard } from './tour-card.tsx'
import './shell.css'

/** The frame around every screen of somebody signed in; it listens to the news for all of them. */
export function Shell() {
  const { t } = useTexts()
  const client = useQueryClient()
  const connection = useConnection()
  const [menu, setMenu] = useState(false)
  const [keys, setKeys] = useState(false)
  useEffect(() => listen(client), [client])
  useShortcut('?', () => setKeys(true))
  return (
    <div className="frame">
      <a className="skip" href="#content">
        {t('nav.skip')}
      </a>
      <Rail onKeys={() => setKeys(true)} />
      <div className="grow">
        <TopBar onMenu={() => setMenu(true)} onKeys={() => setKeys(true)} />
        {connection === 'lost' ? (
          <div className="lost-strip" role="alert">
            {t('link.lostLong')}
          </div>
        ) : null}
        <TourCard />
        <main className="page" id="content" tabIndex={-1}>
          <Outlet />
        </main>
      </div>
      <Drawer open={menu} onClose={() => setMenu(false)} placement="left" size={260} closable={false} styles={{ body: { padding: 0 } }} aria-label={t('nav.title')}>
        <Rail onGo={() => setMenu(false)} onKeys={() => setKeys(true)} />
      </Drawer>
      <KeysHelp open={keys} onClose={() => setKeys(false)} />
    </div>
  )
}
