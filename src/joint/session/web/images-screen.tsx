import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { UploadOutlined } from '@ant-design/icons'
import { App, Button, Form, Input, Radio } from 'antd'
import { useRef, useState } from 'react'
import { href, send, sendRaw } from '../../../web/api/client.ts'
import { asProblem, type ProblemEntry } from '../../../web/api/problem.ts'
import { useCodeName, useTexts } from '../../../web/i18n/i18n.ts'
import { Empty, Failure, Loading } from '../../../web/kit/blank.tsx'
import { useCommand } from '../../../web/kit/command.ts'
import { ErrorSummary } from '../../../web/kit/error-summary.tsx'
import { Moment } from '../../../web/kit/moment.tsx'
import { PageHead } from '../../../web/kit/page-head.tsx'
import { Pill } from '../../../web/kit/pill.tsx'
import { Parties, Party } from '../../../web/reference/party.tsx'
import { useActor } from '../../../web/session/session.ts'
import { inspectionQuery } from '../../inspections/web/inspection-query.ts'
import type { InspectionView } from '../../inspections/web/inspection-view.ts'
import { imagesQuery, type ImageView } from './queries.ts'
import { Viewer, type Box } from './viewer.tsx'
import './session.css'

/** One machine, two screens: the same image before every party, each party's own verdict, and the opening that follows (JI-13, JI-14). */
export function ImagesScreen() {
  const { id } = useParams({ from: '/shell/inspections/$id/images' })
  const { t } = useTexts()
  const found = useQuery(inspectionQuery(id))
  const images = useQuery(imagesQuery(id))
  const [picked, setPicked] = useState<string | undefined>(undefined)
  const error = found.error ?? images.error
  if (error !== null) return <Failure error={error} retry={() => void images.refetch()} />
  if (found.data === undefined || images.data === undefined) return <Loading rows={10} />
  const { items } = images.data
  const shown = items.find((image) => image.id === picked) ?? items.at(-1)
  return (
    <>
      <PageHead
        title={`${t('images.title')} · ${found.data.object.ref}`}
        lead={
          <span className="row">
            <Parties codes={found.data.tasks.map((task) => task.agency)} />
            <span>{t('images.lead')}</span>
          </span>
        }
      >
        <Link to="/inspections/$id" params={{ id }}>
          {t('images.back')}
        </Link>
      </PageHead>
      {found.data.state === 'started' && found.data.acts.includes('findings') ? <PutImage inspection={found.data} onPut={() => void images.refetch()} /> : null}
      {items.length > 1 ? (
        <div className="row no-print" role="group" aria-label={t('images.title')}>
          {items.map((image, i) => (
            <Button key={image.id} aria-pressed={image.id === shown?.id} type={image.id === shown?.id ? 'primary' : 'default'} onClick={() => setPicked(image.id)}>
              {t('images.which', { n: i + 1 })}
            </Button>
          ))}
        </div>
      ) : null}
      {shown === undefined ? <Empty title={t('images.none')} text={t('images.noneText')} /> : <OneImage key={shown.id} image={shown} inspection={found.data} />}
    </>
  )
}

function PutImage({ inspection, onPut }: { readonly inspection: InspectionView; readonly onPut: () => void }) {
  const { t } = useTexts()
  const { message } = App.useApp()
  const chooser = useRef<HTMLInputElement>(null)
  const [busy, setBusy] = useState(false)
  const [entries, setEntries] = useState<readonly ProblemEntry[]>([])
  const put = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return
    setBusy(true)
    try {
      await sendRaw(`/joint-inspections/${inspection.id}/images`, file, { 'content-type': file.type === '' ? 'image/png' : file.type })
      setEntries([])
      onPut()
      void message.success(t('act.done'))
    } catch (error) {
      setEntries(asProblem(error).spoken())
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="no-print stack">
      <ErrorSummary entries={entries} title={t('session.refused')} />
      <span>
        <input
          ref={chooser}
          type="file"
          accept="image/png,image/jpeg"
          hidden
          aria-label={t('images.put')}
          onChange={(event) => {
            void put(event.target.files?.[0])
            event.target.value = ''
          }}
        />
        <Button icon={<UploadOutlined aria-hidden />} loading={busy} onClick={() => chooser.current?.click()}>
          {t('images.put')}
        </Button>
      </span>
    </div>
  )
}

function OneImage({ image, inspection }: { readonly image: ImageView; readonly inspection: InspectionView }) {
  const { t } = useTexts()
  const code = useCodeName()
  const actor = useActor()
  const [marks, setMarks] = useState<readonly Box[]>([])
  const party = inspection.tasks.some((task) => task.agency === actor.agency)
  const own = image.verdicts.find((verdict) => verdict.agency === actor.agency)
  const mayRead = inspection.state === 'started' && party && own === undefined && !image.readBy.includes(actor.agency ?? '')
  const standing = image.verdicts.flatMap((verdict) => verdict.marks.map((mark) => ({ ...mark, agency: verdict.agency })))
  return (
    <div className="two-screens">
      <Viewer source={href(`/joint-inspections/${inspection.id}/images/${image.id}`)} standing={standing} agency={actor.agency} {...(mayRead ? { marks, onMarks: setMarks } : {})} />
      <div className="stack">
        <section className="panel" aria-labelledby="verdicts-title">
          <div className="panel-head row spread">
            <h2 id="verdicts-title">{t('images.others')}</h2>
            <Pill tone={image.next.step === 'none' ? 'good' : image.next.step === 'awaited' || image.next.step === 'offered' ? 'warn' : 'joint'}>{code('imageNext', image.next.step)}</Pill>
          </div>
          <ul className="panel-body stack">
            {inspection.tasks.map(({ agency }) => (
              <VerdictLine key={agency} agency={agency} image={image} />
            ))}
          </ul>
          <p className="panel-body small quiet">
            <span className="code">{image.id.slice(0, 16)}</span> · {image.device ?? '—'} · <Party code={image.agency} /> <Moment at={image.at} />
          </p>
        </section>
        {mayRead ? <VerdictForm image={image} marks={marks} onMarks={setMarks} /> : null}
        {image.next.step === 'offered' && actor.agency !== undefined && image.next.agencies.includes(actor.agency) ? <OfferForm image={image} /> : null}
      </div>
    </div>
  )
}

function VerdictLine({ agency, image }: { readonly agency: string; readonly image: ImageView }) {
  const { t } = useTexts()
  const verdict = image.verdicts.find((one) => one.agency === agency)
  const read = image.readBy.includes(agency)
  return (
    <li className="row">
      <Party code={agency} />
      {verdict === undefined ? (
        <span className="quiet">
          {read ? t('images.given') : t('images.awaited')}
          {read ? <span className="sub">{t('images.hidden')}</span> : null}
        </span>
      ) : (
        <span>
          <Pill tone={verdict.verdict === 'open' ? 'warn' : 'good'}>{t(`images.${verdict.verdict}`)}</Pill> <Moment at={verdict.at} short />
          {verdict.joins === undefined ? null : <span className="sub">{t(verdict.joins ? 'images.joins' : 'images.absent')}</span>}
          {verdict.note === undefined ? null : <span className="sub">{verdict.note}</span>}
        </span>
      )}
    </li>
  )
}

function VerdictForm({ image, marks, onMarks }: { readonly image: ImageView; readonly marks: readonly Box[]; readonly onMarks: (marks: readonly Box[]) => void }) {
  const { t } = useTexts()
  const { message } = App.useApp()
  const [entries, setEntries] = useState<readonly ProblemEntry[]>([])
  const run = useCommand<unknown, unknown>((body, key) => send(`/joint-inspections/${image.inspection}/images/${image.id}/verdict`, body, { key }), { touches: ['joint-inspection'], done: () => void message.success(t('act.done')) })
  const finish = ({ verdict, note }: { verdict?: 'clear' | 'open'; note?: string }): void => {
    const sent = marks.map(({ note: said, ...mark }) => ({ ...mark, ...(said === undefined || said.trim() === '' ? {} : { note: said }) }))
    run.mutate({ verdict, marks: sent, ...(note === undefined || note.trim() === '' ? {} : { note }) }, { onSuccess: () => setEntries([]), onError: (problem) => setEntries(problem.spoken()) })
  }
  return (
    <section className="panel no-print" aria-labelledby="own-title">
      <div className="panel-head">
        <h2 id="own-title">{t('images.own')}</h2>
      </div>
      <Form className="panel-body" name="verdict" layout="vertical" requiredMark={false} onFinish={finish}>
        <ErrorSummary entries={entries} title={t('session.refused')} />
        {marks.map((mark, i) => (
          <div key={i} className="mark-row">
            <Input aria-label={`${t('images.markAt', { n: i + 1 })} ${t('images.markNote')}`} placeholder={`${i + 1} ${t('images.markNote')}`} maxLength={200} value={mark.note ?? ''} onChange={(event) => onMarks(marks.map((one, at) => (at === i ? { ...one, note: event.target.value } : one)))} />
            <Button aria-label={t('images.removeMark', { n: i + 1 })} onClick={() => onMarks(marks.filter((_, at) => at !== i))}>
              ×
            </Button>
          </div>
        ))}
        <Form.Item name="verdict" label={t('images.verdict')}>
          <Radio.Group
            options={[
              { value: 'clear', label: t('images.clear') },
              { value: 'open', label: t('images.open') },
            ]}
          />
        </Form.Item>
        <Form.Item name="note" label={t('images.note')}>
          <Input.TextArea rows={2} maxLength={1000} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={run.isPending} block>
          {t('images.give')}
        </Button>
      </Form>
    </section>
  )
}

function OfferForm({ image }: { readonly image: ImageView }) {
  const { t } = useTexts()
  const run = useCommand<{ join: boolean }, unknown>((body, key) => send(`/joint-inspections/${image.inspection}/images/${image.id}/join`, body, { key }), { touches: ['joint-inspection'] })
  return (
    <div className="overlap" role="status">
      <p>{t('images.offer')}</p>
      <div className="row">
        <Button type="primary" loading={run.isPending} onClick={() => run.mutate({ join: true })}>
          {t('images.join')}
        </Button>
        <Button loading={run.isPending} onClick={() => run.mutate({ join: false })}>
          {t('images.stay')}
        </Button>
      </div>
    </div>
  )
}
