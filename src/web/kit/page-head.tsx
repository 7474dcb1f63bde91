import { useEffect } from 'react'
import './kit.css'

/** Head of a page: its one `h1`, what it is for, and what can be done here. Also names the browser's tab. */
export function PageHead({ title, lead, children, mono = false }: {
  readonly title: string
  readonly lead?: React.ReactNode
  readonly children?: React.ReactNode
  /** The title is a number of a case. */
  readonly mono?: boolean
}) {
  useEffect(() => {
    document.title = `${title} · 联检 Lianjian`
  }, [title])
  return (
    <div className="page-head">
      <div className="grow">
        <h1 className={mono ? 'code' : undefined}>{title}</h1>
        {lead === undefined ? null : <div className="lead">{lead}</div>}
      </div>
      {children === undefined ? null : <div className="row no-print">{children}</div>}
    </div>
  )
}
