import { useQuery } from '@tanstack/react-query'
import type { EntryView } from '../../registry/register/entry-view.ts'
import { get, type Page } from '../api/client.ts'
import { useTexts } from '../i18n/i18n.ts'
import { useHasRole } from '../session/session.ts'

interface Option {
  readonly value: string
  readonly label: string
}

function useRegister(name: string, query: { readonly port?: string | undefined; readonly agency?: string | undefined }, enabled: boolean): readonly EntryView[] {
  const found = useQuery({
    queryKey: ['register', name, query],
    queryFn: ({ signal }) => get<Page<EntryView>>(`/registers/${name}`, { ...query, limit: 200 }, signal),
    meta: { subjects: ['register'] },
    staleTime: 60_000,
    retry: false,
    enabled,
  })
  return found.data?.items ?? []
}

/** A name that may be a text or one per language. */
function nameIn(value: unknown, language: 'zh' | 'en'): string {
  if (typeof value === 'string') return value
  const names = (value ?? {}) as { readonly zh?: string; readonly en?: string }
  return names[language] ?? names.zh ?? ''
}

/** The sites of a port, for a select. */
export function useSites(port: string): readonly Option[] {
  const { language } = useTexts()
  return useRegister('sites', { port }, port !== '').map((entry) => ({ value: entry.key, label: `${entry.key} ${nameIn(entry.data['name'], language)}` }))
}

/** The sites of a port with how many inspections each takes at once. */
export function useSitePlaces(port: string): readonly (Option & { readonly places: number })[] {
  const { language } = useTexts()
  return useRegister('sites', { port }, port !== '').map((entry) => ({ value: entry.key, label: `${entry.key} ${nameIn(entry.data['name'], language)}`, places: Number(entry.data['platforms'] ?? 0) }))
}

/** The officers an agency has at a port, for a select. */
export function useOfficers(port: string, agency: string | undefined): readonly Option[] {
  const { language } = useTexts()
  return useRegister('officers', { port, agency }, port !== '' && agency !== undefined).map((entry) => ({ value: entry.key, label: `${entry.key} ${nameIn(entry.data['name'], language)}` }))
}

/** What a site is called: its code, which is on the sign over its door, and its name; the code alone until that has arrived. */
export function useSiteName(port: string): (code: string) => string {
  const sites = useSites(port)
  return (code) => sites.find((site) => site.value === code)?.label ?? code
}

/** What the people of a crew are called, by their numbers; the number of whom no register of the port names, or for readers who may not read it. */
export function useCrewName(port: string): (number: string) => string {
  const { language } = useTexts()
  const official = useHasRole('officer', 'coordinator', 'headquarters', 'auditor')
  const officers = useRegister('officers', { port }, port !== '' && official)
  const names = new Map(officers.map((entry) => [entry.key, nameIn(entry.data['name'], language)]))
  return (number) => names.get(number) ?? number
}
