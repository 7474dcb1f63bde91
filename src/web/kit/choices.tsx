import { Link, useLocation } from '@tanstack/react-router'
import './kit.css'

/** Exclusive views of a list, in the address so that a view can be shared. The first choice is the one without a value. */
export function Choices({ name, value, options, label }: {
  /** Search parameter that holds the choice. */
  readonly name: string
  readonly value: string | undefined
  readonly options: readonly { readonly value: string | undefined; readonly label: string; readonly count?: number | string | undefined }[]
  readonly label: string
}) {
  const { pathname, search } = useLocation()
  return (
    <nav className="choices" aria-label={label}>
      {options.map((option) => (
        <Link key={option.value ?? ''} to={pathname} search={{ ...search, [name]: option.value }} className={option.value === value ? 'chosen' : ''} activeProps={{}} aria-current={option.value === value ? 'true' : undefined}>
          {option.label}
          {option.count === undefined ? null : <span className="n">{option.count}</span>}
        </Link>
      ))}
    </nav>
  )
}
