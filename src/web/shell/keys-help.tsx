import { Modal } from 'antd'
import { useTexts } from '../i18n/i18n.ts'
import { useActor } from '../session/session.ts'
import { placesOf } from './navigation.tsx'
import '../kit/grid.css'

const everywhere = ['/', 'j', 'k', 'Enter', '?'] as const

/** The keys that act here, on one card. */
export function KeysHelp({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const { t } = useTexts()
  const actor = useActor()
  return (
    <Modal open={open} onCancel={onClose} footer={null} title={t('keys.title')} width={460}>
      <table className="plain">
        <tbody>
          {everywhere.map((key) => (
            <tr key={key}>
              <td>{t(`keys.act.${key}`)}</td>
              <td className="right">
                <kbd>{key}</kbd>
              </td>
            </tr>
          ))}
          {placesOf(actor.roles).map((place) => (
            <tr key={place.to}>
              <td>{t(`nav.${place.name}`)}</td>
              <td className="right nowrap">
                {place.keys.split(' ').map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Modal>
  )
}
