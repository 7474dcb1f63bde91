import { useQuery } from '@tanstack/react-query'
import { get, type Page } from '../../../web/api/client.ts'

/** From so many characters on a number is looked up. */
const enough = 6

/** The declaration somebody typed the number of: its id once it is found, and whether it is known that there is none. */
export function useDeclarationByNumber(number: string | undefined): { readonly id: string | undefined; readonly unknown: boolean } {
  const wanted = (number ?? '').trim()
  const found = useQuery({
    queryKey: ['declarations', 'of-number', wanted],
    queryFn: ({ signal }) => get<Page<{ id: string; number: string }>>('/declarations', { q: wanted, limit: 5 }, signal),
    enabled: wanted.length >= enough,
  })
  const id = found.data?.items.find((one) => one.number === wanted)?.id
  return { id, unknown: wanted.length >= enough && found.data !== undefined && id === undefined }
}
