import { useCodeName, useTexts } from '../../../web/i18n/i18n.ts'
import { nameFor } from '../../../web/i18n/time.ts'
import { Moment } from '../../../web/kit/moment.tsx'
import { Pill } from '../../../web/kit/pill.tsx'
import type { Tone } from '../../../web/kit/tones.ts'
import { usePackName } from '../../../web/reference/reference.ts'
import { Site } from '../../../web/reference/named.tsx'
import { useCrewName } from '../../../web/reference/resources.ts'
import { useActor } from '../../../web/session/session.ts'
import type { InspectionView, TaskView } from './inspection-view.ts'
import { SideMark } from './side-mark.tsx'

type AnswerView = NonNullable<InspectionView['answers']>[number]

const tones: Readonly<Record<AnswerView['said'], Tone>> = { yes: 'good', no: 'bad', other: 'info', wish: 'info', cannot: 'bad' }

/** Every side beside the others: what it says now, and below what it said before (JI-07). */
export function SideAnswers({ inspection }: { readonly inspection: InspectionView }) {
  const { answers = [] } = inspection
  const others = [...new Map(answers.filter((answer) => answer.side.kind !== 'agency').map((answer) => [`${answer.side.kind}:${answer.side.code}`, answer.side])).values()]
  const silent = inspection.parties.filter((party) => !others.some((side) => side.code === party))
  return (
    <div className="sides">
      {inspection.tasks.map((task) => (
        <Side port={inspection.port} key={task.agency} side={{ kind: 'agency', code: task.agency }} task={task} answers={answers.filter((answer) => answer.side.kind === 'agency' && answer.side.code === task.agency)} />
      ))}
      {others.map((side) => (
        <Side port={inspection.port} key={`${side.kind}:${side.code}`} side={side} answers={answers.filter((answer) => answer.side.kind === side.kind && answer.side.code === side.code)} />
      ))}
      {silent.map((party) => (
        <Side port={inspection.port} key={party} side={{ kind: 'enterprise', code: party }} answers={[]} />
      ))}
    </div>
  )
}

function Side({ port, side, task, answers }: { readonly port: string; readonly side: AnswerView['side']; readonly task?: TaskView; readonly answers: readonly AnswerView[] }) {
  const { t, list } = useTexts()
  const code = useCodeName()
  const name = usePackName()
  const actor = useActor()
  const person = useCrewName(port)
  const last = answers.at(-1)
  const earlier = answers.slice(0, -1).toReversed()
  // What an agency said holds only while nobody asked anew.
  const stands = side.kind !== 'agency' || last?.said !== 'yes' || task?.confirmed !== undefined
  const mine = side.code === (side.kind === 'agency' ? actor.agency : side.kind === 'enterprise' ? actor.enterprise : actor.site)
  return (
    <div className={`side ${mine ? 'mine' : ''}`}>
      <span className="row spread">
        <span className="row">
          <SideMark side={side} />
          <span className="small">{side.kind === 'agency' ? name('agencies', side.code) : code('sideKind', side.kind)}</span>
        </span>
        {last === undefined || !stands ? <Pill tone="warn">{t(last === undefined ? 'arrange.silent' : 'arrange.askedAgain')}</Pill> : <Pill tone={tones[last.said]}>{code('said', last.said)}</Pill>}
      </span>
      {task === undefined || task.duties.length === 0 ? null : <span className="small">{list(task.duties.map((duty) => (duty.kind === 'method' ? name('methods', duty.code) : duty.code)))}</span>}
      {last === undefined ? null : <Said port={port} answer={last} />}
      {task === undefined || task.crew.length === 0 ? null : <span className="small">{t('board.crew', { crew: list(task.crew.map(person)) })}</span>}
      {earlier.length === 0 ? null : (
        <details className="small">
          <summary>{t('arrange.earlier', { count: earlier.length })}</summary>
          <ul className="stack tight">
            {earlier.map((answer) => (
              <li key={answer.at}>
                <b>{code('said', answer.said)}</b> <Said port={port} answer={answer} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}

function Said({ port, answer }: { readonly port: string; readonly answer: AnswerView }) {
  const { language } = useTexts()
  return (
    <span className="stack tight small">
      {answer.slot === undefined ? null : (
        <span>
          <Moment at={answer.slot.from} />–<Moment at={answer.slot.to} short /> <Site port={port} code={answer.site} />
        </span>
      )}
      {answer.reason === undefined ? null : <q>{answer.reason}</q>}
      <span className="sub">
        {answer.name === answer.side.code ? null : `${nameFor(answer.name, language)} · `}
        <Moment at={answer.at} />
      </span>
    </span>
  )
}
