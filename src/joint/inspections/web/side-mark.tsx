import { Party } from '../../../web/reference/party.tsx'

/** The mark of a side: an agency by its colours, others by their code. */
export function SideMark({ side }: { readonly side: { readonly kind: string; readonly code: string } }) {
  return side.kind === 'agency' ? <Party code={side.code} /> : <span className="code strong">{side.code}</span>
}
