import { useTexts } from '../i18n/i18n.ts'
import './kit.css'

/** The walk of a consignment, from submission to the gate. */
export const stages = ['submitted', 'assessed', 'directed', 'joined', 'inspected', 'released'] as const

export type Stage = (typeof stages)[number]
export type StageState = 'done' | 'now' | 'met' | 'stop' | 'ahead' | 'skipped'

export interface StageView {
  readonly stage: Stage
  readonly state: StageState
  /** What to say below the name: a time, a count, who must act. */
  readonly note?: React.ReactNode
}

/** The walk as a row of small bars, for lists; the words are there for those who hear them. */
export function Walk({ views }: { readonly views: readonly StageView[] }) {
  const { t } = useTexts()
  const current = views.find((view) => view.state === 'now' || view.state === 'met' || view.state === 'stop') ?? views.filter((view) => view.state === 'done').at(-1)
  const finished = views.at(-1)?.state === 'done'
  const said = current === undefined ? '' : `${t(`stage.${current.stage}`)}: ${t(`stageState.${current.state}`)}`
  return (
    <>
      <ol className={`walk ${finished ? 'finished' : ''}`} aria-hidden="true" title={said}>
        {views.map((view) => (
          <li key={view.stage} className={view.state} />
        ))}
      </ol>
      <span className="visually-hidden">{said}</span>
    </>
  )
}

/** The walk at full size, on the page of a case. */
export function Stages({ views }: { readonly views: readonly StageView[] }) {
  const { t } = useTexts()
  const finished = views.at(-1)?.state === 'done'
  return (
    <ol className={`stages ${finished ? 'finished' : ''}`} aria-label={t('stage.title')}>
      {views.map((view) => (
        <li key={view.stage} className={view.state} aria-current={view.state === 'now' || view.state === 'met' ? 'step' : undefined}>
          <b>{t(`stage.${view.stage}`)}</b>
          {view.note ?? t(`stageState.${view.state}`)}
        </li>
      ))}
    </ol>
  )
}
