import type { ReactNode } from 'react'
import { Failure, Loading } from './blank.tsx'
import type { Rows } from './list-query.ts'

/** A list as it is fetched: its outline while it comes, why it did not, `empty` where it holds nothing, and `children` once there are rows. */
export function Listed({ list, bones, empty, children }: { readonly list: Rows<unknown>; readonly bones?: number; readonly empty: ReactNode; readonly children: ReactNode }) {
  if (list.error !== null) return <Failure error={list.error} retry={list.retry} />
  if (list.isPending) return <Loading {...(bones === undefined ? {} : { rows: bones })} />
  return list.rows.length === 0 ? empty : children
}
