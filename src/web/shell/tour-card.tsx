import { Button } from 'antd'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useTexts } from '../i18n/i18n.ts'
import { useActor } from '../session/session.ts'
import { tourOf, turnTour, useTour } from './tour.ts'
import './tour.css'

/** Offers the tour of the reader's role once, then leads through its places; beside the screen, so that each can be tried on the way. */
export function TourCard() {
  const { t } = useTexts()
  const navigate = useNavigate()
  const tour = tourOf(useActor().roles)
  const state = useTour(tour?.role)
  const heading = useRef<HTMLHeadingElement>(null)
  const running = typeof state === 'number'
  useEffect(() => {
    if (running) heading.current?.focus()
  }, [running, state])
  if (tour === undefined || state === 'over') return null
  const { role, steps } = tour
  const go = (n: number): void => {
    const step = steps[n]
    turnTour(role, step === undefined ? 'over' : n)
    if (step !== undefined) void navigate({ to: step.place.to })
  }
  if (state === 'new') {
    return (
      <aside className="tour-offer no-print" aria-label={t('tour.title')}>
        <span>{t('tour.offer')}</span>
        <Button size="small" type="primary" onClick={() => go(0)}>
          {t('tour.start')}
        </Button>
        <Button size="small" onClick={() => turnTour(role, 'over')}>
          {t('tour.later')}
        </Button>
      </aside>
    )
  }
  const step = steps[state]
  if (step === undefined) return null
  const last = state === steps.length - 1
  return (
    <aside className="tour-card no-print" aria-label={t('tour.title')} aria-live="polite" onKeyDown={(event) => event.key === 'Escape' && turnTour(role, 'over')}>
      <p className="sub">{t('tour.step', { n: state + 1, of: steps.length })}</p>
      <h2 ref={heading} tabIndex={-1}>
        {t(`nav.${step.place.name}`)}
      </h2>
      <p>{t(`tour.steps.${step.text}.say` as never)}</p>
      <p className="tour-try">{t('tour.try', { what: t(`tour.steps.${step.text}.try` as never) })}</p>
      <div className="row">
        {state === 0 ? null : (
          <Button size="small" onClick={() => go(state - 1)}>
            {t('tour.back')}
          </Button>
        )}
        <Button size="small" type="primary" onClick={() => go(state + 1)}>
          {last ? t('tour.end') : t('tour.next')}
        </Button>
        {last ? null : (
          <button type="button" className="link-button" onClick={() => turnTour(role, 'over')}>
            {t('tour.end')}
          </button>
        )}
      </div>
    </aside>
  )
}
