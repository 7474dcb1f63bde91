import { queryOptions } from '@tanstack/react-query'
import { get } from '../api/client.ts'

/** The sign-ins of a demonstration. */
export interface Demo {
  readonly accounts: readonly { readonly login: string; readonly role: string; readonly name: string }[]
  readonly password: string
}

/** Fails with 404 where the program does real work: then nothing of the demonstration is shown. */
export const demoQuery = queryOptions({
  queryKey: ['demo'],
  queryFn: ({ signal }) => get<Demo>('/public/demo', undefined, signal),
  retry: false,
  staleTime: Infinity,
})
