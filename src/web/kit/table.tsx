import type { ReactElement, ReactNode } from 'react'

/** What stands over a column; `right` over one of numbers. */
export type Heading = string | ReactElement | { readonly right: string }

const classes = (...names: readonly (string | undefined)[]): string => names.filter((name) => name !== undefined).join(' ')

/** A plain table to be read, in a box of its own that scrolls sideways, also by keys. `children` are its rows. */
export function Table({ label, heads, box, className, children }: { readonly label: string; readonly heads: readonly Heading[]; readonly box?: string; readonly className?: string; readonly children: ReactNode }) {
  return (
    <div className={classes('scroll-x', box)} tabIndex={0} role="group" aria-label={label}>
      <table className={classes('plain', className)}>
        <thead>
          <tr>
            {heads.map((head, at) =>
              typeof head === 'object' && 'right' in head ? (
                <th key={at} scope="col" className="right">{head.right}</th>
              ) : (
                <th key={at} scope="col">{head}</th>
              ),
            )}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}
