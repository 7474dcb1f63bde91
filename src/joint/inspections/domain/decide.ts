import type { Actor } from '../../../kernel/actor.ts'
import type { Instant, Interval, Milliseconds } from '../../../kernel/instant.ts'
import type { Participants } from '../../../kernel/pack.ts'
import type { Refusal } from '../../../kernel/refusal.ts'
import type { Result } from '../../../kernel/result.ts'
import { agree, reschedule, type Agreement } from './agree.ts'
import { wish, type Wish } from './answer.ts'
import { dispose, type DisposeCommand, type DisposeLaw } from './dispose.ts'
import type { Decided, HandlingAction } from './event.ts'
import type { Act, Inspection, Judgement, Person, Task } from './inspection.ts'
import { interrupt, proceed } from './interrupt.ts'
import { invite } from './invite.ts'
import { decline, judge } from './leave.ts'
import { arrive, noShow, type NoShow, type Presence } from './presence.ts'
import { close, handle, recordFindings, start, type Answered, type Handling, type HandlingReport, type SharedChecks, type Started } from './session.ts'

/** Everything that is done to an inspection, from its proposal on. */
export type ActName = Act | 'answer' | 'invite' | 'arrive' | 'no-show'

/**
 * An act with all the facts it is judged by: what was sent, and what the gates and registers know that bears on it. A fact that an act needs has no
 * default: whoever asks without having looked does not compile.
 */
export type Question =
  | { readonly act: 'agree'; readonly agreement: Agreement }
  | { readonly act: 'reschedule'; readonly slot: Interval; readonly site: string; readonly reason: string }
  | { readonly act: 'answer'; readonly actor: Actor; readonly said: Wish }
  | { readonly act: 'decline'; readonly reason: string | undefined }
  | { readonly act: 'judge'; readonly judgement: Omit<Judgement, 'by' | 'at'> }
  | { readonly act: 'invite'; readonly actor: Actor; readonly agency: string; readonly reason: string; readonly part: Participants | undefined }
  | { readonly act: 'arrive'; readonly mode: 'on-site' | 'remote'; readonly reason: string | undefined }
  | { readonly act: 'no-show'; readonly report: NoShow; readonly presences: readonly Presence[]; readonly grace: Milliseconds }
  | { readonly act: 'start'; readonly terms: Started }
  | { readonly act: HandlingAction; readonly report: HandlingReport; readonly earlier: readonly Handling[]; readonly shared: boolean }
  | { readonly act: 'findings'; readonly answers: readonly Answered[]; readonly records: readonly Handling[]; readonly shared: SharedChecks; readonly clear: readonly string[] }
  | { readonly act: 'dispositions'; readonly command: DisposeCommand; readonly law: DisposeLaw }
  | { readonly act: 'interrupt'; readonly reason: string }
  | { readonly act: 'proceed'; readonly agency: string; readonly reason: string; readonly overdue: readonly string[] }
  | { readonly act: 'close' }

/** What comes of an act: what happened, the state after it, tasks that go on by themselves, the record of an opening, weighing or scan. */
export interface Decision extends Decided {
  readonly leaving?: readonly Task[]
  readonly handling?: Handling
}

/** Decides an act: what happens, or every reason why it does not. `held` is what the gates hold against it; nothing held is never decided. */
export function decide(inspection: Inspection, question: Question, held: readonly Refusal[], by: Person, now: Instant): Result<Decision> {
  return held.length > 0 ? { ok: false, refusals: held } : decideFree(inspection, question, by, now)
}

function decideFree(inspection: Inspection, question: Question, by: Person, now: Instant): Result<Decision> {
  switch (question.act) {
    case 'agree':
      return agree(inspection, by, question.agreement, now)
    case 'reschedule':
      return reschedule(inspection, { slot: question.slot, site: question.site, reason: question.reason, by: by.name }, now)
    case 'answer':
      return wish(inspection, question.actor, question.said, now)
    case 'decline':
      return decline(inspection, by, question.reason, now)
    case 'judge':
      return judge(inspection, { ...question.judgement, by: by.name, at: now })
    case 'invite':
      return invite(inspection, question.actor, question, question.part, now)
    case 'arrive':
      return arrive(inspection, by, question.mode, question.reason, now)
    case 'no-show':
      return noShow(inspection, by, question.report, question.presences, question.grace, now)
    case 'start':
      return start(inspection, by, now, question.terms)
    case 'open':
    case 'weigh':
    case 'scan':
      return handle(inspection, by, question.report, question.earlier, question.shared, now)
    case 'findings':
      return recordFindings(inspection, by, question.answers, question.records, now, question.shared, question.clear)
    case 'dispositions':
      return dispose(inspection, by, question.command, question.law, now)
    case 'interrupt':
      return interrupt(inspection, by, question.reason, now)
    case 'proceed':
      return proceed(inspection, by, question.agency, question.reason, question.overdue, now)
    case 'close':
      return close(inspection, by, now)
  }
}
