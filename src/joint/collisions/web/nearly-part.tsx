import { App, Button } from 'antd'
import { send } from '../../../web/api/client.ts'
import { useCommand } from '../../../web/kit/command.ts'
import { usePort } from '../../../web/reference/port.ts'
import { useActor } from '../../../web/session/session.ts'
import { useCodeName, useTexts } from '../../../web/i18n/i18n.ts'
import { hourMinute } from '../../../web/i18n/time.ts'
import type { Wire } from '../../../web/api/wire.ts'
import { Empty, Failure, Loading } from '../../../web/kit/blank.tsx'
import { Grid } from '../../../web/kit/grid.tsx'
import { useRows } from '../../../web/kit/list-query.ts'
import { Moment } from '../../../web/kit/moment.tsx'
import { Parties } from '../../../web/reference/party.tsx'
import type { SharedOpeningView } from '../../openings/public.ts'
import type { KeptNearMiss } from '../domain/collision.ts'
import { useSpan, WhyNot } from './why-not.tsx'
import './nearly.css'

type NearMissView = Wire<KeptNearMiss>
type OpeningView = Wire<SharedOpeningView>

const subjects = ['collision', 'joint-inspection', 'directive']

/** What nearly met, with the one condition that failed, and the containers that one opening would serve (DC-04, DC-13, JI-26). */
export function Nearly({ port, onOpen }: { readonly port: string; readonly onOpen: (inspection: string) => void }) {
  const { t } = useTexts()
  const known = port !== ''
  const openings = useRows<OpeningView>(['board', 'openings'], '/shared-openings', { port, limit: 50 }, subjects, known)
  const misses = useRows<NearMissView>(['board', 'nearly'], '/collisions', { port, state: 'near-miss', limit: 100 }, subjects, known)
  const failed = openings.error ?? misses.error
  if (failed !== null) return <Failure error={failed} retry={misses.retry} />
  if (openings.isPending || misses.isPending) return <Loading rows={8} />
  return (
    <div className="nearly">
      <section aria-labelledby="nearly-openings">
        <h2 id="nearly-openings">{t('nearly.openings')}</h2>
        <p className="quiet small">{t('nearly.openingsLead')}</p>
        {openings.rows.length === 0 ? <Empty title={t('nearly.noOpenings')} /> : <Openings rows={openings.rows} onOpen={onOpen} />}
      </section>
      <section aria-labelledby="nearly-misses">
        <h2 id="nearly-misses">{t('board.lane.near')}</h2>
        <p className="quiet small">{t('nearly.missesLead')}</p>
        {misses.rows.length === 0 ? <Empty title={t('nearly.noMisses')} /> : <Misses rows={misses.rows} more={misses.more} fetching={misses.fetching} />}
      </section>
    </div>
  )
}

function Openings({ rows, onOpen }: { readonly rows: readonly OpeningView[]; readonly onOpen: (inspection: string) => void }) {
  const { t, list } = useTexts()
  const code = useCodeName()
  return (
    <Grid<OpeningView>
      label={t('nearly.openings')}
      rows={rows}
      keyOf={(row) => `${row.port} ${row.object.key}`}
      columns={[
        { key: 'box', title: t('nearly.container'), render: (row) => <span className="code strong">{row.object.ref}</span>, width: 150 },
        { key: 'parties', title: t('nearly.parties'), render: (row) => <Parties codes={row.agencies} />, width: 150 },
        { key: 'inside', title: t('nearly.inside'), render: (row) => list([...new Set(row.directives.map(({ agency, object }) => `${agency} · ${code('objectKind', object.kind)} ${object.ref}`))]) },
        { key: 'why', title: t('nearly.why'), render: (row) => <WhyOne row={row} /> },
        {
          key: 'go', title: t('nearly.inspections'), width: 170,
          render: (row) => (
            <span className="row">
              {row.inspections.map((id, i) => (
                <button key={id} type="button" className="link-button" onClick={() => onOpen(id)}>
                  {t('nearly.inspection', { n: i + 1 })}
                </button>
              ))}
              <TogetherButton row={row} />
            </span>
          ),
        },
      ]}
    />
  )
}

/** One click puts one time before the parties of every inspection the opening would serve. */
function TogetherButton({ row }: { readonly row: OpeningView }) {
  const { t, language } = useTexts()
  const { message } = App.useApp()
  const actor = useActor()
  const { timeZone } = usePort()
  const run = useCommand<unknown, { readonly slot: { readonly from: string }; readonly site: string }>((body, key) => send('/shared-openings/propose', body, { key }), {
    touches: subjects,
    done: ({ slot, site }) => void message.success(t('nearly.proposedTogether', { time: hourMinute(slot.from, timeZone), site })),
  })
  if (!actor.roles.some((role) => role === 'coordinator' || role === 'officer')) return null
  return (
    <Button size="small" loading={run.isPending} onClick={() => run.mutate({ port: row.port, object: row.object.ref }, { onError: (problem) => void message.error(problem.spoken()[0]?.message[language] ?? t('session.refused')) })}>
      {t('nearly.together')}
    </Button>
  )
}

function WhyOne({ row }: { readonly row: OpeningView }) {
  const { t } = useTexts()
  const span = useSpan()
  const [meeting] = row.explanation
  return (
    <span className="small">
      {meeting === undefined ? null : `${t('nearly.oneBox', { count: row.inspections.length, distance: span(meeting.distance), within: span(meeting.within) })} · ${meeting.rule.id} v${meeting.rule.version}`}
      {row.keptApart.length === 0 ? null : <span className="sub">{t('nearly.keptApart', { count: row.keptApart.length })}</span>}
    </span>
  )
}

function Misses({ rows, more, fetching }: { readonly rows: readonly NearMissView[]; readonly more: (() => void) | undefined; readonly fetching: boolean }) {
  const { t } = useTexts()
  return (
    <Grid<NearMissView>
      label={t('board.lane.near')}
      rows={rows}
      keyOf={(row) => row.id}
      more={more}
      fetching={fetching}
      columns={[
        { key: 'parties', title: t('nearly.parties'), render: (row) => <Parties codes={[...new Set(row.agencies)]} />, width: 130 },
        { key: 'object', title: t('nearly.object'), render: (row) => <span className="code strong">{row.refs[0] ?? row.object.key}</span> },
        { key: 'why', title: t('nearly.failed'), render: (row) => <WhyNot failed={row.failed} apart={row.distance} within={row.within} about={row.about} /> },
        { key: 'rule', title: t('nearly.rule'), wideOnly: true, render: (row) => (row.rule === undefined ? '—' : <span className="code small">{`${row.rule.id} v${row.rule.version}`}</span>) },
        { key: 'at', title: t('nearly.foundAt'), render: (row) => <Moment at={row.foundAt} />, width: 150 },
      ]}
    />
  )
}
