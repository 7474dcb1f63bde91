import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import { get, type Page } from '../../../web/api/client.ts'
import type { BacktestView, ChangedCaseView, ExplainedCaseView, SummaryView } from '../views.ts'

export type Backtest = BacktestView
export type Summary = SummaryView
export type ChangedCase = z.infer<typeof ChangedCaseView>
export type ExplainedCase = z.infer<typeof ExplainedCaseView>

/** A version as its page shows it. */
export interface Version {
  readonly number: number
  readonly state: 'recorded' | 'active'
  readonly validFrom: string | null
  readonly validTo: string | null
  readonly note: string
  readonly rowCount: number
  readonly rowsHash: string
  readonly author: string
  readonly recordedAt: string
  readonly activatedBy: string | null
  readonly activatedAt: string | null
}

export interface Trial {
  readonly id: string
  readonly number: number
  readonly kind: 'shadow' | 'canary'
  readonly state: 'running' | 'ended'
  readonly ports: readonly string[] | null
  readonly share: number | null
  readonly startsAt: string
  readonly endsAt: string
  readonly startedBy: string
  readonly endedBy: string | null
  readonly endedAt: string | null
  readonly reason: string | null
}

export interface Arm {
  readonly cases: number
  readonly modes: readonly { readonly mode: string; readonly cases: number }[]
  readonly inspections: number
  readonly looked: number
  readonly found: number
  readonly rate: { readonly low: number; readonly mid: number; readonly high: number }
}

export type TrialReport = Trial & { readonly summary: Summary; readonly arms?: { readonly version: Arm; readonly others: Arm } }

export interface Act {
  readonly number: number
  readonly kind: 'activated' | 'emergency' | 'rolled-back'
  readonly at: string
  readonly takesEffect: string
  readonly by: string
  readonly reason: string | null
  readonly reviewBy: string | null
  readonly review: { readonly by: string; readonly at: string; readonly upheld: boolean; readonly note: string } | null
}

const meta = { subjects: ['table'] }

/** The newest 200 versions of a table, fetched anew when a table changes. */
export const useVersions = (table: string) => useQuery({ queryKey: ['lab', table, 'versions'], queryFn: ({ signal }) => get<Page<Version>>(`/tables/${table}/versions`, { limit: 200 }, signal), meta })

/** What was done to versions of a table, and the trials it had. */
export const useActs = (table: string) => useQuery({ queryKey: ['lab', table, 'acts'], queryFn: ({ signal }) => get<{ acts: Act[]; trials: Trial[] }>(`/tables/${table}/acts`, {}, signal), meta })

/** Back-tests of a version, looked at anew while one is under way: it goes on whoever looks, and the page finds it again. */
export const useBacktests = (table: string, version: number) =>
  useQuery({
    queryKey: ['lab', table, version, 'backtests'],
    queryFn: ({ signal }) => get<Page<Backtest>>(`/tables/${table}/backtests`, { version, limit: 20 }, signal),
    meta,
    refetchInterval: (query) => (query.state.data?.items.some(({ state }) => state === 'waiting' || state === 'running') === true ? 700 : false),
  })

/** One back-test with its summary, asked for once it is done. */
export const useBacktest = (table: string, id: string | undefined, done: boolean) =>
  useQuery({ queryKey: ['lab', table, 'backtest', id, done], queryFn: ({ signal }) => get<Backtest>(`/tables/${table}/backtests/${id ?? ''}`, {}, signal), meta, enabled: id !== undefined && done })

/** The trial of a version of a kind with its figures, looked at every five seconds while it runs; asked for where there is one (`there`). */
export const useTrial = (table: string, version: number, kind: Trial['kind'], there: boolean) =>
  useQuery({ queryKey: ['lab', table, version, kind], queryFn: ({ signal }) => get<TrialReport>(`/tables/${table}/versions/${version}/${kind}`, {}, signal), meta, enabled: there, refetchInterval: (query) => (query.state.data?.state === 'running' ? 5000 : false) })
