import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { get } from '../../../web/api/client.ts'
import { StatusPill } from '../../../web/kit/pill.tsx'
import type { DeclarationView } from './declaration-views.ts'

/** A declaration by its number, with where it stands; its id until the number has arrived. */
export function CaseLink({ id }: { readonly id: string }) {
  const found = useQuery({
    queryKey: ['declaration', id],
    queryFn: ({ signal }) => get<DeclarationView>(`/declarations/${id}`, undefined, signal),
    meta: { subjects: ['declaration'], subjectId: id },
    retry: false,
  }).data
  return (
    <span className="row">
      <Link to="/declarations/$id" params={{ id }} className="code strong">
        {found?.number ?? id}
      </Link>
      {found === undefined ? null : <StatusPill state={found.status} />}
    </span>
  )
}
