import { Link, useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import type { NoticeView } from '../../platform/notices/notice-view.ts'
import { send } from '../api/client.ts'
import { useCodeName, useTexts } from '../i18n/i18n.ts'
import { inPortTime } from '../i18n/time.ts'
import { Empty, Failure, Loading } from '../kit/blank.tsx'
import { Choices } from '../kit/choices.tsx'
import { useCommand } from '../kit/command.ts'
import { useRows } from '../kit/list-query.ts'
import { Moment } from '../kit/moment.tsx'
import { PageHead } from '../kit/page-head.tsx'
import { StatusPill } from '../kit/pill.tsx'
import { useActor } from '../session/session.ts'
import { usePort } from '../reference/port.ts'
import { usePackName } from '../reference/reference.ts'
import { isCase } from './case-subjects.ts'
import { isNoted } from './inbox-query.ts'
import './inbox.css'

/** What the reader's house has been told, newest first, and whether somebody took note (SW-03, DC-06). */
export function InboxScreen() {
  const { t } = useTexts()
  const search = useSearch({ from: '/shell/inbox' })
  const list = useRows<NoticeView>(['notices'], '/notices', {}, ['notice', 'declaration', 'directive', 'collision', 'joint-inspection', 'result'])
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

/** What a notice says, with moments on the port's clock and the release mode by its name. */
function useNoticeWords(): (notice: NoticeView) => string {
  const { language } = useTexts()
  const { timeZone } = usePort()
  const code = useCodeName()
  const name = usePackName()
  return (notice) => {
    const mode = notice.facts?.['releaseMode']
    const text = inPortTime(notice.message?.[language] ?? code('event', notice.type), timeZone)
    return typeof mode === 'string' ? text.replace(mode, name('releaseModes', mode)) : text
  }
}

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
  if (kind === 'table') return <Link to="/rule-lab">{text}</Link>
  if (kind === 'acceptance-report') {
    return (
      <Link to="/acceptance" search={{ report: id }}>
        {text}
      </Link>
    )
  }
  return (
    <Link to="/ledger" search={{ subject: `${kind}:${id}` }}>
      {text}
    </Link>
  )
}
