import { CameraOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import { useRef, useState } from 'react'
import { href, readJson, sendRaw } from '../../../web/api/client.ts'
import { useTexts } from '../../../web/i18n/i18n.ts'

/** Photographs a finding rests on: each is kept under its hash as soon as it is chosen, from the camera where there is one (LB-10). */
export function PhotosInput({ inspection, label, value = [], onChange }: {
  readonly inspection: string
  readonly label: string
  readonly value?: readonly string[]
  readonly onChange?: (photos: readonly string[]) => void
}) {
  const { t } = useTexts()
  const { message } = App.useApp()
  const chooser = useRef<HTMLInputElement>(null)
  const [busy, setBusy] = useState(false)
  const add = async (files: readonly File[]): Promise<void> => {
    setBusy(true)
    try {
      const kept: string[] = []
      for (const file of files) kept.push((await readJson<{ readonly id: string }>(await sendRaw(`/joint-inspections/${inspection}/photos`, file, { 'content-type': file.type || 'image/jpeg' }))).id)
      onChange?.([...new Set([...value, ...kept])])
    } catch {
      void message.error(t('session.photoRefused'))
    } finally {
      setBusy(false)
    }
  }
  return (
    <span className="row">
      <input
        ref={chooser}
        type="file"
        accept="image/png,image/jpeg"
        multiple
        hidden
        aria-label={t('session.photosOf', { what: label })}
        onChange={(event) => {
          void add([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
      <Button icon={<CameraOutlined aria-hidden />} loading={busy} onClick={() => chooser.current?.click()} aria-label={t('session.photosOf', { what: label })}>
        {t('session.addPhoto')}
      </Button>
      {value.map((photo) => (
        <a key={photo} href={href(`/joint-inspections/${inspection}/photos/${photo}`)} target="_blank" rel="noreferrer">
          <img src={href(`/joint-inspections/${inspection}/photos/${photo}`)} alt={t('session.photosOf', { what: label })} width={60} height={44} style={{ objectFit: 'cover' }} />
        </a>
      ))}
    </span>
  )
}
