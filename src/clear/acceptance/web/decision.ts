import { App } from 'antd'
import { useState } from 'react'
import { send } from '../../../web/api/client.ts'
import type { ProblemEntry } from '../../../web/api/problem.ts'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { useCommand } from '../../../web/kit/command.ts'
import type { ReportView } from '../views.ts'

const touches = ['acceptance-report', 'declaration', 'joint-inspection', 'body-admission']

/** Sends one decision on a report; what it was refused for stands above its form. */
export function useDecision(report: ReportView, act: string): { readonly run: (body: object) => void; readonly entries: readonly ProblemEntry[]; readonly isPending: boolean } {
  const { t } = useTexts()
  const { message } = App.useApp()
  const [entries, setEntries] = useState<readonly ProblemEntry[]>([])
  const command = useCommand<object, unknown>((body, key) => send(`/acceptance-reports/${report.id}/${act}`, body, { key }), { touches, done: () => void message.success(t('act.done')) })
  const run = (body: object): void => command.mutate(body, { onSuccess: () => setEntries([]), onError: (problem) => setEntries(problem.spoken()) })
  return { run, entries, isPending: command.isPending }
}

/** A field of a form where something was written into it. */
export const given = (text: string | undefined, name: string): object => (text === undefined || text.trim() === '' ? {} : { [name]: text.trim() })
