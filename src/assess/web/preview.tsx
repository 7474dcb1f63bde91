import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { ask } from '../../web/api/client.ts'
import { useTexts } from '../../web/i18n/i18n.ts'
import { Party } from '../../web/reference/party.tsx'
import { usePackName } from '../../web/reference/reference.ts'
import type { WhatIfAnswer } from '../what-if.ts'
import './explanation.css'

/** The rules are asked when nothing has been typed for this long. */
const pause = 700

function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(text), pause)
    return () => window.clearTimeout(timer)
  }, [text])
  return settled
}

/** What the published rules would make of the form as it stands, and the papers still missing; nothing is submitted. `body` is JSON. */
export function PreviewPart({ body }: { readonly body: string }) {
  const { t, language } = useTexts()
  const name = usePackName()
  const asked = useSettled(body)
  const found = useQuery({
    queryKey: ['what-if', asked],
    queryFn: ({ signal }) => ask<WhatIfAnswer>('/what-if', JSON.parse(asked) as unknown, signal),
    enabled: asked !== '',
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 60_000,
  })
  const answer = found.error === null ? found.data : undefined
  return (
    <section className="panel panel-body stack" aria-labelledby="preview-title" aria-live="polite">
      <h2 id="preview-title">{t('preview.title')}</h2>
      {answer === undefined ? (
        <p className="small quiet">{t('preview.empty')}</p>
      ) : (
        <>
          <p className="preview-mode">{name('releaseModes', answer.assessment.releaseMode)}</p>
          <p className="small quiet">{t(`preview.moment.${answer.assessment.releasedAt}`)}</p>
          {answer.wanting.length === 0 ? (
            <p className="small">{t('preview.complete')}</p>
          ) : (
            <ul className="stack tight small">
              {answer.wanting.map((wanted, at) => (
                <li key={at} className="wanting">
                  {wanted.agency === undefined ? null : <Party code={wanted.agency} />}
                  <span>{wanted.message[language]}</span>
                </li>
              ))}
            </ul>
          )}
          <p className="small quiet">{t('preview.note')}</p>
        </>
      )}
    </section>
  )
}
