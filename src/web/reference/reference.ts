import { queryOptions, useQuery } from '@tanstack/react-query'
import type { Method, ObjectKind } from '../../kernel/pack.ts'
import type { ReferenceView } from '../../registry/reference/reference-view.ts'
import { get } from '../api/client.ts'
import { useTexts } from '../i18n/i18n.ts'

const nothingKnown: ReferenceView = {
  ports: [],
  agencies: [],
  releaseModes: [],
  creditGrades: [],
  riskLevels: [],
  clauses: [],
  powers: [],
  methods: [],
  dispositions: [],
  units: [],
  currencies: [],
  countries: [],
  documentTypes: [],
  licenceTypes: [],
  attributes: [],
  categories: [],
  measures: [],
  policies: [],
  registrationEvidence: [],
}

/** Fetched once per visit: a pack changes with a release, not during a shift. */
export const referenceQuery = queryOptions({
  queryKey: ['reference'],
  queryFn: ({ signal }) => get<ReferenceView>('/reference', undefined, signal),
  staleTime: Infinity,
  gcTime: Infinity,
})

/** The names of the pack; empty lists until they have arrived. */
export function useReference(): ReferenceView {
  return useQuery(referenceQuery).data ?? nothingKnown
}

/** Looks up the name of a code of the pack, in the reader's language; an unknown code names itself. */
export function usePackName(): (list: keyof ReferenceView, code: string | undefined) => string {
  const reference = useReference()
  const { language } = useTexts()
  return (list, code) => {
    if (code === undefined || code === '') return '—'
    const entries: readonly { readonly code: string; readonly name: { readonly zh: string; readonly en: string } }[] = reference[list]
    return entries.find((entry) => entry.code === code)?.name[language] ?? code
  }
}

/** A list of the pack as options of a select: `code name`, searchable by either. */
export function useOptions(list: keyof ReferenceView): { value: string; label: string }[] {
  const reference = useReference()
  const { language } = useTexts()
  const entries: readonly { readonly code: string; readonly name: { readonly zh: string; readonly en: string } }[] = reference[list]
  return entries.map((entry) => ({ value: entry.code, label: `${entry.code} ${entry.name[language]}` }))
}

/** The methods that can be used on a kind of object. */
export function methodsFor(reference: ReferenceView, kind: ObjectKind): readonly Method[] {
  return reference.methods.filter((method) => method.objectKinds.includes(kind)).map((method) => method.code)
}

/** The name of the law behind a decision, `《海关法》 第十四条`; undefined where the pack names none, because a bare number tells a reader nothing. */
export function useClauseName(): (clause: string | undefined) => string | undefined {
  const { clauses } = useReference()
  const { language } = useTexts()
  return (clause) => clauses.find((entry) => entry.code === clause)?.name[language]
}
