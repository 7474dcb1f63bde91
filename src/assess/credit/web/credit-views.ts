import type { z } from 'zod'
import type { CreditLawView, CreditView as Served } from '../views.ts'

/** A record as the API gives it. */
export type CreditView = z.infer<typeof Served>
export type CreditLaw = z.infer<typeof CreditLawView>
export type CreditEvent = NonNullable<CreditView['events']>[number]
export type Reason = NonNullable<CreditView['reasons']>[number]

/** An enterprise in the list of officials. */
export interface CreditRow {
  readonly enterprise: string
  readonly name?: { readonly zh: string; readonly en: string }
  readonly grade: string
  readonly score: number
  readonly since: string
  readonly until?: string
}

/** What news of touches a record on screen. */
export const creditSubjects = ['credit', 'credit-appeal', 'register']
