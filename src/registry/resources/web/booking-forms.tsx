import { Link } from '@tanstack/react-router'
import { App, Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { send } from '../../../web/api/client.ts'
import type { ProblemEntry } from '../../../web/api/problem.ts'
import { useCodeName, useTexts } from '../../../web/i18n/i18n.ts'
import { fromWallClock } from '../../../web/i18n/time.ts'
import { useCommand } from '../../../web/kit/command.ts'
import { ErrorSummary } from '../../../web/kit/error-summary.tsx'
import { WallClockInput } from '../../../web/kit/field.tsx'
import { Moment } from '../../../web/kit/moment.tsx'
import { Party } from '../../../web/reference/party.tsx'
import { usePort } from '../../../web/reference/port.ts'
import { usePackName, useReference } from '../../../web/reference/reference.ts'
import { useActor } from '../../../web/session/session.ts'
import type { BookableView, BookingView } from '../booking-routes.ts'
import type { Taken } from './calendar.ts'

const touches = ['booking', 'joint-inspection']

interface Wanted {
  readonly equipment?: string
  readonly from?: string
  readonly to?: string
  readonly agency?: string
  readonly purpose?: string
  readonly inspection?: string
}

/** Books a time: officers for their own agency, the operator of a site for whichever agency asks. */
export function BookForm({ pieces, inspections, day }: { readonly pieces: readonly BookableView[]; readonly inspections: readonly { readonly id: string; readonly ref: string }[]; readonly day: string }) {
  const { t, language } = useTexts()
  const code = useCodeName()
  const { timeZone } = usePort()
  const actor = useActor()
  const name = usePackName()
  const { agencies } = useReference()
  const { message } = App.useApp()
  const [form] = Form.useForm<Wanted>()
  const [entries, setEntries] = useState<readonly ProblemEntry[]>([])
  const run = useCommand<unknown, BookingView>((body, key) => send('/bookings', body, { key }), {
    touches,
    done: () => {
      void message.success(t('bookings.booked'))
      form.resetFields()
    },
  })
  if (pieces.length === 0) return null
  const finish = ({ equipment, from, to, agency, purpose, inspection }: Wanted): void => {
    const moment = (text: string | undefined): string | undefined => (text === undefined ? undefined : fromWallClock(text, timeZone))
    const body = { equipment, from: moment(from), to: moment(to), purpose, ...(agency === undefined ? {} : { agency }), ...(inspection === undefined ? {} : { inspection }) }
    run.mutate(body, { onSuccess: () => setEntries([]), onError: (problem) => setEntries(problem.spoken()) })
  }
  const nameOf = (piece: BookableView): string => `${piece.code} ${language === 'en' ? (piece.name.en ?? piece.name.zh) : piece.name.zh} · ${code('bookableKind', piece.kind)} · ${piece.site}`
  return (
    <section className="panel bookings-form" aria-labelledby="book-title">
      <div className="panel-head">
        <h2 id="book-title">{t('bookings.book')}</h2>
      </div>
      <div className="panel-body">
        <ErrorSummary entries={entries} />
        <Form<Wanted> form={form} name="book" layout="vertical" requiredMark={false} initialValues={{ from: `${day}T09:00`, to: `${day}T10:00` }} onFinish={finish}>
          <Form.Item name="equipment" label={t('bookings.what')} rules={[{ required: true }]}>
            <Select showSearch optionFilterProp="label" options={pieces.map((piece) => ({ value: piece.code, label: nameOf(piece) }))} />
          </Form.Item>
          <Form.Item name="from" label={t('bookings.from')}>
            <WallClockInput />
          </Form.Item>
          <Form.Item name="to" label={t('bookings.to')}>
            <WallClockInput />
          </Form.Item>
          {actor.agency !== undefined ? null : (
            <Form.Item name="agency" label={t('bookings.for')}>
              <Select options={agencies.map((agency) => ({ value: agency.code, label: name('agencies', agency.code) }))} />
            </Form.Item>
          )}
          <Form.Item name="purpose" label={t('bookings.purpose')} rules={[{ required: true }]}>
            <Input maxLength={200} />
          </Form.Item>
          <Form.Item name="inspection" label={t('bookings.inspection')}>
            <Select allowClear showSearch optionFilterProp="label" placeholder={t('bookings.noInspection')} options={inspections.map(({ id, ref }) => ({ value: id, label: ref }))} />
          </Form.Item>
          <Button type="primary" htmlType="submit" loading={run.isPending}>
            {t('bookings.book')}
          </Button>
        </Form>
      </div>
    </section>
  )
}

/** What is known of a booking; ended by its own agency or the operator of the site, with the reason. */
export function ReleasePanel({ taken, piece, onDone }: { readonly taken: Taken; readonly piece: BookableView; readonly onDone: () => void }) {
  const { t } = useTexts()
  const actor = useActor()
  const { message } = App.useApp()
  const [reason, setReason] = useState('')
  const [entries, setEntries] = useState<readonly ProblemEntry[]>([])
  const { booking } = taken
  const run = useCommand<unknown, BookingView>((body, key) => send(`/bookings/${taken.id}/cancel`, body, { key }), {
    touches,
    done: () => {
      void message.success(t('bookings.released'))
      onDone()
    },
  })
  if (booking === undefined) return null
  const mine = piece.mayRelease || (actor.agency === booking.agency && actor.roles.some((role) => role === 'officer' || role === 'coordinator'))
  return (
    <section className="panel" aria-labelledby="booking-title">
      <div className="panel-head">
        <h2 id="booking-title">
          <span className="code">{piece.code}</span> <Moment at={booking.from} />–<Moment at={booking.to} short />
        </h2>
      </div>
      <div className="panel-body stack">
        <span className="row">
          <Party code={booking.agency} />
          <b>{booking.purpose}</b>
          <span className="small quiet">{t('bookings.by', { name: booking.name })}</span>
          {booking.inspection === undefined ? null : (
            <Link to="/inspections/$id" params={{ id: booking.inspection }}>
              {t('bookings.inspection')}
            </Link>
          )}
        </span>
        <ErrorSummary entries={entries} />
        {mine ? (
          <Form layout="inline" requiredMark={false} onFinish={() => run.mutate({ reason }, { onError: (problem) => setEntries(problem.spoken()) })}>
            <Form.Item label={t('bookings.reason')} htmlFor="release-reason">
              <Input id="release-reason" value={reason} maxLength={200} onChange={(event) => setReason(event.target.value)} />
            </Form.Item>
            <Button htmlType="submit" danger loading={run.isPending} disabled={reason.trim() === ''}>
              {t('bookings.release')}
            </Button>
          </Form>
        ) : null}
      </div>
    </section>
  )
}
