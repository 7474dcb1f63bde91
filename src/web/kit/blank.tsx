import { Button } from 'antd'
import { useTexts } from '../i18n/i18n.ts'
import { asProblem } from '../api/problem.ts'
import { Mark } from './mark.tsx'
import './kit.css'

/** Nothing here, said kindly, with the way on. */
export function Empty({ title, text, children }: { readonly title: string; readonly text?: string; readonly children?: React.ReactNode }) {
  return (
    <div className="blank">
      <span className="quiet">
        <Mark size={44} />
      </span>
      <h2>{title}</h2>
      {text === undefined ? null : <p>{text}</p>}
      {children}
    </div>
  )
}

/** The outline of what is being fetched. */
export function Loading({ rows = 6 }: { readonly rows?: number }) {
  const { t } = useTexts()
  return (
    <div className="bones" role="status" aria-label={t('common.loading')}>
      {Array.from({ length: rows }, (_, row) => (
        <span key={row} style={{ width: `${96 - ((row * 17) % 42)}%` }} />
      ))}
    </div>
  )
}

/** Why there is nothing to show: not permitted or not found, unreachable, or failed; each with the way out. */
export function Failure({ error, retry }: { readonly error: unknown; readonly retry?: () => void }) {
  const { t, language } = useTexts()
  const problem = asProblem(error)
  const kind = problem.status === 403 ? 'forbidden' : problem.status === 404 ? 'absent' : problem.status === 0 || problem.status === 503 ? 'unreachable' : 'failed'
  const said = problem.entries.map((entry) => entry.message[language]).join(' ')
  return (
    <div className="blank" role="alert">
      <span className="quiet">
        <Mark size={44} />
      </span>
      <h2>{t(`failure.${kind}.title`)}</h2>
      <p>{kind === 'failed' && said !== '' ? said : t(`failure.${kind}.text`)}</p>
      {problem.requestId === undefined ? null : <p className="small quiet code">{problem.requestId}</p>}
      {retry === undefined || kind === 'forbidden' ? null : <Button onClick={retry}>{t('common.retry')}</Button>}
    </div>
  )
}
