import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useRef, useState } from 'react'
import type { Row } from '../../../kernel/decision-table/table.ts'
import { ask, send } from '../../../web/api/client.ts'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { useCommand } from '../../../web/kit/command.ts'
import { ErrorSummary } from '../../../web/kit/error-summary.tsx'
import { Moment } from '../../../web/kit/moment.tsx'
import { Pill } from '../../../web/kit/pill.tsx'
import { useActor } from '../../../web/session/session.ts'
import type { DraftView } from '../draft-schema.ts'
import type { SeatsView } from '../share-draft.ts'

const everyMs = 10_000

/** Says every ten seconds that the draft is open here, and in which row; gives who else is there. */
export function useSeats(path: string, row: string | undefined): UseQueryResult<SeatsView> {
  const at = useRef(row)
  at.current = row
  return useQuery({
    queryKey: ['table-draft-seats', path],
    queryFn: ({ signal }) => ask<SeatsView>(`${path}/seat`, at.current === undefined ? {} : { row: at.current.slice(0, 64) }, signal),
    refetchInterval: everyMs,
  })
}

type Seat = SeatsView['seats'][number]

/** Where somebody is: a way into that row, while it is there. */
function Where({ seat, rows, jump }: { readonly seat: Seat; readonly rows: readonly Row[]; readonly jump: (row: number) => void }) {
  const { t } = useTexts()
  if (!seat.here) return <span className="quiet small">{t('editor.hands.was')} <Moment at={seat.seenAt} /></span>
  const row = seat.row === null ? -1 : rows.findIndex(({ id }) => id === seat.row)
  return (
    <>
      <Pill tone="good">{t('editor.hands.here')}</Pill>{' '}
      {row < 0 ? null : <button type="button" className="link-button small" onClick={() => jump(row)}>{t('editor.hands.row', { row: seat.row ?? '' })}</button>}
    </>
  )
}

/** Who writes a draft: its owner invites, everybody sees who is there and in which row, and who was invited may leave. */
export function HandsPart({ path, seats, rows, jump }: { readonly path: string; readonly seats: SeatsView; readonly rows: readonly Row[]; readonly jump: (row: number) => void }) {
  const { t } = useTexts()
  const actor = useActor()
  const client = useQueryClient()
  const [name, setName] = useState('')
  const share = useCommand<{ readonly invite?: string; readonly remove?: string }, DraftView>((body, key) => send(`${path}/hands`, body, { key }), {
    done: (_, { invite }) => {
      if (invite !== undefined) setName('')
      void client.invalidateQueries({ queryKey: ['table-draft-seats', path] })
    },
  })
  const isSelf = (hand: string): boolean => hand === actor.id || hand === actor.name
  const seatOf = (hand: string): Seat | undefined => seats.seats.find((seat) => seat.id === hand || seat.name === hand)
  const watching = seats.seats.filter((seat) => seat.here && seat.name !== seats.owner && !seats.hands.some(({ hand }) => hand === seat.id || hand === seat.name))
  const owner = seatOf(seats.owner)
  return (
    <section className="stack" aria-label={t('editor.hands.title')}>
      <p className="small quiet">{t('editor.hands.lead')}</p>
      {share.error === null ? null : <ErrorSummary entries={share.error.spoken()} />}
      <ul className="hands">
        <li><span><b>{seats.owner}</b> <span className="quiet small">{t('editor.hands.owner')}</span></span>{owner === undefined ? null : <span><Where seat={owner} rows={rows} jump={jump} /></span>}</li>
        {seats.hands.map(({ hand, name: called }) => {
          const seat = seatOf(hand)
          return (
            <li key={hand}>
              <span><b>{called}</b> {isSelf(hand) ? null : seat === undefined ? <span className="quiet small">{t('editor.hands.never')}</span> : <Where seat={seat} rows={rows} jump={jump} />}</span>
              {seats.rules || (seats.mine && isSelf(hand)) ? (
                <Button size="small" loading={share.isPending && share.variables?.remove === hand} onClick={() => share.mutate({ remove: hand })}>{t(isSelf(hand) ? 'editor.hands.leave' : 'editor.hands.remove')}</Button>
              ) : null}
            </li>
          )
        })}
        {watching.map((seat) => <li key={seat.id}><span>{seat.name} <span className="quiet small">{t('editor.hands.looks')}</span></span></li>)}
      </ul>
      {seats.seats.length === 0 ? <p className="quiet small">{t('editor.hands.alone')}</p> : null}
      {seats.rules ? (
        <form className="row" onSubmit={(event) => { event.preventDefault(); if (name.trim() !== '') share.mutate({ invite: name.trim() }) }}>
          <Input size="small" aria-label={t('editor.hands.inviteLabel')} placeholder={t('editor.hands.inviteLabel')} value={name} maxLength={100} onChange={(event) => setName(event.target.value)} />
          <Button size="small" htmlType="submit" disabled={name.trim() === ''} loading={share.isPending && share.variables?.invite !== undefined}>{t('editor.hands.invite')}</Button>
        </form>
      ) : null}
    </section>
  )
}
