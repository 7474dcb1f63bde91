import { App, Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import type { ProblemEntry } from '../../../web/api/problem.ts'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { fromWallClock, toWallField } from '../../../web/i18n/time.ts'
import { ErrorSummary } from '../../../web/kit/error-summary.tsx'
import { WallClockInput } from '../../../web/kit/field.tsx'
import { Parties } from '../../../web/reference/party.tsx'
import { usePort } from '../../../web/reference/port.ts'
import type { InspectionView } from './inspection-view.ts'
import type { Conflict, Draft } from './replan.ts'
import { useAct } from './use-acts.ts'

/** The draft of a move in figures: time and place can still be changed by hand, what it collides with is said, and it needs its reason. */
export function ReplanPanel({ inspection, draft, conflicts, sites, onDraft, onDone }: {
  readonly inspection: InspectionView
  readonly draft: Draft
  readonly conflicts: readonly Conflict[]
  readonly sites: readonly { readonly value: string; readonly label: string }[]
  readonly onDraft: (draft: Draft) => void
  readonly onDone: () => void
}) {
  const { t, list } = useTexts()
  const { timeZone } = usePort()
  const { message } = App.useApp()
  const [reason, setReason] = useState('')
  const [entries, setEntries] = useState<readonly ProblemEntry[]>([])
  const run = useAct<unknown>(inspection, 'reschedule', () => {
    void message.success(t('act.done'))
    onDone()
  })
  const iso = (at: number): string => new Date(at).toISOString()
  const setTime = (from: string | undefined): void => {
    const read = from === undefined ? undefined : fromWallClock(from, timeZone)
    if (read !== undefined) onDraft({ ...draft, from: Date.parse(read), to: Date.parse(read) + (draft.to - draft.from) })
  }
  const said = (conflict: Conflict): string =>
    conflict.kind === 'crew'
      ? t('replan.conflict.crew', { people: list(conflict.people), with: conflict.with })
      : conflict.kind === 'site'
        ? t('replan.conflict.site', { with: list(conflict.with) })
        : t(`replan.conflict.${conflict.kind}`)
  return (
    <section className="replan" aria-label={t('replan.title')}>
      <div className="row">
        <b>{t('replan.title')}</b>
        <Parties codes={inspection.tasks.map((task) => task.agency)} />
        <span className="code strong">{inspection.object.ref}</span>
      </div>
      <ErrorSummary entries={entries} />
      <Form layout="inline" requiredMark={false} onFinish={() => run.mutate({ slot: { from: iso(draft.from), to: iso(draft.to) }, site: draft.site, reason }, { onSuccess: () => setEntries([]), onError: (problem) => setEntries(problem.spoken()) })}>
        <Form.Item label={t('field.slotFrom')} htmlFor="replan-from">
          <WallClockInput id="replan-from" value={toWallField(iso(draft.from), timeZone)} onChange={setTime} />
        </Form.Item>
        <Form.Item label={t('field.site')} htmlFor="replan-site">
          <Select id="replan-site" value={draft.site === '' ? null : draft.site} options={[...sites]} onChange={(site) => onDraft({ ...draft, site })} style={{ minWidth: 200 }} />
        </Form.Item>
        <Form.Item label={t('field.reason')} htmlFor="replan-reason">
          <Input id="replan-reason" value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
        </Form.Item>
        <span className="row">
          <Button type="primary" htmlType="submit" loading={run.isPending}>
            {t('replan.propose')}
          </Button>
          <Button onClick={onDone}>{t('common.cancel')}</Button>
        </span>
      </Form>
      <div aria-live="polite">
        {conflicts.length === 0 ? (
          <p className="small tone-text-good">{t('replan.free')}</p>
        ) : (
          <ul className="dots">
            {conflicts.map((conflict) => (
              <li key={said(conflict)} className="conflict">
                {said(conflict)}
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  )
}
