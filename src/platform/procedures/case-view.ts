import { z } from 'zod'
import type { Actor } from '../../kernel/actor.ts'
import { toIso } from '../../kernel/instant.ts'
import { availableActs } from '../../kernel/procedure/advance.ts'
import type { AnyCaseKind } from './case-kind.ts'
import type { ActRow, CaseRow } from './store.ts'
import { toCase } from './work-case.ts'

const Text = z.object({ zh: z.string(), en: z.string() })

/** One input of the form of an act. */
const EvidenceView = z.object({ name: z.string(), title: Text, kind: z.enum(['text', 'code', 'day', 'choice']), choices: z.array(z.string()).optional(), required: z.boolean() })

/** A case as a queue shows it, with what its reader may do. */
export const CaseView = z.object({
  id: z.uuid(),
  port: z.string(),
  procedure: z.string(),
  state: z.string(),
  stateTitle: Text,
  version: z.int(),
  enteredAt: z.iso.datetime(),
  /** When the next clock of this state runs out. */
  dueAt: z.iso.datetime().optional(),
  /** Clocks that have run out in this state. */
  overdue: z.array(z.string()),
  parties: z.array(z.string()),
  subject: z.object({ kind: z.string(), id: z.string() }),
  data: z.record(z.string(), z.json()),
  openedBy: z.string(),
  openedAt: z.iso.datetime(),
  closedAt: z.iso.datetime().optional(),
  acts: z.array(z.object({ act: z.string(), title: Text, clause: z.string(), evidence: z.array(EvidenceView) })),
})
export type CaseView = z.infer<typeof CaseView>

/** A case with its time-line. */
export const CaseDetail = CaseView.extend({
  history: z.array(
    z.object({ act: z.string(), title: Text.optional(), from: z.string().optional(), to: z.string(), party: z.string(), by: z.string(), at: z.iso.datetime(), evidence: z.record(z.string(), z.string()) }),
  ),
})
export type CaseDetail = z.infer<typeof CaseDetail>

/** A case for one reader: the acts are those open to them now, with their forms. */
export function toCaseView(actor: Actor, kind: AnyCaseKind, row: CaseRow): CaseView {
  const { procedure } = kind
  const title = procedure.states[row.state] ?? { zh: row.state, en: row.state }
  return {
    id: row.id,
    port: row.port,
    procedure: row.procedure,
    state: row.state,
    stateTitle: { ...title },
    version: row.version,
    enteredAt: toIso(row.entered_at),
    ...(row.due_at === null ? {} : { dueAt: toIso(row.due_at) }),
    overdue: [...row.overdue],
    parties: [...row.parties],
    subject: { kind: row.subject_kind, id: row.subject_id },
    data: row.data as CaseView['data'],
    openedBy: row.opened_by,
    openedAt: toIso(row.opened_at),
    ...(row.closed_at === null ? {} : { closedAt: toIso(row.closed_at) }),
    acts: availableActs(procedure, row.state, kind.partiesOf(actor, toCase(row))).map(({ act, title: name, clause, evidence }) => ({
      act,
      title: { ...name },
      clause,
      evidence: evidence.map((one) => ({
        name: one.name,
        title: { ...one.title },
        required: one.required,
        ...(typeof one.kind === 'object' ? { kind: 'choice' as const, choices: [...one.kind.choices] } : { kind: one.kind }),
      })),
    })),
  }
}

/** What an act is called; opening and clocks have no name of their own. */
function titled(procedure: AnyCaseKind['procedure'], act: string): { title?: z.infer<typeof Text> } {
  const found = procedure.transitions.find((one) => one.act === act)
  return found === undefined ? {} : { title: { ...found.title } }
}

/** A case with everything that happened to it. */
export function toCaseDetail(actor: Actor, kind: AnyCaseKind, row: CaseRow, acts: readonly ActRow[]): CaseDetail {
  return {
    ...toCaseView(actor, kind, row),
    history: acts.map((act) => ({
      act: act.act,
      ...titled(kind.procedure, act.act),
      ...(act.from_state === null ? {} : { from: act.from_state }),
      to: act.to_state,
      party: act.party,
      by: act.actor_name,
      at: toIso(act.at),
      evidence: { ...act.evidence },
    })),
  }
}
