import { useNavigate } from '@tanstack/react-router'
import { Button, Dropdown } from 'antd'
import { useTexts } from '../i18n/i18n.ts'
import { useActor } from '../session/session.ts'
import { openingsFor } from './openings.ts'

/** Opens a case about what is on screen: assistance, a transfer, a question to other agencies. Nothing for those who may open none. */
export function CaseOpener({ kind, id }: { readonly kind: string; readonly id: string }) {
  const { t } = useTexts()
  const { roles } = useActor()
  const navigate = useNavigate()
  const openings = openingsFor(roles).filter(({ subjects }) => subjects.includes(kind))
  if (openings.length === 0) return null
  const items = openings.map(({ name }) => ({ key: name, label: t(`cases.new.${name}`) }))
  return (
    <Dropdown menu={{ items, onClick: ({ key }) => void navigate({ to: '/cases', search: { new: key, about: `${kind}:${id}` } }) }}>
      <Button>{t('cases.open')}</Button>
    </Dropdown>
  )
}
