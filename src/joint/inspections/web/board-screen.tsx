import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Drawer } from 'antd'
import { useEffect } from 'react'
import { get } from '../../../web/api/client.ts'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { Empty, Failure, Loading } from '../../../web/kit/blank.tsx'
import { Choices } from '../../../web/kit/choices.tsx'
import { useRows } from '../../../web/kit/list-query.ts'
import { useNow } from '../../../web/kit/now.ts'
import { PageHead } from '../../../web/kit/page-head.tsx'
import { usePort } from '../../../web/reference/port.ts'
import type { CollisionView, NearMissView } from './collision-view.ts'
import { Nearly } from '../../collisions/web/nearly-part.tsx'
import { BoardDrawer } from './board-drawer.tsx'
import { Gantt } from './gantt.tsx'
import { isLate } from './lanes.ts'
import { Lanes } from './lanes-part.tsx'
import { inspectionQuery } from './inspection-query.ts'
import { useBoard } from './use-board.ts'
import './board.css'
import './arrange.css'

const subjects = ['collision', 'joint-inspection', 'directive']

/** The joint-inspection board: what met and why, what nearly met, what waits for whose yes, what runs, what is late. */
export function BoardScreen() {
  const { t } = useTexts()
  const search = useSearch({ from: '/shell/board' })
  const navigate = useNavigate()
  const port = usePort()
  const now = useNow()
  const known = port.code !== ''
  const inspections = useBoard(port.code, search.kind === 'all' ? undefined : 'joint')
  const collisions = useRows<CollisionView>(['board', 'collisions'], '/collisions', { port: port.code, state: 'proposed', limit: 200 }, subjects, known)
  // What is due first may be the oldest match: the matches are read on until every card that waits has its own.
  const matched = new Set(collisions.rows.map((collision) => collision.id))
  const lacking = collisions.more !== undefined && inspections.rows.some(({ state, collision }) => state === 'proposed' && collision !== undefined && !matched.has(collision))
  const readOn = collisions.more
  useEffect(() => {
    if (lacking) readOn?.()
  }, [lacking, readOn])
  const misses = useRows<NearMissView>(['board', 'near'], '/collisions', { port: port.code, state: 'near-miss', limit: 50 }, subjects, known)
  const close = (): void => void navigate({ to: '/board', search: { ...search, open: undefined } as never })
  const show = (id: string): void => void navigate({ to: '/board', search: { ...search, open: id } as never })
  const late = inspections.rows.filter((inspection) => isLate(inspection, now))
  const shown = search.view === 'late' ? late : inspections.rows
  return (
    <>
      <PageHead title={t('board.title')} lead={t('board.lead')}>
        <Choices
          name="kind"
          label={t('board.kind')}
          value={search.kind}
          options={[
            { value: undefined, label: t('board.jointOnly') },
            { value: 'all', label: t('board.everyKind') },
          ]}
        />
        <Choices
          name="view"
          label={t('board.view')}
          value={search.view}
          options={[
            { value: undefined, label: t('board.lanes') },
            { value: 'time', label: t('board.time') },
            { value: 'late', label: t('board.late'), count: late.length },
            { value: 'near', label: t('nearly.title') },
          ]}
        />
      </PageHead>
      {inspections.error !== null ? (
        <Failure error={inspections.error} retry={inspections.retry} />
      ) : inspections.isPending ? (
        <Loading rows={10} />
      ) : search.view === 'near' ? (
        <Nearly port={port.code} onOpen={show} />
      ) : search.view === 'time' ? (
        <Gantt inspections={inspections.rows} day={search.day} onOpen={show} />
      ) : shown.length === 0 && misses.rows.length === 0 ? (
        <Empty title={search.view === 'late' ? t('board.noneLate') : t('board.none')} text={t('board.noneText')} />
      ) : (
        <Lanes inspections={shown} collisions={collisions.rows} misses={search.view === 'late' ? [] : misses.rows} more={inspections.more} onOpen={show} />
      )}
      <Drawer open={search.open !== undefined} onClose={close} size={720} title={t('board.drawer')} destroyOnHidden>
        {search.open === undefined ? null : <OpenInspection id={search.open} />}
      </Drawer>
    </>
  )
}

/** The drawer reads the inspection by itself: only there are the times that would suit everybody. */
function OpenInspection({ id }: { readonly id: string }) {
  const found = useQuery(inspectionQuery(id))
  const inspection = found.data
  const match = inspection?.collision
  const collision = useQuery({
    queryKey: ['collision', match],
    queryFn: ({ signal }) => get<CollisionView>(`/collisions/${match ?? ''}`, undefined, signal),
    meta: { subjects: ['collision'] },
    enabled: match !== undefined,
  }).data
  if (found.error !== null) return <Failure error={found.error} retry={() => void found.refetch()} />
  return inspection === undefined ? <Loading /> : <BoardDrawer inspection={inspection} collision={collision} />
}
