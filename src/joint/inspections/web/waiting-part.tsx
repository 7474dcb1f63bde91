import { useQueries } from '@tanstack/react-query'
import { get } from '../../../web/api/client.ts'
import { useCodeName } from '../../../web/i18n/i18n.ts'
import { Due } from '../../../web/kit/moment.tsx'
import { Parties } from '../../../web/reference/party.tsx'

interface WaitingView {
  readonly declaration: string
  readonly agency: string
  readonly act: string
  readonly until: string
}

/** Who has to act next on a consignment, for what and by when. */
export interface Turn {
  readonly agencies: readonly string[]
  readonly act: string
  readonly due: string
}

const page = 100

/** Whose turn it is on each of the declarations of a port; asked page by page, so that a longer list asks only for what is new. */
export function useTurns(port: string, declarations: readonly string[]): ReadonlyMap<string, Turn> {
  const pages = port === '' ? [] : Array.from({ length: Math.ceil(declarations.length / page) }, (_, i) => declarations.slice(i * page, (i + 1) * page).join(','))
  const answers = useQueries({
    queries: pages.map((ids) => ({
      queryKey: ['waiting', port, ids],
      queryFn: ({ signal }: { readonly signal: AbortSignal }) => get<{ readonly items: readonly WaitingView[] }>('/waiting', { port, declarations: ids }, signal),
      meta: { subjects: ['joint-inspection', 'declaration', 'directive'] },
      placeholderData: (before: { readonly items: readonly WaitingView[] } | undefined) => before,
    })),
  })
  return turnsOf(answers.flatMap(({ data }) => data?.items ?? []))
}

/** What is due first on each declaration speaks for it; agencies that owe the same share the turn. */
function turnsOf(waiting: readonly WaitingView[]): ReadonlyMap<string, Turn> {
  const turns = new Map<string, Turn>()
  for (const { declaration, agency, act, until } of waiting) {
    const first = turns.get(declaration)
    if (first === undefined) turns.set(declaration, { agencies: [agency], act, due: until })
    else if (first.act === act && first.due === until && !first.agencies.includes(agency)) turns.set(declaration, { ...first, agencies: [...first.agencies, agency] })
  }
  return turns
}

/** A turn in a line of a list. */
export function TurnLine({ turn }: { readonly turn: Turn }) {
  const code = useCodeName()
  return (
    <span className="stack tight">
      <span className="row nowrap">
        <Parties codes={turn.agencies} />
        <span>{code('nextAct', turn.act)}</span>
      </span>
      <Due at={turn.due} />
    </span>
  )
}
