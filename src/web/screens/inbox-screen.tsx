import { Link, useSearch } from '@tanstack/react-router'
import { App, Button, Popconfirm } from 'antd'
import type { NoticeView } from '../../platform/notices/notice-view.ts'
import { send } from '../api/client.ts'
import { useCodeName, useTexts } from '../i18n/i18n.ts'
import { Empty, Failure, Loading } from '../kit/blank.tsx'
import { Choices } from '../kit/choices.tsx'
import { useCommand } from '../kit/command.ts'
import { useRows } from '../kit/list-query.ts'
import { Moment } from '../kit/moment.tsx'
import { PageHead } from '../kit/page-head.tsx'
import { StatusPill } from '../kit/pill.tsx'
import { useActor } from '../session/session.ts'
import { useNamedText } from '../reference/named-text.ts'
import { usePackName } from '../reference/reference.ts'
import { placesOf } from '../shell/navigation.tsx'
import { isCase } from './case-subjects.ts'
import { isNoted } from './inbox-query.ts'
import './inbox.css'

/** What the reader's house has been told, newest first, and whether somebody took note (SW-03, DC-06). */
export function InboxScreen() {
  const { t } = useTexts()
  const search = useSearch({ from: '/shell/inbox' })
  const list = useRows<NoticeView>(['notices'], '/notices', search.show === 'all' ? {} : { unread: 'true' }, ['notice', 'declaration', 'directive', 'collision', 'joint-inspection', 'result'])
  const shown = search.show === 'all' ? list.rows : list.rows.filter((notice) => !isNoted(notice))
  return (
    <>
      <PageHead title={t('inbox.title')} lead={t('inbox.lead')}>
        <Choices
          name="show"
          label={t('inbox.show')}
          value={search.show}
          options={[
            { value: undefined, label: t('inbox.new') },
            { value: 'all', label: t('common.all') },
          ]}
        />
        <NoteAll notices={shown.filter((notice) => !isNoted(notice)).slice(0, atOnce)} />
      </PageHead>
      {list.error !== null ? (
        <Failure error={list.error} retry={list.retry} />
      ) : list.isPending ? (
        <Loading />
      ) : shown.length === 0 ? (
        <Empty title={t('inbox.none')} text={t('inbox.noneText')} />
      ) : (
        <ul className="inbox panel">
          {shown.map((notice) => (
            <li key={notice.id} className={isNoted(notice) ? 'noted' : undefined}>
              <NoticeLine notice={notice} />
            </li>
          ))}
        </ul>
      )}
      {list.more === undefined ? null : (
        <div>
          <Button onClick={list.more} loading={list.fetching}>
            {t('grid.more')}
          </Button>
        </div>
      )}
    </>
  )
}

/** How many notices are taken note of at once at most. */
const atOnce = 200

/** Takes note of everything that is on the screen, after a question: what was taken note of stays so. */
function NoteAll({ notices }: { readonly notices: readonly NoticeView[] }) {
  const { t, language } = useTexts()
  const { message } = App.useApp()
  const note = useCommand<{ readonly notices: readonly string[] }, { readonly acknowledged: number }>((body, key) => send('/notices/acknowledge', body, { key }), { touches: ['notice'], done: ({ acknowledged }) => void message.success(t('inbox.allNoted', { count: acknowledged })) })
  if (notices.length < 2) return null
  return (
    <Popconfirm
      title={t('inbox.noteAllAsk', { count: notices.length })}
      okText={t('inbox.note')}
      cancelText={t('common.cancel')}
      onConfirm={() => note.mutate({ notices: notices.map(({ id }) => id) }, { onError: (problem) => void message.error(problem.spoken().map((entry) => entry.message[language]).join(' ')) })}
    >
      <Button loading={note.isPending}>{t('inbox.noteAll', { count: notices.length })}</Button>
    </Popconfirm>
  )
}

function NoticeLine({ notice }: { readonly notice: NoticeView }) {
  const { t } = useTexts()
  const words = useNoticeWords()
  const name = usePackName()
  const note = useCommand<object, NoticeView>((_body, key) => send(`/notices/${notice.id}/acknowledge`, {}, { key }), { touches: ['notice'] })
  return (
    <article className="notice">
      <Moment at={notice.owedAt} />
      <div className="grow">
        <p>{words(notice)}</p>
        <span className="row small">
          <SubjectLink kind={notice.subjectKind} id={notice.subjectId} />
          {notice.port === '*' ? null : <span className="quiet">{name('ports', notice.port)}</span>}
          {notice.undelivered ? <StatusPill state="undelivered" /> : null}
          {notice.acknowledgedAt === undefined ? null : (
            <span className="quiet">
              {t('inbox.notedAt')} <Moment at={notice.acknowledgedAt} />
            </span>
          )}
        </span>
      </div>
      {isNoted(notice) ? null : (
        <Button size="small" loading={note.isPending} onClick={() => note.mutate({})}>
          {t('inbox.note')}
        </Button>
      )}
    </article>
  )
}

/** What a notice says: its text, or the name of its type where the reader may not know it. */
function useNoticeWords(): (notice: NoticeView) => string {
  const code = useCodeName()
  const words = useNamedText()
  return (notice) => (notice.message === undefined ? code('event', notice.type) : words(notice.message, notice.facts))
}

/** Pages of subjects that have one, besides those that are addressed by their id. */
const pages: Readonly<Record<string, string>> = { table: '/rule-lab', credit: '/credit', bulletin: '/bulletins', 'hold-rule': '/risk', alert: '/risk', 'risk-record': '/risk', warning: '/risk', 'laboratory-test': '/laboratories', 'capability-plan': '/laboratories', commission: '/acceptance', booking: '/bookings', job: '/jobs' }

/** Leads to the page of what something is about; plain text where there is none. */
export function SubjectLink({ kind, id }: { readonly kind: string; readonly id: string }) {
  const code = useCodeName()
  const actor = useActor()
  const text = code('subject', kind)
  if (kind === 'declaration') {
    return (
      <Link to="/declarations/$id" params={{ id }}>
        {text}
      </Link>
    )
  }
  if (kind === 'joint-inspection') {
    return (
      <Link to={actor.agency === undefined ? '/inspections/$id/arrange' : '/inspections/$id'} params={{ id }}>
        {text}
      </Link>
    )
  }
  if (isCase(kind)) {
    return (
      <Link to="/cases" search={{ open: id }}>
        {text}
      </Link>
    )
  }
  if (kind === 'draw') {
    return (
      <Link to="/draws/$id" params={{ id }}>
        {text}
      </Link>
    )
  }
  const open = placesOf(actor.roles).map((place) => place.to)
  const page = pages[kind]
  if (page !== undefined && open.includes(page)) return <Link to={page}>{text}</Link>
  if (kind === 'acceptance-report') {
    return (
      <Link to="/acceptance" search={{ report: id }}>
        {text}
      </Link>
    )
  }
  // Who may not read the ledger is not led there.
  if (!open.includes('/ledger')) return <span className="quiet">{text}</span>
  return (
    <Link to="/ledger" search={{ subject: `${kind}:${id}` }}>
      {text}
    </Link>
  )
}
