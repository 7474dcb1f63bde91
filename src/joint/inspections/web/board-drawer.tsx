import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useCodeName, useTexts } from '../../../web/i18n/i18n.ts'
import { Moment } from '../../../web/kit/moment.tsx'
import { StatusPill } from '../../../web/kit/pill.tsx'
import { Parties, Party } from '../../../web/reference/party.tsx'
import { Site } from '../../../web/reference/named.tsx'
import { useCrewName } from '../../../web/reference/resources.ts'
import { usePackName } from '../../../web/reference/reference.ts'
import { useActor } from '../../../web/session/session.ts'
import { CaseLink } from '../../../window/declarations/web/case-link.tsx'
import { AgreeForm, DeclineForm, JudgeForm, RescheduleForm } from './arrange-forms.tsx'
import { InterruptForm, ProceedForm } from './stop-forms.tsx'
import type { CollisionView } from './collision-view.ts'
import type { InspectionView, TaskView } from './inspection-view.ts'
import { MeetingLine } from './lanes-part.tsx'

/** So many pairs of directives explain a match; the others say the same. */
const shownMeetings = 3

/** An inspection on the board: why it came to be, what each party said, side by side, and what the reader can do about it. */
export function BoardDrawer({ inspection, collision }: { readonly inspection: InspectionView; readonly collision: CollisionView | undefined }) {
  const { t } = useTexts()
  const actor = useActor()
  return (
    <div className="stack wide">
      <div className="row">
        <b className="code drawer-object">{inspection.object.ref}</b>
        <StatusPill state={inspection.state} group="inspectionState" />
        <SlotText inspection={inspection} />
        <Link to="/inspections/$id" params={{ id: inspection.id }}>
          {t('board.openSession')}
        </Link>
        <Link to="/inspections/$id/arrange" params={{ id: inspection.id }}>
          {t('arrange.open')}
        </Link>
      </div>
      {collision === undefined ? null : (
        <section className="stack tight" aria-labelledby="why-met">
          <h3 id="why-met">{t('board.whyMet')}</h3>
          {collision.explanation.slice(0, shownMeetings).map((meeting) => (
            <div key={meeting.directives.join()} className="row">
              <Parties codes={meeting.agencies} />
              <MeetingLine meeting={meeting} />
            </div>
          ))}
          {collision.explanation.length <= shownMeetings ? null : <span className="sub">{t('board.moreMet', { count: collision.explanation.length - shownMeetings })}</span>}
        </section>
      )}
      {inspection.judgement === undefined ? null : <JudgementPart inspection={inspection} />}
      <section aria-labelledby="parties-title" className="stack tight">
        <h3 id="parties-title">{t('board.parties')}</h3>
        <div className="sides">
          {inspection.tasks.map((task) => (
            <Side port={inspection.port} key={task.agency} task={task} mine={task.agency === actor.agency} />
          ))}
        </div>
      </section>
      {inspection.declarations.length === 0 ? null : (
        <section className="stack tight" aria-labelledby="cases-title">
          <h3 id="cases-title">{t('board.cases')}</h3>
          <ul className="row">
            {inspection.declarations.map((id) => (
              <li key={id}>
                <CaseLink id={id} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <ActParts inspection={inspection} />
    </div>
  )
}

/** What the reader can do now, one act at a time. */
export function ActParts({ inspection }: { readonly inspection: InspectionView }) {
  const { t } = useTexts()
  const code = useCodeName()
  const forms = [
    { act: 'agree', form: <AgreeForm inspection={inspection} /> },
    { act: 'reschedule', form: <RescheduleForm inspection={inspection} /> },
    { act: 'judge', form: <JudgeForm inspection={inspection} /> },
    { act: 'decline', form: <DeclineForm inspection={inspection} /> },
    { act: 'interrupt', form: <InterruptForm inspection={inspection} /> },
    { act: 'proceed', form: <ProceedForm inspection={inspection} /> },
  ].filter(({ act }) => inspection.acts.includes(act) && (act !== 'proceed' || (inspection.overdue ?? []).length > 0))
  const [chosen, choose] = useState<string | undefined>(undefined)
  const shown = forms.find(({ act }) => act === chosen) ?? forms[0]
  if (shown === undefined) return null
  return (
    <div className="stack">
      <div className="choices" role="group" aria-label={t('board.acts')}>
        {forms.map(({ act }) => (
          <button key={act} type="button" className={act === shown.act ? 'chosen' : ''} aria-pressed={act === shown.act} onClick={() => choose(act)}>
            {code('act', act)}
          </button>
        ))}
      </div>
      {shown.form}
    </div>
  )
}

function SlotText({ inspection }: { readonly inspection: InspectionView }) {
  const { t } = useTexts()
  if (inspection.slot === undefined) {
    return (
      <span className="quiet">
        {t('board.needed')} <Moment at={inspection.window.from} /> – <Moment at={inspection.window.to} />
      </span>
    )
  }
  return (
    <span className="strong">
      <Moment at={inspection.slot.from} />–<Moment at={inspection.slot.to} short />
      {inspection.site === undefined ? '' : ' · '}
      <Site port={inspection.port} code={inspection.site} />
    </span>
  )
}

function Side({ port, task, mine }: { readonly port: string; readonly task: TaskView; readonly mine: boolean }) {
  const { t, list } = useTexts()
  const name = usePackName()
  const person = useCrewName(port)
  return (
    <div className={`side ${mine ? 'mine' : ''}`}>
      <span className="row">
        <Party code={task.agency} />
        <span className="small">{name('agencies', task.agency)}</span>
      </span>
      <span className="small">{list(task.duties.map((duty) => (duty.kind === 'method' ? name('methods', duty.code) : duty.code)))}</span>
      {task.confirmed === undefined ? (
        <span>
          <span className="pill tone-warn">{t('board.answer.waiting')}</span>
        </span>
      ) : (
        <span className="stack tight">
          <span>
            <span className="pill tone-good">{t('board.answer.yes')}</span>
          </span>
          <span className="sub">
            {task.confirmed.name} · <Moment at={task.confirmed.at} />
          </span>
        </span>
      )}
      {task.crew.length === 0 ? null : <span className="small">{t('board.crew', { crew: list(task.crew.map(person)) })}</span>}
    </div>
  )
}

/** The coordinator's three judgements with their reasons (DC-08); nothing before they are given. */
export function JudgementPart({ inspection }: { readonly inspection: InspectionView }) {
  const { t } = useTexts()
  const code = useCodeName()
  const { judgement } = inspection
  if (judgement === undefined) return null
  return (
    <section className="stack tight" aria-labelledby="judged-title">
      <h3 id="judged-title">{t('board.judged')}</h3>
      <div className="row">
        {(['necessity', 'feasibility', 'effectiveness'] as const).map((point) => (
          <span key={point} className={`pill tone-${judgement[point].yes ? 'good' : 'bad'}`}>
            {code('judged', point)} {judgement[point].yes ? t('common.yes') : t('common.no')}
            {judgement[point].reason === undefined ? '' : ` (${judgement[point].reason})`}
          </span>
        ))}
      </div>
    </section>
  )
}
