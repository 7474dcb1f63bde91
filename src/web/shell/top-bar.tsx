import { BellOutlined, DownOutlined, MenuOutlined, SearchOutlined, UserOutlined } from '@ant-design/icons'
import { Link, useNavigate } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import { Dropdown, Input, Select, type InputRef } from 'antd'
import { useRef } from 'react'
import { useConnection } from '../api/live.ts'
import { useCodeName, useTexts } from '../i18n/i18n.ts'
import { hourMinute, nameFor, zoneName } from '../i18n/time.ts'
import { useNow } from '../kit/now.ts'
import { switchShortcuts, useShortcut, useShortcutsOn } from '../kit/shortcuts.ts'
import { choosePort, usePort, usePorts } from '../reference/port.ts'
import { usePackName } from '../reference/reference.ts'
import { useActor } from '../session/session.ts'
import { useSignOut } from '../session/sign-out.ts'
import { unreadQuery } from '../screens/inbox-query.ts'
import { LanguageSwitch } from './language-switch.tsx'
import { tourOf, turnTour } from './tour.ts'

/** Head of every screen: where (port and its clock), a search, how fresh, which language, what is owed to me, who I am. */
export function TopBar({ onMenu, onKeys }: { readonly onMenu: () => void; readonly onKeys: () => void }) {
  const { t } = useTexts()
  return (
    <header className="top">
      <button type="button" className="icon-button only-narrow" onClick={onMenu} aria-label={t('nav.open')}>
        <MenuOutlined aria-hidden />
      </button>
      <PortSwitch />
      <Search />
      <LinkState />
      <LanguageSwitch />
      <Bell />
      <UserMenu onKeys={onKeys} />
    </header>
  )
}

function PortSwitch() {
  const { t } = useTexts()
  const ports = usePorts()
  const port = usePort()
  const name = usePackName()
  const now = useNow()
  return (
    <div className="top-port">
      <Select
        aria-label={t('top.port')}
        value={port.code === '' ? null : port.code}
        variant="filled"
        popupMatchSelectWidth={false}
        onChange={(code: string) => choosePort(code)}
        options={ports.map((each) => ({ value: each.code, label: `${name('ports', each.code)} ${each.code}` }))}
      />
      <span className="top-clock only-wide">
        <b>{hourMinute(new Date(now).toISOString(), port.timeZone)}</b> <span className="zone">{zoneName(port.timeZone, new Date(now))}</span>
      </span>
    </div>
  )
}

function Search() {
  const { t } = useTexts()
  const navigate = useNavigate()
  const field = useRef<InputRef>(null)
  useShortcut('/', () => field.current?.focus())
  return (
    <Input
      ref={field}
      className="top-search only-wide"
      variant="filled"
      prefix={<SearchOutlined aria-hidden />}
      suffix={<kbd aria-hidden="true">/</kbd>}
      placeholder={t('top.searchHint')}
      aria-label={t('top.search')}
      allowClear
      onPressEnter={(event) => void navigate({ to: '/consignments', search: { find: event.currentTarget.value.trim() } })}
    />
  )
}

function LinkState() {
  const { t } = useTexts()
  const connection = useConnection()
  return (
    <span className={`link-state only-wide ${connection}`} role="status" title={t(`link.${connection}Long`)}>
      <span>{t(`link.${connection}`)}</span>
    </span>
  )
}

function Bell() {
  const { t } = useTexts()
  const unread = useQuery(unreadQuery).data ?? 0
  return (
    <Link to="/inbox" className="icon-button" aria-label={t('top.inbox', { count: unread })}>
      <BellOutlined aria-hidden />
      {unread === 0 ? null : <span className="bell-count">{unread > 99 ? '99+' : unread}</span>}
    </Link>
  )
}

function UserMenu({ onKeys }: { readonly onKeys: () => void }) {
  const { t, language } = useTexts()
  const actor = useActor()
  const person = nameFor(actor.name, language)
  const name = useCodeName()
  const keysOn = useShortcutsOn()
  const signOut = useSignOut()
  const tour = tourOf(actor.roles)
  const role = actor.roles.map((each) => name('role', each)).join(' · ')
  const house = actor.agency ?? actor.enterprise ?? actor.site
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          ...(tour === undefined ? [] : [{ key: 'tour', label: t('tour.title'), onClick: () => turnTour(tour.role, 'new') }]),
          { key: 'keys', label: t('keys.title'), onClick: onKeys },
          { key: 'switch', label: keysOn ? t('keys.switchOff') : t('keys.switchOn'), onClick: () => switchShortcuts(!keysOn) },
          { type: 'divider' },
          { key: 'out', label: t('top.signOut'), onClick: signOut },
        ],
      }}
    >
      <button type="button" className="icon-button user-button" aria-label={`${person}, ${role}`}>
        <UserOutlined aria-hidden />
        <span className="who only-wide">
          <span className="cut">{person}</span>
          <small>{house === undefined ? role : `${house} · ${role}`}</small>
        </span>
        <DownOutlined aria-hidden className="only-wide" />
      </button>
    </Dropdown>
  )
}
