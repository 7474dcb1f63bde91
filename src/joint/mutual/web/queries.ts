import { useQuery } from '@tanstack/react-query'
import { get, type Page } from '../../../web/api/client.ts'

/** One query as the log shows it. */
export interface QueryEntry {
  readonly id: string
  readonly kind: 'trade' | 'traveller'
  readonly agency: string
  readonly subject: string
  readonly purpose?: string
  readonly allowed: readonly string[]
  readonly denied: readonly string[]
  readonly by: string
  readonly at: string
}

/** The purposes an agency is entitled to, from the register. */
export function useEntitlements(): readonly { readonly agency: string; readonly purpose: string; readonly fields: readonly string[] }[] {
  const found = useQuery({ queryKey: ['register', 'entitlements'], queryFn: ({ signal }) => get<Page<{ data: { agency: string; purpose: string; fields: string[] } }>>('/registers/entitlements', { limit: 200 }, signal), meta: { subjects: ['register'] } })
  return found.data?.items.map(({ data }) => data) ?? []
}
