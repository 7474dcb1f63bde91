import { useQuery } from '@tanstack/react-query'
import { Input } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { get } from '../../../web/api/client.ts'
import { useTexts } from '../../../web/i18n/i18n.ts'
import type { IndicatorView } from '../views.ts'
import { Contributions } from './contributions.tsx'

/** What is known under keys that begin with what is typed: a commodity code, an enterprise. */
export function FindIndicator() {
  const { t } = useTexts()
  const [begins, setBegins] = useState('')
  const found = useQuery({
    queryKey: ['targeting', 'indicators', begins],
    queryFn: ({ signal }) => get<{ items: readonly z.infer<typeof IndicatorView>[] }>('/targeting/indicators', { begins }, signal),
    enabled: begins.trim().length > 1,
    meta: { subjects: ['indicators'] },
  })
  return (
    <section className="panel" aria-labelledby="find-indicator">
      <div className="panel-head">
        <h2 id="find-indicator">{t('targeting.find')}</h2>
      </div>
      <div className="panel-body stack">
        <Input.Search allowClear aria-label={t('targeting.findText')} placeholder={t('targeting.findText')} maxLength={200} onSearch={(text) => setBegins(text.trim())} />
        {found.data === undefined ? null : (
          <Contributions parts={found.data.items.map(({ indicator, key, effect, checks, finds, expected }) => [indicator, key, effect, checks, finds, expected].join('\t'))} />
        )}
      </div>
    </section>
  )
}
